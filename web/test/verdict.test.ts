import { describe, expect, it } from 'vitest';
import type { RepDay, VisitDetail, VisitSummary } from '../src/api/types';
import { stopLines } from '../src/drawer/StopList';
import { headline, verdictWords } from '../src/drawer/verdict_words';
import { evidenceFeatures, planFeatures, trackFeatures } from '../src/map/features';

const summary: VisitSummary = {
  id: 'v1',
  rep_id: 1,
  rep_name: 'An',
  date: '2026-11-20',
  outlet: { id: 9, code: 'O9', name: 'Shop', lat: 21, lng: 105 },
  source: 'declared',
  state: 'closed',
  visit_type: 'sales',
  check_in_at: '2026-11-20T02:00:00Z',
  check_out_at: '2026-11-20T02:10:00Z',
  arrived_at: null,
  departed_at: null,
  dwell_s: 600,
  provisional: false,
  verdict: {
    overall: 'invalid',
    plan: 'on_plan',
    place_check_in: 'outside',
    place_check_out: null,
    place: 'outside',
    dwell: 'ok',
    time: 'in_window',
    sequence_ok: true,
    integrity: 'clean',
    integrity_flags: [],
    missing_steps: [],
    outcome: 'productive',
    outcome_reason: null,
    reasons: ['place_outside_block'],
  },
  effective_overall: 'invalid',
  review: null,
  appeal: null,
  order_total_minor: null,
  currency: null,
  revision: 1,
};
const detail: VisitDetail = {
  ...summary,
  evidence: {
    grade: 'native_app',
    pin: { lat: 21, lng: 105 },
    radius_m: 50,
    check_in: { at: '2026-11-20T02:00:00Z', lat: 21.004, lng: 105, accuracy_m: 9, distance_m: 445 },
    check_out: null,
    best: null,
    fixes_inside: 0,
    fixes_seen: 40,
    first_inside_at: null,
    last_inside_at: null,
  },
  fixes: [{ at: '2026-11-20T02:00:00Z', lat: 21.004, lng: 105, accuracy_m: 9 }],
  orders: [],
  stock_counts: [],
  photos: [],
  audits: [],
  surveys: [],
  competitor_observations: [],
  collections: [],
  quotations: [],
  deliveries: [],
  expenses: [],
  invoices: [],
  van_counts: [],
  claims: [],
  returns: [],
  activities: [],
  appointments: [],
  tasks: [],
  opportunities: [],
  cases: [],
  customer: null,
  revisions: [],
  said: [],
};
const t = ((key: string, values?: Record<string, unknown>) =>
  values && 'defaultValue' in values && key.startsWith('flag.unheard')
    ? values.defaultValue
    : `${key}${values?.distance ? ` ${values.distance}` : ''}`) as never;
const words = {
  distance: (m: number) => `${m}m`,
  duration: (s: number) => `${s}s`,
  clock: (at: string) => at,
  day: (date: string) => date,
  reason: (given: string) => given,
};

describe('a verdict in words', () => {
  it('tells what a flag was raised on: figures, times, check-ins, the other track', () => {
    const suspect: VisitDetail = {
      ...detail,
      verdict: {
        ...detail.verdict,
        integrity: 'suspect',
        integrity_flags: ['same_spot', 'replayed_track', 'unheard'],
      },
      evidence: {
        ...detail.evidence,
        findings: [
          {
            flag: 'same_spot',
            severity: 'review',
            from: 'T1',
            to: 'T2',
            compared: [{ figure: 'pins_metres', value: 143, threshold: 60 }],
            check_ins: ['a', 'b', 'c'],
            fixes: [],
            other: null,
          },
          {
            flag: 'replayed_track',
            severity: 'review',
            from: 'T1',
            to: 'T1',
            compared: [],
            check_ins: [],
            fixes: [],
            other: { own: false, date: '2026-11-19' },
          },
        ],
      },
    };
    const integrity = verdictWords(suspect, t, words).find((d) => d.dimension === 'integrity')!;
    expect(integrity.why[0]).toBe(
      'flag.same_spot figure.pins_metres finding.from_to finding.check_ins severity.review',
    );
    expect(integrity.why[1]).toBe('flag.replayed_track finding.at finding.other_rep severity.review');
    expect(integrity.why[2]).toBe('unheard');
  });

  it('tells all seven dimensions, the deciding one marked, with the measured distance', () => {
    const list = verdictWords(detail, t, words);
    expect(list.map((d) => d.dimension).sort()).toEqual(
      ['dwell', 'integrity', 'outcome', 'place', 'plan', 'steps', 'time'].sort(),
    );
    expect(list.filter((d) => d.decided).map((d) => d.dimension)).toEqual(['place']);
    expect(list[0]!.tone).toBe('bad');
    expect(list[0]!.why[0]).toContain('445m');
  });
  it('has a sentence for a known reason, for an integrity flag, and for none', () => {
    expect(headline(detail, t)).toBe('reason.place_outside_block');
    const flagged = { ...detail, verdict: { ...detail.verdict, reasons: ['same_spot'] } };
    expect(headline(flagged, t)).toBe('flag.same_spot');
    const strange = { ...detail, verdict: { ...detail.verdict, reasons: ['unheard_of'] } };
    expect(headline(strange, t)).toBe('reason.invalid');
  });
  it('does not fail on an outlet without a pin', () => {
    const pending = { ...detail, evidence: { ...detail.evidence, pin: null, radius_m: null } };
    expect(verdictWords(pending, t, words)[0]!.why).toEqual(['why.no_pin']);
    expect(
      evidenceFeatures(pending, undefined, { pin: '', checkIn: '', checkOut: '' }).features.length,
    ).toBeGreaterThan(0);
  });
});

describe('the map’s features', () => {
  const stop = (sequence: number, visit_id: string | null) => ({
    sequence,
    outlet_id: sequence,
    outlet_code: `O${sequence}`,
    outlet_name: `Shop ${sequence}`,
    lat: 21,
    lng: 105 + sequence / 1000,
    window: null,
    service_minutes: null,
    state: visit_id ? ('completed' as const) : ('planned' as const),
    reason: null,
    visit_id,
  });
  const day = {
    plan: { frozen_at: null, stops: [stop(2, null), stop(1, 'v1')] },
    visits: [summary],
  } as unknown as RepDay;

  it('draws the evidence: fence, circles, gap to the pin, fixes, mark, pin', () => {
    const kinds = evidenceFeatures(detail, undefined, {
      pin: 'p',
      checkIn: 'in',
      checkOut: 'out',
    }).features.map((f) => f.properties!.kind);
    expect(new Set(kinds)).toEqual(
      new Set(['fence', 'accuracy', 'fix', 'mark-accuracy', 'gap', 'mark', 'pin']),
    );
  });
  it('numbers the stops in order', () => {
    expect(planFeatures(day).stops.features.map((f) => f.properties!.number)).toEqual(['1', '2']);
  });
  it('never joins stretches of a track over a hole', () => {
    const line = (kind: string) => ({
      type: 'Feature' as const,
      properties: { kind },
      geometry: {
        type: 'LineString' as const,
        coordinates: [
          [105, 21],
          [105.1, 21],
        ],
      },
    });
    const drawn = trackFeatures(
      { type: 'FeatureCollection', features: [line('track'), line('hole'), line('track')] },
      [],
    );
    expect(drawn.features.map((f) => f.properties!.kind)).toEqual(['track', 'hole', 'track']);
  });
  it('lists what happened first, then what is planned', () => {
    expect(stopLines(day, '?').map((l) => [l.sequence, l.visit?.id ?? null])).toEqual([
      [1, 'v1'],
      [2, null],
    ]);
  });
});
