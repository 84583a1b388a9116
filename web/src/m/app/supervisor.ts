// Whether a supervisor uses this phone: asked before anybody is bidden to enrol it. Says nothing of who it is.
import type { Session } from '../../api/types';

/** Set where somebody signed in on this phone, so that it is known without a network too. */
const MARK = 'fieldbeat.team';

/** Who looks after a team: acts on what goes wrong in the field. A second factor that is due hides that for now. */
export const leads = ({
  rights,
  second_factor_due,
}: Pick<Session, 'rights' | 'second_factor_due'>): boolean =>
  second_factor_due || rights.includes('handle_exceptions');

export const markSupervisor = () => localStorage.setItem(MARK, '1');
export const unmarkSupervisor = () => localStorage.removeItem(MARK);

export async function supervisorIsHere(): Promise<boolean> {
  if (localStorage.getItem(MARK)) return true;
  try {
    const answer = await fetch('/api/v1/session');
    if (!answer.ok) return false;
    return leads((await answer.json()) as Session);
  } catch {
    return false;
  }
}
