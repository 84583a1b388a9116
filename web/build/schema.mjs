// The types of the API, from the OpenAPI document on stdin: `fieldbeat openapi | node build/schema.mjs`. Of each path what a
// client is checked by: what it takes, its body and its answer. What is the same for all of them, that errors are problems
// and headers are free, is the client's to know; with it the file would be twice as long.
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
const METHODS = ['get', 'put', 'post', 'patch', 'delete'];
for (const path of Object.values(document.paths))
  for (const method of METHODS) {
    const { responses } = path[method] ?? {};
    for (const status of Object.keys(responses ?? {})) if (!/^[23]/.test(status)) delete responses[status];
  }
const schemas = { ...document, components: { schemas: bare(document.components.schemas) } };
const types = astToString(await openapiTS(schemas, { alphabetize: true }))
  .replace(/^ *\w+\?: never;\n/gm, '')
  .replace(/^ *headers: \{\n *\[name: string\]: unknown;\n *\};\n/gm, '')
  .replace(/^ *parameters: \{\n *\};\n/gm, '')
  .replace(/^export type (webhooks|\$defs) = .*\n/gm, '');
process.stdout.write(
  `// Generated from the server's OpenAPI document by build/schema.mjs; never edited by hand.\n${types}`,
);
