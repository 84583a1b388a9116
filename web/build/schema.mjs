// The types of the API's answers and bodies, from the OpenAPI document on stdin: `fieldbeat openapi | node build/schema.mjs`.
// Only the schemas: the paths with all their parameters would be ten times as long and nobody reads them in TypeScript.
import openapiTS, { astToString } from 'openapi-typescript';

let text = '';
for await (const piece of process.stdin) text += piece;
const document = JSON.parse(text);
const bare = (value) => {
  if (Array.isArray(value)) return value.map(bare);
  if (value === null || typeof value !== 'object') return value;
  // `properties` may well have one of that name.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !(key === 'description' && typeof inner === 'string'))
      .map(([key, inner]) => [key, bare(inner)]),
  );
};
const schemas = { ...document, paths: {}, components: { schemas: bare(document.components.schemas) } };
const types = astToString(await openapiTS(schemas, { alphabetize: true }));
const used = types
  .split('\n')
  .filter((line) => !/^export type (paths|webhooks|operations|\$defs) = /.test(line))
  .join('\n');
process.stdout.write(
  `// Generated from the server's OpenAPI document by build/schema.mjs; never edited by hand.\n${used}`,
);
