// Whether a supervisor uses this phone: asked before anybody is bidden to enrol it. Says nothing of who it is.
import type { Role } from '../../api/types';

/** Set where somebody signed in on this phone, so that it is known without a network too. */
const MARK = 'fieldbeat.team';

/** Who has a team to look after. */
export const LEADS: readonly Role[] = ['administrator', 'director', 'regional_manager', 'supervisor'];

export const markSupervisor = () => localStorage.setItem(MARK, '1');
export const unmarkSupervisor = () => localStorage.removeItem(MARK);

export async function supervisorIsHere(): Promise<boolean> {
  if (localStorage.getItem(MARK)) return true;
  try {
    const answer = await fetch('/api/v1/session');
    if (!answer.ok) return false;
    const { user } = (await answer.json()) as { user: { role: Role } };
    return LEADS.includes(user.role);
  } catch {
    return false;
  }
}
