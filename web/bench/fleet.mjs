// A synthetic company for the map's benchmark: reps that all move every second and outlets that do not, as the server
// would tell of them. Same seed, same company. Knows nothing of sockets.

const CENTER = [105.8412, 21.0325];
const SPREAD = [0.085, 0.05];
const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi'];
const GIVEN = [
  'An',
  'Bình',
  'Chi',
  'Dũng',
  'Đức',
  'Hà',
  'Hạnh',
  'Hùng',
  'Lan',
  'Linh',
  'Mai',
  'Nam',
  'Sơn',
  'Thảo',
];
const ACTIVITIES = ['travelling', 'in_visit', 'idle', 'break', 'off_session'];
const STATES = ['planned', 'in_progress', 'visited', 'review', 'invalid', 'missed'];

function randoms(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function makeFleet(size, outletCount) {
  const random = randoms(7);
  const place = () => [
    CENTER[0] + (random() + random() - 1) * SPREAD[0],
    CENTER[1] + (random() + random() - 1) * SPREAD[1],
  ];
  const reps = Array.from({ length: size }, (_, i) => {
    const [lng, lat] = place();
    return {
      id: i + 1,
      code: `NV${String(i + 1).padStart(5, '0')}`,
      name: `${FAMILY[i % FAMILY.length]} Văn ${GIVEN[(i * 7) % GIVEN.length]}`,
      org_unit: 1 + (i % 40),
      lng,
      lat,
      bearing: random() * 360,
      activity: i % 10 < 5 ? 0 : i % 10 < 8 ? 1 : 2 + (i % 3),
      flags: i % 50 === 0 ? 1 : i % 40 === 0 ? 2 : 0,
      visited: i % 15,
      planned: 25,
      battery: 20 + (i % 80),
    };
  });
  const outlets = Array.from({ length: outletCount }, (_, i) => [i + 1, ...place(), `Tạp hóa ${i + 1}`]);
  const states = outlets
    .filter(([id]) => id % 3 === 0)
    .map(([id]) => ({ outlet_id: id, state: STATES[id % STATES.length] }));
  return { reps, outlets, states, random };
}

/** A second later: everybody is some metres further. */
export function move({ reps, random }) {
  for (const rep of reps) {
    rep.bearing = (rep.bearing + (random() - 0.5) * 30 + 360) % 360;
    const way = (6 + random() * 6) / 111_320;
    rep.lng += Math.sin((rep.bearing * Math.PI) / 180) * way;
    rep.lat += Math.cos((rep.bearing * Math.PI) / 180) * way;
    if (random() < 0.01) rep.activity = Math.floor(random() * 5);
  }
}

/** The binary frame of docs/protocol-live.md; `seq` of `null` is a snapshot. */
export function columns({ reps }, sub, seq, now) {
  const n = reps.length;
  const buffer = new ArrayBuffer(24 + 38 * n);
  const head = new DataView(buffer);
  head.setUint8(0, 0xfb);
  head.setUint8(1, 1);
  head.setUint8(2, seq === null ? 1 : 2);
  head.setUint32(4, n, true);
  head.setFloat64(8, sub, true);
  head.setUint32(16, seq ?? 0, true);
  let offset = 24;
  const column = (Type, of) => {
    const values = new Type(buffer, offset, n);
    for (let i = 0; i < n; i++) values[i] = of(reps[i]);
    offset += values.byteLength;
  };
  column(Float64Array, () => now);
  column(Int32Array, (rep) => rep.id);
  column(Int32Array, (rep) => Math.round(rep.lat * 1e7));
  column(Int32Array, (rep) => Math.round(rep.lng * 1e7));
  column(Int32Array, () => 80);
  column(Int32Array, () => 840);
  column(Uint16Array, (rep) => Math.min(35_999, Math.round(rep.bearing * 100)));
  column(Uint16Array, (rep) => rep.visited);
  column(Uint16Array, (rep) => rep.planned);
  column(Uint8Array, (rep) => rep.battery);
  column(Uint8Array, () => 0);
  column(Uint8Array, (rep) => rep.activity);
  column(Uint8Array, (rep) => rep.flags);
  return buffer;
}

export const roster = ({ reps }) => ({
  type: 'roster',
  reps: reps.map(({ id, code, name, org_unit }) => ({ id, code, name, org_unit, visit: null, outlet: null })),
});

/** The same as text. */
export function text({ reps }, sub, seq, now) {
  const at = new Date(now).toISOString();
  const list = reps.map((rep) => ({
    id: rep.id,
    code: rep.code,
    name: rep.name,
    org_unit: rep.org_unit,
    at,
    lat: Math.round(rep.lat * 1e7) / 1e7,
    lng: Math.round(rep.lng * 1e7) / 1e7,
    accuracy_m: 8,
    speed_mps: 8.4,
    bearing_deg: Math.round(rep.bearing * 100) / 100,
    battery_pct: rep.battery,
    presence: 'online',
    activity: ACTIVITIES[rep.activity],
    visit: null,
    outlet: null,
    visited: rep.visited,
    planned: rep.planned,
    flags: rep.flags === 1 ? ['invalid'] : rep.flags === 2 ? ['review'] : [],
  }));
  return JSON.stringify(
    seq === null
      ? { type: 'snapshot', sub, level: 'rep', reps: list }
      : { type: 'delta', sub, seq, reps: list, gone: [] },
  );
}

/** `GET reps/today` */
export const board = ({ reps }, now) =>
  reps.map((rep) => ({
    id: rep.id,
    code: rep.code,
    name: rep.name,
    org_unit_id: rep.org_unit,
    org_unit_name: `Đội ${rep.org_unit}`,
    planned: rep.planned,
    visited: rep.visited,
    first_check_in_at: null,
    last_check_in_at: null,
    distance_m: 12_000 + rep.id,
    last_fix_at: new Date(now - 60_000).toISOString(),
    battery_pct: rep.battery,
    position: { lat: rep.lat, lng: rep.lng },
    activity: ACTIVITIES[rep.activity],
    flags: [],
    backlog: 0,
    device_last_seen_at: null,
    started: true,
  }));
