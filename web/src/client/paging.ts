// Lists that come page by page, each with the cursor of the next. Owns no request.

export interface Paged<Row> {
  items: Row[];
  next_cursor?: string | null;
}

type Ask<Row> = (cursor: string | undefined) => Promise<Paged<Row>>;

/** Asks for the next page only when it is wanted. */
export async function* pagesOf<Row>(ask: Ask<Row>): AsyncGenerator<Row[], void> {
  let cursor: string | undefined;
  do {
    const page: Paged<Row> = await ask(cursor);
    yield page.items;
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
}

export async function* rowsOf<Row>(ask: Ask<Row>): AsyncGenerator<Row, void> {
  for await (const page of pagesOf(ask)) yield* page;
}
