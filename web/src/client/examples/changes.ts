// What became new or different since the last time: visits for a warehouse of data.
import { createClient, got, type Schema } from '../index';

/** `since`: the mark that the call before gave back. */
export async function visitsSince(server: string, token: string, since?: string) {
  const api = createClient({ server, token });
  const visits: Schema<'VisitSummary'>[] = [];
  let mark: string | undefined;
  let cursor: string | null | undefined;
  do {
    const query = { updated_since: since, cursor: cursor ?? undefined, limit: 1000 };
    const page = await got(api.GET('/api/v1/visits', { params: { query } }));
    visits.push(...page.items);
    // Of the first page: what changes while the others are read comes again.
    mark ??= page.changes_cursor;
    cursor = page.next_cursor;
  } while (cursor);
  return { visits, mark };
}
