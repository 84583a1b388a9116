// Tasks, as the server tells them.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import { etag } from '../client/headers';
import type { Priority } from './calendar';

export const TASK_STATES = ['backlog', 'todo', 'in_progress', 'done', 'canceled'] as const;
export type TaskState = (typeof TASK_STATES)[number];
/** What is still to be done, in the order of the board. */
export const OPEN_STATES = ['backlog', 'todo', 'in_progress'] as const;

export interface Task {
  id: string;
  state: TaskState;
  rep_id: number;
  rep_name: string;
  priority: Priority;
  subject: string;
  note: string | null;
  /** What who did it, or did not, says of it. */
  outcome: string | null;
  customer_id: number | null;
  customer_name: string | null;
  outlet_name: string | null;
  due_at: string | null;
  overdue: boolean;
  version: number;
}

/** Where a task may go from a state; what has ended is only taken up again. */
export const taskNext = (state: TaskState): readonly TaskState[] =>
  state === 'done' || state === 'canceled' ? ['todo'] : TASK_STATES.filter((each) => each !== state);

const SHOWN_MAX = 500;

export const tasksPath = (rep: number | undefined, open: boolean) =>
  `tasks?open=${open}&limit=${SHOWN_MAX}${rep === undefined ? '' : `&rep_id=${rep}`}`;

export const tasksQuery = (rep: number | undefined, open: boolean) =>
  queryOptions({
    queryKey: ['crm', 'tasks', rep, open],
    queryFn: ({ signal }) => request<Page<Task>>(tasksPath(rep, open), { signal }),
    refetchInterval: 60_000,
  });

export const makeTask = (body: object): Promise<Task> => request<Task>('tasks', { method: 'POST', body });

export const changeTask = (was: Task, body: object): Promise<Task> =>
  request<Task>(`tasks/${was.id}`, { method: 'PATCH', body, ifMatch: etag(was) });
