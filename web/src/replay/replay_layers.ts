// The layers of a replay above the basemap, and the data they show: the planned order as a ghost, the way of the day
// pale where it is still to come, and the numbered stops. Styles and GeoJSON only; no layer knows the time.
import type { LayerSpecification } from 'maplibre-gl';
import { OUTLET_COLOR } from '../app/palette';
import { stopState } from '../map/features';
import { feature, features } from '../map/geojson';
import { type Box, boxOf } from '../map/geometry';
import { BOLD } from '../map/style';
import type { Lane } from './lane';
import { colorOf, markOf } from './marks';
import type { Trace } from './trace';

export const SOURCES = ['plan', 'way', 'steps', 'stops'] as const;
export type SourceName = (typeof SOURCES)[number];
export type ReplayData = Record<SourceName, GeoJSON.FeatureCollection>;

/** Ids of the steps, and of the stops, of one rep; more fixes than this are not read at once. */
export const STEPS_MAX = 1_000_000;

export function layersOf(dark: boolean): LayerSpecification[] {
  const paper = dark ? '#10131a' : '#ffffff';
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const lead = (then: number, or: number) => ['case', ['get', 'lead'], then, or] as never;
  const done = (then: number) => ['case', ['boolean', ['feature-state', 'done'], false], then, 0] as never;
  return [
    {
      id: 'replay-plan',
      type: 'line',
      source: 'plan',
      layout: round,
      paint: {
        'line-color': dark ? '#8b95a8' : '#64748b',
        'line-width': 2,
        'line-opacity': lead(0.6, 0.22),
        'line-dasharray': [0.1, 2.4],
      },
    },
    {
      id: 'replay-way',
      type: 'line',
      source: 'way',
      layout: round,
      paint: { 'line-color': ['get', 'color'], 'line-width': 3, 'line-opacity': lead(0.32, 0.24) },
    },
    {
      id: 'replay-step-casing',
      type: 'line',
      source: 'steps',
      layout: round,
      paint: { 'line-color': paper, 'line-width': 6.5, 'line-opacity': done(0.85) },
    },
    {
      id: 'replay-step',
      type: 'line',
      source: 'steps',
      layout: round,
      paint: { 'line-color': ['get', 'color'], 'line-width': 3.6, 'line-opacity': done(0.95) },
    },
    {
      id: 'replay-stop',
      type: 'circle',
      source: 'stops',
      layout: { 'circle-sort-key': ['get', 'sequence'] },
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, lead(7, 2.5), 15, lead(11, 5)] as never,
        // What became of a stop is not known before it was visited.
        'circle-color': [
          'case',
          ['boolean', ['feature-state', 'done'], false],
          ['get', 'color'],
          OUTLET_COLOR.planned,
        ] as never,
        'circle-stroke-color': ['case', ['get', 'lead'], paper, ['get', 'edge']] as never,
        'circle-stroke-width': 2,
        'circle-opacity': lead(1, 0.75),
      },
    },
    {
      id: 'replay-stop-number',
      type: 'symbol',
      source: 'stops',
      filter: ['get', 'lead'] as never,
      layout: {
        'text-field': ['get', 'number'],
        'text-font': [BOLD],
        'text-size': ['interpolate', ['linear'], ['zoom'], 11, 9, 15, 12],
        'text-allow-overlap': true,
        'text-ignore-placement': true,
        'symbol-sort-key': ['get', 'sequence'],
      },
      paint: { 'text-color': '#ffffff' },
    },
  ];
}

/** What the map shows of the lanes; the plan of the one who is followed is numbered, the others' are dots. */
export function dataOf(
  lanes: readonly { lane: Lane; index: number }[],
  lead: number,
  dark: boolean,
): ReplayData {
  const plan: GeoJSON.Feature[] = [];
  const way: GeoJSON.Feature[] = [];
  const steps: GeoJSON.Feature[] = [];
  const stops: GeoJSON.Feature[] = [];
  for (const { lane, index } of lanes) {
    const color = colorOf(markOf(index), dark);
    const isLead = lane.rep === lead;
    const pinned = lane.day.plan.stops
      .filter(({ lat, lng }) => lat !== null && lng !== null)
      .sort((a, b) => a.sequence - b.sequence);
    const line = pinned.map(({ lng, lat }) => [lng!, lat!]);
    if (line.length > 1)
      plan.push(feature({ type: 'LineString', coordinates: line }, { color, lead: isLead }));
    for (const stop of pinned)
      stops.push({
        ...feature(
          { type: 'Point', coordinates: [stop.lng!, stop.lat!] },
          {
            sequence: stop.sequence,
            number: String(stop.sequence),
            lead: isLead,
            edge: color,
            color: OUTLET_COLOR[stopState(stop, lane.day.visits)],
          },
        ),
        id: index * STEPS_MAX + stop.sequence,
      });
    for (const coordinates of piecesOf(lane.trace))
      way.push(feature({ type: 'LineString', coordinates }, { color, lead: isLead }));
    steps.push(...stepsOf(lane.trace, index, color));
  }
  return { plan: features(plan), way: features(way), steps: features(steps), stops: features(stops) };
}

const point = ({ lng, lat }: Trace, i: number): [number, number] => [lng[i]!, lat[i]!];

function piecesOf(trace: Trace): [number, number][][] {
  const pieces: [number, number][][] = [];
  for (let i = 0; i < trace.size; i++) {
    if (trace.begins[i]) pieces.push([]);
    pieces.at(-1)!.push(point(trace, i));
  }
  return pieces.filter((piece) => piece.length > 1);
}

/** Each step from fix to fix by itself, known by the fix it ends at. */
function stepsOf(trace: Trace, index: number, color: string): GeoJSON.Feature[] {
  const steps: GeoJSON.Feature[] = [];
  for (let i = 1; i < trace.size; i++) {
    if (trace.begins[i]) continue;
    const coordinates = [point(trace, i - 1), point(trace, i)];
    steps.push({ ...feature({ type: 'LineString', coordinates }, { color }), id: index * STEPS_MAX + i });
  }
  return steps;
}

/** What must be in sight: the stops and the way. */
export function boxOfLanes(lanes: readonly Lane[]): Box | null {
  const points: [number, number][] = [];
  for (const { day, trace } of lanes) {
    for (const { lng, lat } of day.plan.stops) if (lng !== null && lat !== null) points.push([lng, lat]);
    for (let i = 0; i < trace.size; i++) points.push(point(trace, i));
  }
  return boxOf(points);
}
