// What a visit says to who decides on it. Pure.
import type { VisitSummary } from '../../api/types';

/** Nobody has decided what the machine could not, or a rep objects. */
export const needsDecision = (visit: VisitSummary): boolean =>
  visit.state === 'closed' && (visit.appeal?.open === true || visit.effective_overall === 'review');
