// What the map draws of the selected rep's day: the plan, the way, the numbered stops, and the evidence of a visit in their
// place. It remembers what it was told, so that a new style brings it back; when it is drawn is the map's to say.
import type { Map as MapLibreMap } from 'maplibre-gl';
import type { Outlet, RepDay, VisitDetail } from '../api/types';
import {
  dayBox,
  type EvidenceLabels,
  evidenceBox,
  evidenceFeatures,
  planFeatures,
  trackEnd,
  trackFeatures,
} from './features';
import { EMPTY } from './geojson';
import type { Box } from './geometry';
import { setSource } from './overlays';

const TAIL_LIMIT = 400;

export interface Evidence {
  visit: VisitDetail;
  outlet: Outlet | undefined;
  labels: EvidenceLabels;
}

export class SelectedDay {
  day: RepDay | null = null;
  evidence: Evidence | null = null;
  /** There is somebody whose way is drawn. */
  private open = false;
  private track: GeoJSON.FeatureCollection | undefined;
  private isLive = false;
  /** Where the rep went since the server told the track. */
  private tail: [number, number][] = [];

  constructor(private readonly map: MapLibreMap) {}

  /** Another rep, or nobody: nothing is known of the day yet. */
  begin(open: boolean) {
    this.open = open;
    this.day = null;
    this.track = undefined;
    this.tail = [];
  }

  /** False: as it was. */
  set(day: RepDay | null, track: GeoJSON.FeatureCollection | undefined, isLive: boolean): boolean {
    if (day === this.day && track === this.track && isLive === this.isLive) return false;
    if (track !== this.track) this.tail = [];
    this.day = day;
    this.track = track;
    this.isLive = isLive;
    return true;
  }

  box(): Box | null {
    return this.day && dayBox(this.day, this.track);
  }

  evidenceBox(): Box | null {
    return this.evidence && evidenceBox(this.evidence.visit);
  }

  draw() {
    const { map, evidence, day } = this;
    // The evidence brings its own fixes; the rest of the day would only hide them.
    const plan = day && !evidence ? planFeatures(day) : { plan: EMPTY, stops: EMPTY };
    setSource(map, 'plan', plan.plan);
    setSource(map, 'stops', plan.stops);
    setSource(map, 'track', this.open ? trackFeatures(this.track, this.tail) : EMPTY);
    setSource(
      map,
      'evidence',
      evidence ? evidenceFeatures(evidence.visit, evidence.outlet, evidence.labels) : EMPTY,
    );
    for (const [layer, opacity] of [
      ['track-casing', 0.85],
      ['track-line', 0.92],
      ['track-hole', 0.75],
    ] as const)
      if (map.getLayer(layer))
        map.setPaintProperty(layer, 'line-opacity', evidence ? opacity * 0.16 : opacity);
  }

  /** The rep is here now. */
  extend(here: [number, number]) {
    if (!this.isLive || !this.track) return;
    if (this.tail.length === 0) {
      const end = trackEnd(this.track);
      if (!end) return;
      this.tail.push(end);
    }
    const last = this.tail.at(-1)!;
    if (last[0] === here[0] && last[1] === here[1]) return;
    // Over a kilometre at once is a gap, and gaps are never bridged: wait for the server's track.
    if (Math.hypot((here[0] - last[0]) * 104_000, (here[1] - last[1]) * 111_000) > 1_000) return;
    this.tail.push(here);
    if (this.tail.length > TAIL_LIMIT) this.tail.splice(0, this.tail.length - TAIL_LIMIT);
    setSource(this.map, 'track', trackFeatures(this.track, this.tail));
  }
}
