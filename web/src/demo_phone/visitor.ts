// Whose phone a visitor of the demo has, where it begins, and the code with which it becomes theirs.
import { request } from '../api/client';
import type { BoardRow, DayStop } from '../api/types';
import { type Device, makeDevice, newCode } from '../devices/devices';
import type { Point } from './ride';

/** The rep of the demo company whom no simulated phone moves. */
export const VISITOR = 'HN-WEB';
/** Beside the one whose code the start of the demo prints: that one stays good. */
const LABEL = `${VISITOR} · demo phone`;
/** So far south of the first stop a ride is worth it, and the way is short. */
const ASIDE_DEG = 0.0018;

export async function visitorCode(repId: number): Promise<string> {
  const { items } = await request<{ items: Device[] }>(`devices?rep_id=${repId}&revoked=false`);
  const had = items.find(({ label }) => label === LABEL);
  const given = had
    ? await newCode(had.id)
    : await makeDevice({ label: LABEL, rep_code: VISITOR, grade: 'web_app_only', can_declare: true });
  return given.enrolment_code;
}

export type PlacedStop = DayStop & Point;

export const placed = (stops: readonly DayStop[]): PlacedStop[] =>
  stops.filter((stop): stop is PlacedStop => stop.lat !== null && stop.lng !== null);

/** The next that nobody has called on; the first again when all are done. */
export const nextStop = (stops: readonly PlacedStop[]): PlacedStop | undefined =>
  stops.find(({ state }) => state === 'planned') ?? stops[0];

/** Where the office saw the rep last, so that nobody flies; else near the next stop. */
export function beginsAt(
  row: Pick<BoardRow, 'position'> | undefined,
  stops: readonly PlacedStop[],
): Point | null {
  if (row?.position) return { lat: row.position.lat, lng: row.position.lng };
  const next = nextStop(stops);
  return next ? { lat: next.lat - ASIDE_DEG, lng: next.lng } : null;
}
