import { describe, expect, it } from 'vitest';
import { draw, mayMove, type PinProposalWhole } from '../src/proposals/proposals';

const proposal: PinProposalWhole = {
  id: 1,
  outlet_code: 'O1',
  outlet_name: 'Shop',
  source: 'visits',
  rep_name: null,
  reason: null,
  old_lat: 21.03,
  old_lng: 105.85,
  new_lat: 21.034,
  new_lng: 105.85,
  radius_m: 60,
  distance_m: 444.8,
  visits: ['a'],
  reps: 1,
  spread_m: 5,
  proposed_at: '2026-11-25T05:00:00.000Z',
  is_near: false,
  sightings: [{ visit: 'a', rep_id: 1, rep_name: 'One', date: '2026-11-25', lat: 21.034, lng: 105.85 }],
};

describe('the drawing', () => {
  it('has north up and fits both fences', () => {
    const drawn = draw(proposal, 320, 20, 60);
    expect(drawn.fresh!.y).toBeLessThan(drawn.old!.y);
    expect(drawn.old!.y + 60 * drawn.scale).toBeLessThanOrEqual(301);
    expect(drawn.fresh!.y - 60 * drawn.scale).toBeGreaterThanOrEqual(19);
    expect((drawn.old!.y - drawn.fresh!.y) / drawn.scale).toBeCloseTo(444.8, 0);
  });
  it('does without an old pin', () => {
    const drawn = draw({ ...proposal, old_lat: null, old_lng: null }, 320, 20, 60);
    expect(drawn.old).toBeNull();
    expect(drawn.fresh!.x).toBeCloseTo(160);
  });
});

it('a supervisor moves a pin by a little, a planner by any distance, an auditor not at all', () => {
  expect(mayMove(['approve_pins'], proposal)).toBe(false);
  expect(mayMove(['approve_pins'], { ...proposal, is_near: true })).toBe(true);
  expect(mayMove(['approve_pins', 'approve_far_pins'], proposal)).toBe(true);
  expect(mayMove(['read_field'], proposal)).toBe(false);
});
