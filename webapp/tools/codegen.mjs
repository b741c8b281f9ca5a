/**
 * Turns the GraphQL documents of both apps (<app>/src/**\/*.graphql) into typed string documents
 * (<app>/src/generated/gql/graphql.ts) after checking them against schema.graphql, and lists them all by hash in
 * packages/gql/persisted-documents.json, from which the server knows the documents it may trust.
 *
 * The presets are called directly: their command line needs packages the apps have no use for.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { buildASTSchema, parse, validateSchema } from 'graphql';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const APPS = ['miniapp', 'admin'];

const config = {
  documentMode: 'string',
  useTypeImports: true,
  enumsAsTypes: true,
  strictScalars: true,
  skipTypename: true,
  avoidOptionals: { field: true, inputValue: false, object: false, defaultValue: false },
  scalars: { ID: 'string', DateTime: 'string', Decimal: 'string', Int64: 'number', LocalTime: 'string' },
};

/** The client package: its file is in the repository, so that it can be used without generating anything. */
const CLIENT = 'packages/client';

/** Generates one app; its trusted documents by hash. */
async function generate(app) {
  const schema = parse(readFileSync(join(ROOT, '../schema.graphql'), 'utf8'));
  const schemaAst = buildASTSchema(schema);
  const faults = validateSchema(schemaAst);
  if (faults.length > 0) throw new AggregateError(faults, 'schema.graphql is not valid');
  const folder = join(ROOT, app, 'src');
  const documents = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => {
      const location = join(folder, name);
      const text = readFileSync(location, 'utf8');
      return { location: relative(ROOT, location), document: parse(text), rawSDL: text };
    });
  if (documents.length === 0) return {};
  const isClient = app === CLIENT;
  const out = isClient ? `${folder}/` : join(folder, 'generated/gql/');
  mkdirSync(out, { recursive: true });
  const steps = await preset.buildGeneratesSection({
    baseOutputDir: out,
    schema,
    schemaAst,
    documents,
    config,
    plugins: [],
    pluginMap: {},
    presetConfig: {
      fragmentMasking: false,
      persistedDocuments: { mode: 'embedHashInDocument', hashAlgorithm: 'sha256' },
    },
  });
  let manifest = {};
  for (const step of steps) {
    const text = await codegen(step);
    if (step.filename.endsWith('graphql.ts')) {
      if (isClient) writeFileSync(join(folder, 'graphql.gen.ts'), alone(text));
      else writeFileSync(step.filename, text);
    }
    if (step.filename.endsWith('persisted-documents.json')) manifest = JSON.parse(text);
  }
  return manifest;
}

/** The same without an import: the client depends on nothing, not even on types. */
function alone(text) {
  const [line] = /^import .*typed-document-node\/core.*$/m.exec(text) ?? [];
  if (!line) throw new Error('the preset no longer imports DocumentTypeDecoration; see what it needs now');
  return text.replace(
    line,
    'interface DocumentTypeDecoration<Answer, Variables> {\n  __apiType?: (variables: Variables) => Answer;\n}',
  );
}

const only = process.argv[2];
if (only) {
  process.stdout.write(JSON.stringify(await generate(only)));
} else {
  // A process for each app: the fragment registry below the presets is global, and both apps have a fragment Picture.
  const trusted = {};
  for (const app of [...APPS, CLIENT].filter((name) => existsSync(join(ROOT, name, 'src')))) {
    const manifest = JSON.parse(
      execFileSync(process.execPath, [fileURLToPath(import.meta.url), app], { encoding: 'utf8' }),
    );
    Object.assign(trusted, manifest);
    console.log(`${app}: ${Object.keys(manifest).length} operations`);
  }
  const sorted = Object.fromEntries(Object.entries(trusted).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(ROOT, 'packages/gql/persisted-documents.json'), `${JSON.stringify(sorted, null, 2)}\n`);
}
