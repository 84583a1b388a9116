import { describe, expect, it } from 'vitest';
import { urgency } from '../src/stock/stock';

describe('an expiry date', () => {
  it('is past, of this week, or later', () => {
    expect([-1, 0, 7, 8].map(urgency)).toEqual(['gone', 'week', 'week', 'later']);
  });
});
