// What happened in a rep's day, as rows of a table by time: the same the axis and the map draw. Pure.
import type { OutletState } from '../api/types';
import type { Lane } from './lane';

export type HappeningKind = 'start' | 'end' | 'visit' | 'stop' | 'break' | 'hole' | 'missed';

export interface Happening {
  key: string;
  rep: number;
  at: number;
  /** Null: still going on, or an instant. */
  to: number | null;
  kind: HappeningKind;
  name: string | null;
  sequence: number | null;
  state: OutletState | null;
  visit: string | null;
}

/** What happened in a rep's day, by time. */
export function happeningsOf(lane: Lane): Happening[] {
  const list: Happening[] = [];
  const add = (kind: HappeningKind, at: number, to: number | null, over: Partial<Happening> = {}) =>
    list.push({
      key: `${lane.rep}-${kind}-${at}`,
      rep: lane.rep,
      at,
      to,
      kind,
      name: null,
      sequence: null,
      state: null,
      visit: null,
      ...over,
    });
  for (const session of lane.sessions) {
    add('start', session.from, null);
    if (!session.open) add('end', session.to, null);
  }
  for (const { id, from, to, open, name, sequence, state } of lane.visits)
    add('visit', from, open ? null : to, { key: id, name, sequence, state, visit: id });
  for (const { from, to } of lane.breaks) add('break', from, to);
  for (const { from, to } of lane.holes) add('hole', from, to);
  for (const { from, to } of lane.stops) add('stop', from, to);
  for (const stop of lane.day.plan.stops)
    if (stop.said && !stop.visit_id)
      add('missed', Date.parse(stop.said.at), null, {
        name: stop.outlet_name,
        sequence: stop.sequence,
        state: 'missed',
      });
  return list.sort((a, b) => a.at - b.at || a.key.localeCompare(b.key));
}
