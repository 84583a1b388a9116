import { describe, expect, it } from 'vitest';
import { everyPage } from '../src/api/everyPage';

const pages = (count: number) => (cursor: string | null) => {
  const page = Number(cursor ?? 0);
  return Promise.resolve({ items: [page], next_cursor: page + 1 < count ? String(page + 1) : null });
};

describe('a list that is read whole', () => {
  it('goes on as long as there is a next page', async () => {
    expect(await everyPage(pages(1))).toEqual([0]);
    expect(await everyPage(pages(3))).toEqual([0, 1, 2]);
  });
  it('has an end', async () => {
    expect(await everyPage(pages(1_000))).toHaveLength(5);
  });
});
