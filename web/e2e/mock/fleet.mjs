// A fleet as a pure function of time: where every rep is, what he has visited and how it was judged, at any moment
// of today. Roads and outlets are real (fleet.json, © OpenStreetMap contributors, ODbL 1.0); names are invented.
import { readFileSync } from 'node:fs';

const data = JSON.parse(readFileSync(new URL('./fleet.json', import.meta.url), 'utf8'));
const SPEED = 3.4;
export const TEAMS = [
  { id: 11, name: 'Hoàn Kiếm' },
  { id: 12, name: 'Ba Đình' },
  { id: 13, name: 'Đống Đa' },
  { id: 14, name: 'Tây Hồ' },
];

/** Repeatable noise in 0–1. */
export function noise(...seed) {
  let h = 2166136261;
  for (const part of seed) h = Math.imul(h ^ Math.floor(part * 1000 + 0.5), 16777619) >>> 0;
  h ^= h >>> 15;
  h = Math.imul(h, 2246822507) >>> 0;
  h ^= h >>> 13;
  return (h >>> 0) / 2 ** 32;
}

const K = 104_000;
const L = 110_700;
export const metres = (a, b) => Math.hypot((a[0] - b[0]) * K, (a[1] - b[1]) * L);

export const outlets = data.outlets.map(([lng, lat, name, cls, address], i) => ({
  id: i + 1,
  code: `HN${String(i + 1).padStart(4, '0')}`,
  name,
  class: cls,
  address: address || null,
  lng,
  lat,
  radius_m: 50,
}));

function decode(leg) {
  const points = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < leg.length; i += 2) {
    x += leg[i];
    y += leg[i + 1];
    points.push([x / 1e5, y / 1e5]);
  }
  return points;
}

/** What is planted in the demo, by index of the rep. */
export const PLANTED = {
  notStarted: 3,
  silent: 7,
  wrongPin: 12,
  cafe: 19,
  resting: 24,
  idle: 31,
  tunnel: 38,
  idle2: 44,
};

export function makeFleet(startAt) {
  return data.reps.map((rep, i) => {
    const legs = rep.legs.map(decode);
    const begin = startAt + noise(i, 1) * 25 * 60_000;
    const phases = [];
    let at = begin;
    legs.forEach((leg, k) => {
      let length = 0;
      for (let j = 1; j < leg.length; j++) length += metres(leg[j - 1], leg[j]);
      const travel = Math.max(60_000, (length / SPEED) * 1000 * (1 + noise(i, k, 2) * 0.5));
      phases.push({ kind: 'travel', from: at, to: at + travel, leg, length, k });
      at += travel;
      const dwell = (4 + noise(i, k, 3) * 8) * 60_000;
      phases.push({ kind: 'visit', from: at, to: at + dwell, k });
      at += dwell;
    });
    return {
      index: i,
      id: 101 + i,
      code: `R${String(i + 1).padStart(3, '0')}`,
      name: rep.name,
      team: TEAMS[i % TEAMS.length],
      stops: rep.stops,
      legs,
      begin,
      end: at,
      phases,
      started: i !== PLANTED.notStarted,
    };
  });
}

/** Position and phase at an instant. */
export function at(rep, now) {
  const t = Math.min(now, rep.end);
  const phase = rep.phases.find((p) => t < p.to) ?? rep.phases.at(-1);
  const jitter = (n, m) => (noise(rep.index, Math.floor(t / 5000), n) - 0.5) * m;
  if (phase.kind === 'visit') {
    const o = outlets[rep.stops[phase.k]];
    const off = mark(rep, phase.k).offset;
    return {
      phase,
      lng: o.lng + off[0] + jitter(4, 3) / K,
      lat: o.lat + off[1] + jitter(5, 3) / L,
      bearing: null,
      speed: 0,
    };
  }
  const leg = phase.leg;
  let rest = ((t - phase.from) / (phase.to - phase.from)) * phase.length;
  for (let j = 1; j < leg.length; j++) {
    const d = metres(leg[j - 1], leg[j]);
    if (rest <= d || j === leg.length - 1) {
      const f = d > 0 ? Math.min(1, rest / d) : 0;
      const [a, b] = [leg[j - 1], leg[j]];
      const bearing = ((Math.atan2((b[0] - a[0]) * K, (b[1] - a[1]) * L) * 180) / Math.PI + 360) % 360;
      return {
        phase,
        lng: a[0] + (b[0] - a[0]) * f + jitter(6, 3) / K,
        lat: a[1] + (b[1] - a[1]) * f + jitter(7, 3) / L,
        bearing,
        speed: phase.length / ((phase.to - phase.from) / 1000),
      };
    }
    rest -= d;
  }
  return { phase, lng: leg[0][0], lat: leg[0][1], bearing: null, speed: 0 };
}

/** How the k-th visit of a rep goes: where the phone really was, and what the judge says. */
export function mark(rep, k) {
  const i = rep.index;
  if (i === PLANTED.wrongPin && k === 2)
    return {
      overall: 'invalid',
      place: 'outside',
      offset: [390 / K, 150 / L],
      reasons: ['place_outside_block'],
      flags: [],
    };
  if (i === PLANTED.cafe && k >= 2 && k <= 5) {
    const home = outlets[rep.stops[3]];
    const o = outlets[rep.stops[k]];
    return {
      overall: 'review',
      place: k === 3 ? 'inside' : 'outside',
      offset: [home.lng - o.lng, home.lat - o.lat],
      reasons: ['same_spot', ...(k === 3 ? [] : ['place_outside'])],
      flags: ['same_spot'],
    };
  }
  const dice = noise(i, k, 9);
  if (dice < 0.012)
    return { overall: 'review', place: 'unknown', offset: [0, 0], reasons: ['place_unknown'], flags: [] };
  if (dice < 0.025)
    return {
      overall: 'review',
      place: 'inside',
      offset: [0, 0],
      reasons: ['dwell_short'],
      flags: [],
      short: true,
    };
  if (dice < 0.028)
    return {
      overall: 'invalid',
      place: 'outside',
      offset: [330 / K, -60 / L],
      reasons: ['place_outside_block'],
      flags: [],
    };
  if (dice < 0.3)
    return { overall: 'valid', place: 'likely', offset: [20 / K, 10 / L], reasons: [], flags: [] };
  return { overall: 'valid', place: 'inside', offset: [0, 0], reasons: [], flags: [] };
}

/** When a rep was last heard, seen from `now`. */
export function heardAt(rep, now) {
  if (!rep.started) return null;
  if (rep.index === PLANTED.silent) return now - 42 * 60_000;
  const step = 3_000 + (rep.index % 5) * 1_000;
  return Math.floor(now / step) * step;
}
