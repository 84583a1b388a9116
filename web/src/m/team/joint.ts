// Saying that one was with a rep, at a visit or all day, and taking it back.
import { got } from '../../client/client';
import { api } from './api';
import { client } from './client';

/** Said again, it changes the note; an empty one leaves it. */
const body = (note?: string) => (note ? { note } : {});

export const wasAtVisit = (visit: string, note?: string) =>
  got(api.POST('/api/v1/visits/{id}/joint', { params: { path: { id: visit } }, body: body(note) }));
export const wasThereAllDay = (rep: number, date: string, note?: string) =>
  got(
    api.POST('/api/v1/reps/{id}/days/{date}/joint', {
      params: { path: { id: rep, date } },
      body: body(note),
    }),
  );
export const takeBack = (id: string) =>
  got(api.DELETE('/api/v1/joint-visits/{id}', { params: { path: { id } } }));

export const jointChanged = () =>
  Promise.all(
    [['visit'], ['day'], ['joint-visits']].map((queryKey) => client.invalidateQueries({ queryKey })),
  );
