/**
 * Turns GraphQL documents (<app>/src/**\/*.graphql) into typed ones after checking them against schema.graphql, and lists
 * them all by hash in packages/gql/persisted-documents.json, from which the server knows the documents it may trust.
 *
 * Types come from the presets, called directly since their command line needs packages the apps have no use for. The
 * documents are written here: each fragment once, and each operation as the sum of its parts. The text of a document is
 * what is left of it without blanks; its name is the SHA-256 of that text.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { buildASTSchema, Kind, parse, print, stripIgnoredCharacters, validate, validateSchema, visit } from 'graphql';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The client package: its file is in the repository, so that it can be used without generating anything. */
const CLIENT = 'packages/client';
const APPS = ['miniapp', 'admin', CLIENT];

const config = {
  documentMode: 'string',
  useTypeImports: true,
  enumsAsTypes: true,
  strictScalars: true,
  skipTypename: true,
  inlineFragmentTypes: 'combine',
  avoidOptionals: { field: true, inputValue: false, object: false, defaultValue: false },
  scalars: { ID: 'string', DateTime: 'string', Decimal: 'string', Int64: 'number', LocalTime: 'string' },
};

/** Generates one app; its trusted documents by hash. */
async function generate(app) {
  const schema = parse(readFileSync(join(ROOT, '../schema.graphql'), 'utf8'));
  const schemaAst = buildASTSchema(schema);
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
  const definitions = documents.flatMap(({ document }) => document.definitions);
  const faults = [...validateSchema(schemaAst), ...validate(schemaAst, { kind: Kind.DOCUMENT, definitions })];
  if (faults.length > 0) throw new AggregateError(faults, faults.map(String).join('\n\n'));
  const types = await typesOf(schema, schemaAst, documents);
  const { text, manifest } = documentsOf(definitions, app === CLIENT);
  const out = app === CLIENT ? join(folder, 'graphql.gen.ts') : join(folder, 'generated/gql/graphql.ts');
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, `${text.imports}\n\n${types}\n\n${text.documents}`);
  return manifest;
}

/** The types of all answers and variables. */
async function typesOf(schema, schemaAst, documents) {
  const steps = await preset.buildGeneratesSection({
    baseOutputDir: './',
    schema,
    schemaAst,
    documents,
    config,
    plugins: [],
    pluginMap: {},
    presetConfig: { fragmentMasking: false },
  });
  const text = await codegen(steps.find(({ filename }) => filename.endsWith('graphql.ts')));
  const end = text.indexOf('export class TypedDocumentString');
  if (end < 0) throw new Error('the preset writes its documents in another way; see where its types end now');
  return text
    .slice(0, end)
    .replace(/^import .*$/m, '')
    .trim();
}

/** The TypeScript of all documents, and the manifest of the operations. */
function documentsOf(definitions, isClient) {
  const fragments = new Map(
    definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]),
  );
  const compact = (node) => stripIgnoredCharacters(print(node));
  const manifest = {};
  const lines = ['// Fragments, each once.'];
  for (const [name, node] of [...fragments].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`const ${name}Text = ${JSON.stringify(compact(node))};`);
  }
  lines.push('');
  for (const node of definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)) {
    const used = fragmentsOf(node, fragments);
    const own = compact(node);
    const text = own + used.map((name) => compact(fragments.get(name))).join('');
    const hash = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    manifest[hash] = text;
    const name = node.name.value[0].toUpperCase() + node.name.value.slice(1);
    const answer = name + node.operation[0].toUpperCase() + node.operation.slice(1);
    const type = `${isClient ? 'TypedDocument' : 'Document'}<${answer}, ${answer}Variables>`;
    const sum = [JSON.stringify(own), ...used.map((fragment) => `${fragment}Text`)].join(' + ');
    lines.push(
      isClient
        ? `export const ${name}Document: ${type} = /* @__PURE__ */ document(${JSON.stringify(hash)}, ${sum});`
        : `export const ${name}Document: ${type} = import.meta.env.DEV ? ${sum} : ${JSON.stringify(hash)};`,
    );
  }
  const imports = isClient
    ? "import { document, type TypedDocument } from './document.ts';"
    : "import type { Document } from '@dokon/gql';";
  return { text: { imports, documents: `${lines.join('\n')}\n` }, manifest };
}

/** Names of the fragments that a definition needs, each once, in the order of their names. */
function fragmentsOf(definition, fragments) {
  const found = new Set();
  const look = (node) =>
    visit(node, {
      FragmentSpread({ name: { value } }) {
        if (found.has(value)) return;
        found.add(value);
        look(fragments.get(value));
      },
    });
  look(definition);
  return [...found].sort();
}

const only = process.argv[2];
if (only) {
  process.stdout.write(JSON.stringify(await generate(only)));
} else {
  // A process for each app: the fragment registry below the presets is global, and both apps have a fragment Picture.
  const trusted = {};
  for (const app of APPS) {
    const manifest = JSON.parse(
      execFileSync(process.execPath, [fileURLToPath(import.meta.url), app], { encoding: 'utf8' }),
    );
    Object.assign(trusted, manifest);
    console.log(`${app}: ${Object.keys(manifest).length} operations`);
  }
  const sorted = Object.fromEntries(Object.entries(trusted).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(ROOT, 'packages/gql/persisted-documents.json'), `${JSON.stringify(sorted, null, 2)}\n`);
}
