// The REST answers of the mock, computed from the fleet at the moment of asking. Shapes as in the server's OpenAPI; only
// what the page reads.
import { at, heardAt, makeFleet, mark, metres, noise, outlets, PLANTED, TEAMS } from './fleet.mjs';

const HOUR = 3_600_000;
export const bootAt = Date.now();
export const fleet = makeFleet(bootAt - 1.9 * HOUR);
export const ZONE = 'Asia/Ho_Chi_Minh';
const iso = (ms) => new Date(ms).toISOString();
const localDate = (ms) => new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(ms);
const byId = new Map(fleet.map((rep) => [rep.id, rep]));
const reviews = new Map();

const visitId = (rep, k) =>
  `0192f000-0000-7000-8000-${String(rep.id).padStart(6, '0')}${String(k).padStart(6, '0')}`;
function findVisit(id) {
  const rep = byId.get(Number(id.slice(-12, -6)));
  const k = Number(id.slice(-6));
  return rep && rep.stops[k] !== undefined && id.startsWith('0192f000') ? { rep, k } : null;
}

const PRODUCTS = [
  ['SUA-180', 'Sữa tươi tiệt trùng 180 ml (thùng 48)', 'thùng', 336_000],
  ['TRA-455', 'Trà xanh 455 ml (thùng 24)', 'thùng', 198_000],
  ['MI-75', 'Mì ăn liền 75 g (thùng 30)', 'thùng', 112_500],
  ['BANH-300', 'Bánh quy bơ 300 g', 'hộp', 48_000],
  ['CF-3IN1', 'Cà phê 3 trong 1 (20 gói)', 'hộp', 56_500],
  ['NM-500', 'Nước mắm 40° 500 ml', 'chai', 42_000],
];

function activityOf(rep, now) {
  if (!rep.started) return 'off_session';
  if (rep.index === PLANTED.resting) return 'break';
  if (rep.index === PLANTED.idle || rep.index === PLANTED.idle2) return 'idle';
  if (now >= rep.end) return 'off_session';
  return at(rep, now).phase.kind === 'visit' ? 'in_visit' : 'travelling';
}

/** The instant whose state the server knows of this rep. */
function frozen(rep, now) {
  if (rep.index === PLANTED.idle || rep.index === PLANTED.idle2) return Math.min(now, bootAt - 8 * 60_000);
  if (rep.index === PLANTED.resting) return Math.min(now, bootAt - 3 * 60_000);
  return heardAt(rep, now) ?? now;
}

export function visitsOf(rep, now) {
  if (!rep.started) return [];
  const t = frozen(rep, now);
  return rep.phases.filter((p) => p.kind === 'visit' && p.from <= t).map((p) => visitSummary(rep, p.k, t));
}

function orderOf(rep, k) {
  if (mark(rep, k).overall === 'invalid' || noise(rep.index, k, 21) < 0.35) return null;
  const n = 1 + Math.floor(noise(rep.index, k, 22) * 4);
  const lines = Array.from({ length: n }, (_, j) => {
    const [code, name, unit, price] = PRODUCTS[(rep.index + k + j * 2) % PRODUCTS.length];
    const quantity = 1 + Math.floor(noise(rep.index, k, j, 23) * 6);
    return {
      line: j + 1,
      product_code: code,
      product_name: name,
      quantity: `${quantity}.000`,
      unit,
      unit_price_minor: price,
      total_minor: price * quantity,
      free: false,
    };
  });
  return {
    id: visitId(rep, k).replace('0192f000', '0192f0ff'),
    rep_id: rep.id,
    visit_id: visitId(rep, k),
    state: 'submitted',
    holds: [],
    currency: 'VND',
    total_minor: lines.reduce((sum, l) => sum + l.total_minor, 0),
    ordered_at: iso(rep.phases.find((p) => p.kind === 'visit' && p.k === k).from + 240_000),
    lines,
  };
}

function visitSummary(rep, k, now) {
  const phase = rep.phases.find((p) => p.kind === 'visit' && p.k === k);
  const open = phase.to > now;
  const o = outlets[rep.stops[k]];
  const m = mark(rep, k);
  const from = phase.from + 30_000;
  const to = m.short ? from + 110_000 : phase.to - 20_000;
  const order = open ? null : orderOf(rep, k);
  const review = reviews.get(visitId(rep, k)) ?? null;
  const offPlan = k === 6 && rep.index % 9 === 0;
  return {
    id: visitId(rep, k),
    rep_id: rep.id,
    rep_name: rep.name,
    date: localDate(now),
    outlet: { id: o.id, code: o.code, name: o.name, lat: o.lat, lng: o.lng },
    source: rep.index % 7 === 5 && k === 4 ? 'detected' : 'declared',
    state: open ? 'open' : 'closed',
    visit_type: 'sales',
    check_in_at: iso(from),
    check_out_at: open ? null : iso(to),
    arrived_at: iso(phase.from),
    departed_at: open ? null : iso(phase.to),
    dwell_s: Math.round(((open ? now : to) - from) / 1000),
    provisional: open && rep.index === PLANTED.silent,
    verdict: {
      overall: m.overall,
      plan: offPlan ? 'off_route' : 'on_plan',
      place_check_in: m.place,
      place_check_out: open ? null : m.place,
      place: m.place,
      dwell: m.short ? 'short' : 'ok',
      time: 'in_window',
      sequence_ok: !(k === 5 && rep.index % 4 === 0),
      integrity: m.flags.length ? 'suspect' : 'clean',
      integrity_flags: m.flags,
      missing_steps: noise(rep.index, k, 31) < 0.15 ? ['stock_count'] : [],
      outcome: order ? 'productive' : 'non_productive',
      outcome_reason: order || open ? null : 'Còn hàng',
      reasons: m.reasons,
    },
    effective_overall: review ? review.decision : m.overall,
    review,
    appeal: null,
    order_total_minor: order?.total_minor ?? null,
    currency: order ? 'VND' : null,
    revision: review ? 2 : 1,
  };
}

export function visitDetail(id, now) {
  const found = findVisit(id);
  if (!found) return null;
  const { rep, k } = found;
  const t = frozen(rep, now);
  const phase = rep.phases.find((p) => p.kind === 'visit' && p.k === k);
  if (phase.from > t) return null;
  const summary = visitSummary(rep, k, t);
  const o = outlets[rep.stops[k]];
  const m = mark(rep, k);
  const fixes = [];
  for (let s = phase.from - 5 * 60_000; s < Math.min(t, phase.to + 5 * 60_000); s += 15_000) {
    const p = at(rep, s);
    fixes.push({
      at: iso(s),
      lat: p.lat,
      lng: p.lng,
      accuracy_m: 5 + Math.round(noise(rep.index, s / 1000, 41) * 14),
      mock: false,
    });
  }
  const place = (ms) => {
    if (m.place === 'unknown') return null;
    const p = at(rep, ms);
    return {
      at: iso(ms),
      lat: p.lat,
      lng: p.lng,
      accuracy_m: 9,
      distance_m: Math.round(metres([p.lng, p.lat], [o.lng, o.lat]) * 10) / 10,
    };
  };
  const inside =
    m.place === 'outside'
      ? 0
      : fixes.filter((f) => metres([f.lng, f.lat], [o.lng, o.lat]) <= o.radius_m).length;
  const order = summary.state === 'open' ? null : orderOf(rep, k);
  const revisions = [
    {
      revision: 1,
      change: 'opened',
      recorded_at: summary.check_in_at,
      before_overall: null,
      after_overall: 'valid',
    },
  ];
  if (summary.state !== 'open')
    revisions.push({
      revision: 2,
      change: 'closed',
      recorded_at: summary.check_out_at,
      before_overall: 'valid',
      after_overall: m.overall,
    });
  if (summary.review)
    revisions.push({
      revision: 3,
      change: 'reviewed',
      recorded_at: summary.review.at,
      before_overall: m.overall,
      after_overall: summary.review.decision,
    });
  return {
    ...summary,
    evidence: {
      grade: 'native_app',
      pin: { lat: o.lat, lng: o.lng },
      radius_m: o.radius_m,
      check_in: place(phase.from + 30_000),
      check_out: summary.check_out_at ? place(Date.parse(summary.check_out_at)) : null,
      best: place(phase.from + 60_000),
      fixes_inside: inside,
      fixes_seen: fixes.length,
      first_inside_at: inside ? iso(phase.from + 15_000) : null,
      last_inside_at: inside ? iso(Math.min(t, phase.to - 15_000)) : null,
      findings: m.flags.map((flag) => ({
        flag,
        severity: 'review',
        from: iso(phase.from - 40 * 60_000),
        to: iso(phase.from + 30_000),
        compared: [
          { figure: 'pins_metres', value: 143, threshold: 60 },
          { figure: 'seen_metres', value: 9, threshold: 42 },
        ],
        check_ins: [2, 3, 4, 5].map((n) => visitId(rep, n)),
        fixes: [],
        other: null,
      })),
    },
    fixes,
    orders: order ? [order] : [],
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
    customer: {
      id: o.id,
      code: `KH${String(o.id).padStart(4, '0')}`,
      name: o.name,
      phone: `024 3${String(8_000_000 + o.id * 37).slice(0, 3)} ${String(1000 + ((o.id * 73) % 9000))}`,
    },
    records: [],
    said: summary.review ? [{ what: summary.review.decision, ...summary.review }] : [],
    revisions,
  };
}

export function addReview(id, decision, reason, by) {
  if (!findVisit(id)) return false;
  reviews.set(id, { decision, reason, by, at: iso(Date.now()) });
  return true;
}

function flagsOf(visits) {
  const flags = [];
  if (visits.some((v) => v.effective_overall === 'invalid')) flags.push('invalid');
  if (visits.some((v) => v.effective_overall === 'review')) flags.push('review');
  if (visits.at(-1)?.state === 'open' && visits.at(-1).verdict.plan === 'off_route') flags.push('off_route');
  return flags;
}

function travelled(rep, t) {
  return rep.phases
    .filter((p) => p.kind === 'travel' && p.from < t)
    .reduce((sum, p) => sum + p.length * Math.min(1, (t - p.from) / (p.to - p.from)), 0);
}

export function repState(rep, now) {
  const heard = heardAt(rep, now);
  if (heard === null) return null;
  const t = frozen(rep, now);
  const p = at(rep, t);
  const visits = visitsOf(rep, now);
  const open = visits.at(-1)?.state === 'open' ? visits.at(-1) : null;
  const age = now - heard;
  return {
    id: rep.id,
    code: rep.code,
    name: rep.name,
    org_unit: rep.team.id,
    at: iso(heard),
    lat: p.lat,
    lng: p.lng,
    accuracy_m: 8,
    speed_mps: p.speed,
    bearing_deg: p.bearing,
    battery_pct: 95 - Math.floor(((now - rep.begin) / HOUR) * 12) - (rep.index % 4) * 15,
    presence: age <= 300_000 ? 'online' : age <= 900_000 ? 'stale' : 'offline',
    activity: activityOf(rep, t),
    visit: open?.id ?? null,
    outlet: open?.outlet.id ?? null,
    visited: visits.length,
    planned: rep.stops.length,
    flags: flagsOf(visits),
  };
}

export function board(now) {
  return {
    items: fleet.map((rep) => {
      const state = repState(rep, now);
      const visits = visitsOf(rep, now);
      return {
        id: rep.id,
        code: rep.code,
        name: rep.name,
        org_unit_id: rep.team.id,
        org_unit_name: rep.team.name,
        planned: rep.stops.length,
        visited: visits.length,
        first_check_in_at: visits[0]?.check_in_at ?? null,
        last_check_in_at: visits.at(-1)?.check_in_at ?? null,
        distance_m: rep.started ? Math.round(travelled(rep, frozen(rep, now))) : 0,
        last_fix_at: state?.at ?? null,
        battery_pct: state?.battery_pct ?? null,
        position: state ? { lat: state.lat, lng: state.lng } : null,
        activity: state?.activity ?? 'off_session',
        flags: state?.flags ?? [],
        backlog: rep.index === PLANTED.silent ? 184 : 0,
        device_last_seen_at: state?.at ?? null,
        started: rep.started,
      };
    }),
  };
}

/** The visits and the ways between them. */
function spansOf(visits, from, to) {
  const spans = [];
  let at = from;
  const push = (until, part, visit_id) => {
    if (until > at) spans.push({ from_at: iso(at), to_at: iso(until), part, visit_id });
    at = Math.max(at, until);
  };
  for (const visit of visits) {
    push(Date.parse(visit.check_in_at), 'travel', null);
    push(visit.check_out_at ? Date.parse(visit.check_out_at) : to, 'in_store', visit.id);
  }
  push(to, 'travel', null);
  return spans;
}

const HOLE = { from: 55 * 60_000, to: 88 * 60_000 };

export function day(id, date, now) {
  const rep = byId.get(id);
  if (!rep) return null;
  const today = date === localDate(now);
  const t = today ? frozen(rep, now) : rep.end;
  const visits = today
    ? visitsOf(rep, now)
    : rep.started
      ? rep.stops.map((_, k) => visitSummary(rep, k, rep.end))
      : [];
  const done = new Map(visits.map((v, k) => [k, v]));
  const started = rep.started ? rep.begin : t;
  const total = rep.started ? Math.round((Math.min(t, rep.end) - started) / 1000) : 0;
  const inStore = visits.reduce((sum, v) => sum + v.dwell_s, 0);
  const hole = rep.index === PLANTED.tunnel ? (HOLE.to - HOLE.from) / 1000 : 0;
  const idle = rep.index === PLANTED.idle ? 480 : Math.round(total * 0.04);
  const pause = rep.index === PLANTED.resting ? 180 : 0;
  const onPlan = visits.filter((v) => v.verdict.plan === 'on_plan').length;
  const pc = visits.filter((v) => v.order_total_minor !== null).length;
  return {
    rep: {
      id: rep.id,
      code: rep.code,
      name: rep.name,
      phone: `09${String(12_345_678 + rep.index * 314159).slice(0, 8)}`,
    },
    date,
    org_unit_id: rep.team.id,
    rule_version: 1,
    revision: 3,
    hash: '00',
    judged_as_of: iso(t),
    plan: {
      frozen_at: iso(bootAt - 6 * HOUR),
      stops: rep.stops.map((index, k) => {
        const o = outlets[index];
        const v = done.get(k);
        return {
          sequence: k + 1,
          outlet_id: o.id,
          outlet_code: o.code,
          outlet_name: o.name,
          lat: o.lat,
          lng: o.lng,
          route_id: rep.id,
          route_code: `T${rep.id}`,
          window: k % 5 === 0 ? ['08:00', '10:00'] : null,
          service_minutes: 10,
          state: v ? (v.state === 'open' ? 'in_progress' : 'completed') : 'planned',
          reason: null,
          visit_id: v?.id ?? null,
        };
      }),
    },
    visits,
    sessions: rep.started
      ? [
          {
            id: visitId(rep, 0),
            started_at: iso(rep.begin),
            ended_at: null,
            auto_started: false,
            auto_ended: false,
          },
        ]
      : [],
    breaks: [],
    holes: hole
      ? [{ from_at: iso(rep.begin + HOLE.from), to_at: iso(rep.begin + HOLE.to), distance_m: 900 }]
      : [],
    stays: [],
    distance_m: rep.started ? Math.round(travelled(rep, t)) : 0,
    hole_distance_m: hole ? 900 : 0,
    first_call_at: visits[0]?.check_in_at ?? null,
    last_call_at: visits.at(-1)?.check_in_at ?? null,
    time: {
      time_in_market_s: total,
      in_store_s: inStore,
      idle_s: idle,
      break_s: pause,
      unobserved_s: hole,
      travel_s: Math.max(0, total - inStore - idle - pause - hole),
    },
    spans: spansOf(visits, started, Math.min(t, rep.end)),
    first_to_last_call: null,
    late_start_s: null,
    kpis: {
      planned: rep.stops.length,
      planned_visited: visits.length,
      plan_compliance: visits.length / rep.stops.length,
      calls: visits.length,
      on_plan_calls: onPlan,
      call_compliance: visits.length ? onPlan / visits.length : null,
      sequence_compliance: 1,
      tc: visits.length,
      utc: visits.length,
      pc,
      strike_rate: visits.length ? pc / visits.length : null,
    },
  };
}

export function track(id, now) {
  const rep = byId.get(id);
  if (!rep?.started) return rep ? { type: 'FeatureCollection', features: [] } : null;
  const end = frozen(rep, now);
  const features = [];
  let line = [];
  const push = (kind, coordinates) =>
    coordinates.length > 1 &&
    features.push({ type: 'Feature', properties: { kind }, geometry: { type: 'LineString', coordinates } });
  for (let t = rep.begin; t <= Math.min(end, rep.end); t += 12_000) {
    const p = at(rep, t);
    const since = t - rep.begin;
    if (rep.index === PLANTED.tunnel && since > HOLE.from && since < HOLE.to) {
      if (line.length) {
        push('track', line);
        const q = at(rep, rep.begin + HOLE.to);
        push('hole', [line.at(-1), [q.lng, q.lat]]);
        line = [];
      }
      continue;
    }
    line.push([p.lng, p.lat]);
  }
  push('track', line);
  return { type: 'FeatureCollection', features };
}

const inBox = (o, box) => o.lng >= box[0] && o.lat >= box[1] && o.lng <= box[2] && o.lat <= box[3];

export const outletsMap = (box) => ({
  outlets: outlets.filter((o) => inBox(o, box)).map((o) => [o.id, o.lng, o.lat, o.name, o.class]),
  truncated: false,
});

export function outletsToday(box, now) {
  const states = new Map();
  for (const rep of fleet) {
    for (const index of rep.stops) states.set(outlets[index].id, 'planned');
    for (const v of visitsOf(rep, now))
      states.set(
        v.outlet.id,
        v.state === 'open'
          ? 'in_progress'
          : v.effective_overall === 'valid'
            ? 'visited'
            : v.effective_overall,
      );
  }
  return {
    items: [...states]
      .filter(([id]) => inBox(outlets[id - 1], box))
      .map(([outlet_id, state]) => ({ outlet_id, state })),
  };
}

export const outlet = (id) => {
  const o = outlets[id - 1];
  return o && { ...o, channel: null, polygon: null, customer_id: o.id, version: 1 };
};

export const teams = TEAMS;
