// From REST answers to what the map draws of them. Pure.

import type { DayStop, Outlet, OutletState, RepDay, VisitDetail, VisitSummary } from '../api/types';
import { OUTLET_COLOR, VERDICT_COLOR } from '../app/palette';
import { feature, features } from './geojson';
import { type Box, boxOf, circle } from './geometry';

/** The colour word of a stop: what its visit came to, else its own state. */
export function stopState(stop: DayStop, visits: readonly VisitSummary[]): OutletState {
  const visit = stop.visit_id ? visits.find((v) => v.id === stop.visit_id) : undefined;
  if (visit?.state === 'open' || stop.state === 'in_progress') return 'in_progress';
  if (visit && visit.state !== 'cancelled') return outletStateOf(visit);
  if (stop.state === 'completed') return 'visited';
  if (stop.state === 'missed' || stop.state === 'cancelled' || stop.state === 'rescheduled') return 'missed';
  return 'planned';
}

export function outletStateOf(visit: VisitSummary): OutletState {
  if (visit.state === 'open') return 'in_progress';
  return visit.effective_overall === 'valid' ? 'visited' : visit.effective_overall;
}

export function planFeatures(day: RepDay) {
  const pinned = day.plan.stops
    .filter((stop) => stop.lat !== null && stop.lng !== null)
    .sort((a, b) => a.sequence - b.sequence);
  const line = pinned.map((stop) => [stop.lng!, stop.lat!]);
  return {
    plan: features(line.length > 1 ? [feature({ type: 'LineString', coordinates: line }, {})] : []),
    stops: features(
      pinned.map((stop) =>
        feature(
          { type: 'Point', coordinates: [stop.lng!, stop.lat!] },
          {
            outlet: stop.outlet_id,
            visit: stop.visit_id ?? '',
            sequence: stop.sequence,
            number: String(stop.sequence),
            color: OUTLET_COLOR[stopState(stop, day.visits)],
          },
        ),
      ),
    ),
  };
}

/** The server's track, with the positions that came live since appended to the last stretch. */
export function trackFeatures(
  track: GeoJSON.FeatureCollection | undefined,
  tail: readonly [number, number][],
) {
  const list = (track?.features ?? []).map((f) =>
    feature(f.geometry, { kind: f.properties?.kind === 'hole' ? 'hole' : 'track' }),
  );
  if (tail.length > 1)
    list.push(feature({ type: 'LineString', coordinates: tail as [number, number][] }, { kind: 'track' }));
  return features(list);
}

/** The last point of the actual track. */
export function trackEnd(track: GeoJSON.FeatureCollection | undefined): [number, number] | null {
  const lines = (track?.features ?? []).filter(
    (f) => f.properties?.kind !== 'hole' && f.geometry.type === 'LineString',
  );
  const last = lines.at(-1)?.geometry as GeoJSON.LineString | undefined;
  const end = last?.coordinates.at(-1);
  return end ? [end[0]!, end[1]!] : null;
}

export interface EvidenceLabels {
  pin: string;
  checkIn: string;
  checkOut: string;
}

export function evidenceFeatures(visit: VisitDetail, outlet: Outlet | undefined, labels: EvidenceLabels) {
  const color = VERDICT_COLOR[visit.verdict.overall];
  const { evidence } = visit;
  const list: GeoJSON.Feature[] = [];
  const pin = evidence.pin;
  const radius = evidence.radius_m ?? 0;
  if (outlet?.polygon) list.push(feature(outlet.polygon, { kind: 'fence', color }));
  else if (pin && radius > 0) list.push(feature(circle(pin, radius), { kind: 'fence', color }));
  for (const fix of visit.fixes) {
    if (fix.accuracy_m && fix.accuracy_m > 3)
      list.push(feature(circle(fix, fix.accuracy_m, 32), { kind: 'accuracy' }));
  }
  for (const fix of visit.fixes)
    list.push(
      feature({ type: 'Point', coordinates: [fix.lng, fix.lat] }, { kind: 'fix', mock: fix.mock ?? false }),
    );
  const mark = (place: NonNullable<typeof evidence.check_in>, label: string) => {
    if (place.accuracy_m) list.push(feature(circle(place, place.accuracy_m), { kind: 'mark-accuracy' }));
    if (pin && place.distance_m > radius)
      list.push(
        feature(
          {
            type: 'LineString',
            coordinates: [
              [pin.lng, pin.lat],
              [place.lng, place.lat],
            ],
          },
          { kind: 'gap', color },
        ),
      );
    list.push(feature({ type: 'Point', coordinates: [place.lng, place.lat] }, { kind: 'mark', label }));
  };
  if (evidence.check_out) mark(evidence.check_out, labels.checkOut);
  if (evidence.check_in) mark(evidence.check_in, labels.checkIn);
  if (pin)
    list.push(
      feature({ type: 'Point', coordinates: [pin.lng, pin.lat] }, { kind: 'pin', color, label: labels.pin }),
    );
  return features(list);
}

/** What must be in sight to understand the evidence: pin, fence and marks, not the whole approach. */
export function evidenceBox(visit: VisitDetail): Box | null {
  const { pin, radius_m, check_in, check_out, best } = visit.evidence;
  const points: [number, number][] = [];
  if (pin)
    for (const [lng, lat] of circle(pin, Math.max(40, radius_m ?? 0), 8).coordinates[0]!)
      points.push([lng!, lat!]);
  for (const place of [check_in, check_out, best]) if (place) points.push([place.lng, place.lat]);
  if (points.length === 0) for (const fix of visit.fixes) points.push([fix.lng, fix.lat]);
  return boxOf(points);
}

/** The stops and what was covered among them; the way to the first stop matters only where nothing is planned. */
export function dayBox(day: RepDay, track: GeoJSON.FeatureCollection | undefined): Box | null {
  const points: [number, number][] = [];
  for (const stop of day.plan.stops)
    if (stop.lat !== null && stop.lng !== null) points.push([stop.lng, stop.lat]);
  for (const visit of day.visits)
    if (visit.outlet?.lat != null && visit.outlet.lng != null)
      points.push([visit.outlet.lng, visit.outlet.lat]);
  const end = trackEnd(track);
  if (end) points.push(end);
  if (day.plan.stops.length === 0)
    for (const f of track?.features ?? [])
      if (f.geometry.type === 'LineString')
        for (const [lng, lat] of f.geometry.coordinates) points.push([lng!, lat!]);
  return boxOf(points);
}
