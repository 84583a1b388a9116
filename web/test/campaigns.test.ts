// What the page makes of campaigns, without a server.
import { describe, expect, it } from 'vitest';
import { deedsOf } from '../src/crm/campaigns';

describe('what may be done to a campaign', () => {
  it('is not approved by who wrote it', () => {
    expect(deedsOf({ state: 'submitted', written_by_id: 1 }, 1)).toEqual(['withdraw']);
    expect(deedsOf({ state: 'submitted', written_by_id: 1 }, 2)).toEqual(['approve', 'withdraw']);
  });

  it('ends with it', () => {
    expect(deedsOf({ state: 'sending', written_by_id: 1 }, 1)).toEqual(['stop']);
    for (const state of ['done', 'stopped'] as const)
      expect(deedsOf({ state, written_by_id: 1 }, 2)).toEqual([]);
  });
});
