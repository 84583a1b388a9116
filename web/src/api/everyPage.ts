// A list that is read whole, page by page. Owns no request.
import { pagesOf } from '../client/paging';
import type { Page } from './trade';

/** More pages than this are not read, unless more are asked for. */
const PAGES_MAX = 5;
/** Rows of a page: the most that the server gives. */
export const PAGE_MAX = 1000;

export async function everyPage<Row>(
  ask: (cursor: string | null) => Promise<Page<Row>>,
  pages = PAGES_MAX,
): Promise<Row[]> {
  const rows: Row[] = [];
  let read = 0;
  for await (const page of pagesOf((cursor) => ask(cursor ?? null))) {
    rows.push(...page);
    if (++read === pages) break;
  }
  return rows;
}

export const cursorOf = (cursor: string | null): string =>
  cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
