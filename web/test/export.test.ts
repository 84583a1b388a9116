import { describe, expect, it } from 'vitest';
import { exportHref } from '../src/app/ExportButtons';

describe('the address of a file', () => {
  it('has the filters of the list and not its page', () => {
    expect(exportHref('orders?limit=100&state=held&rep_id=7&cursor=abc', 'xlsx', 'vi')).toBe(
      '/api/v1/orders/export?state=held&rep_id=7&format=xlsx&language=vi',
    );
    expect(exportHref('stock-counts', 'csv', 'en')).toBe(
      '/api/v1/stock-counts/export?format=csv&language=en',
    );
  });
});
