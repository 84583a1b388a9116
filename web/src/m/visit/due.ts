// What a rep is to do with a customer, and what of it this phone has already settled. Pure.
import type { OutboxItem } from '../phone';
import type { PhoneTask, PlannedActivity } from '../protocol';
import { recordState } from './record_state';

const isOf =
  (outlet: number, customer: number | null) =>
  (row: { outlet_id: number | null; customer_id: number | null }) =>
    row.outlet_id === outlet || (row.outlet_id === null && customer !== null && row.customer_id === customer);

/** Ids that records of a kind name in `member`, and that were not refused. */
const settled = (outbox: readonly OutboxItem[], kind: string, member: string, over: readonly string[]) =>
  new Set(
    outbox
      .filter(
        (item) =>
          item.kind === kind &&
          typeof item.body[member] === 'string' &&
          over.includes(String(item.body.state)) &&
          recordState(item) !== 'refused',
      )
      .map(({ body }) => body[member] as string),
  );

export const openTasks = (
  tasks: readonly PhoneTask[],
  outbox: readonly OutboxItem[],
  outlet: number,
  customer: number | null,
): PhoneTask[] => {
  const over = settled(outbox, 'task', 'task', ['done', 'canceled']);
  return tasks.filter(isOf(outlet, customer)).filter(({ task }) => !over.has(task));
};

export const openActivities = (
  activities: readonly PlannedActivity[],
  outbox: readonly OutboxItem[],
  outlet: number,
  customer: number | null,
): PlannedActivity[] => {
  const over = settled(outbox, 'activity', 'activity', ['held', 'not_held']);
  return activities.filter(isOf(outlet, customer)).filter(({ activity }) => !over.has(activity));
};

export { isOf as concernsOutlet };
