// Saying that one was with a rep, at a visit or all day, and taking it back.
import { request } from '../../api/client';
import { client } from './client';

export interface JointVisit {
  id: string;
  visit_id: string | null;
}

/** Said again, it changes the note; an empty one leaves it. */
const body = (note?: string) => (note ? { note } : {});

export const wasAtVisit = (visit: string, note?: string) =>
  request<JointVisit>(`visits/${visit}/joint`, { method: 'POST', body: body(note) });
export const wasThereAllDay = (rep: number, date: string, note?: string) =>
  request<JointVisit>(`reps/${rep}/days/${date}/joint`, { method: 'POST', body: body(note) });
export const takeBack = (id: string) => request<void>(`joint-visits/${id}`, { method: 'DELETE' });

export const jointChanged = () =>
  Promise.all(
    [['visit'], ['day'], ['joint-visits']].map((queryKey) => client.invalidateQueries({ queryKey })),
  );
