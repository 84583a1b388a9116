// What the client offers; see README.md.
export { type Api, type ClientOptions, createClient, got, type Schema } from './client';
export { type FieldFault, Problem } from './door';
export { ifMatch, once } from './headers';
export { newId } from './ids';
export { type Paged, pagesOf, rowsOf } from './paging';
