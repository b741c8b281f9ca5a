/** Judges schemas by graphql-js: each file named is parsed, built and validated. Writes their types and fields; run by a Go test. */
import { readFileSync } from 'node:fs';
import { assertValidSchema, buildSchema, isObjectType } from 'graphql';

for (const file of process.argv.slice(2)) {
  const schema = buildSchema(readFileSync(file, 'utf8'));
  assertValidSchema(schema);
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(Boolean);
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  process.stdout.write(
    `${JSON.stringify({
      operations: roots.flatMap((type) => Object.keys(type.getFields())).length,
      objects: types.filter(isObjectType).length,
      undescribed: [schema, ...types].filter(({ description }) => !description).map(({ name }) => name ?? 'schema'),
    })}\n`,
  );
}
