// Where what was planned or said with a customer is kept, as addresses: the desk, and which one of its rows. Pure.
import type { Activity } from './activities';
import type { Case } from './cases';
import type { Opportunity } from './opportunities';
import type { RelationsSearch } from './search';
import type { Task } from './tasks';

export const activityAt = (id: string, date: string, rep?: number): RelationsSearch => ({
  rep,
  from: date,
  to: date,
  one: id,
});

export const activityLead = (one: Activity): RelationsSearch => activityAt(one.id, one.date, one.rep_id);

/** What has ended is on the other side of its desk. */
const ended = (is: boolean): 1 | undefined => (is ? 1 : undefined);

export const taskLead = ({ id, state }: Pick<Task, 'id' | 'state'>): RelationsSearch => ({
  tab: 'tasks',
  one: id,
  ended: ended(state === 'done' || state === 'canceled'),
});

export const caseLead = ({ id, state }: { id: string; state: Case['state'] | string }): RelationsSearch => ({
  tab: 'cases',
  one: id,
  ended: ended(state === 'resolved' || state === 'closed'),
});

export const opportunityLead = ({
  id,
  outcome,
}: {
  id: string;
  outcome: Opportunity['outcome'] | string;
}): RelationsSearch => ({
  tab: 'opportunities',
  one: id,
  ended: ended(outcome !== 'open'),
});
