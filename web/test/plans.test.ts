import { describe, expect, it } from 'vitest';
import { Problem } from '../src/api/client';
import { type Absence, type AbsenceState, faultOf, inOrder } from '../src/plans/plans';

const absence = (id: string, from: string, state: AbsenceState, to = from) =>
  ({ id, from, to, state }) as Absence;

describe('absences', () => {
  it('puts what waits first, then what is to come, then what is over, newest first', () => {
    const list = [
      absence('old', '2026-11-01', 'approved'),
      absence('older', '2026-10-01', 'refused'),
      absence('soon', '2026-12-02', 'approved'),
      absence('asked', '2026-12-24', 'requested'),
      absence('running', '2026-11-20', 'approved', '2026-12-01'),
      absence('asked first', '2026-12-20', 'requested'),
    ];
    expect(inOrder(list, '2026-11-25').map((a) => a.id)).toEqual([
      'asked first',
      'asked',
      'running',
      'soon',
      'old',
      'older',
    ]);
  });
  it('has words for the faults that the server names', () => {
    const refused = (code: string) => new Problem(422, 'invalid', null, [{ pointer: '/id', code }]);
    expect(faultOf(refused('covers_another'))).toBe('covers_another');
    expect(faultOf(refused('something_new'))).toBeUndefined();
    expect(faultOf(new Error('x'))).toBeUndefined();
  });
});
