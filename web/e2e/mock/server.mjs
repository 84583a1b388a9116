// A stand-in for the server, for developing the page and for its browser test: REST answers, the live socket, the
// offline tiles and the built page, with the same Content-Security-Policy. `node e2e/mock/server.mjs [--first-run]`,
// PORT (8090). POST /mock/drop cuts all sockets; GET /mock/down?s=5 refuses new ones for a while.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { PMTiles } from 'pmtiles';
import { WebSocketServer } from 'ws';
import * as answers from './answers.mjs';

const port = Number(process.env.PORT ?? 8090);
const here = fileURLToPath(new URL('.', import.meta.url));
const dist = join(here, '../../dist');
let firstRun = process.argv.includes('--first-run');
const withPassword = process.argv.includes('--no-demo');
const file = readFileSync(join(here, '../../../assets/demo/hanoi.pmtiles'));
const tiles = new PMTiles({
  getKey: () => 'hanoi',
  getBytes: async (offset, length) => ({
    data: file.buffer.slice(file.byteOffset + offset, file.byteOffset + offset + length),
  }),
});

export const CSP =
  "default-src 'self'; script-src 'self'; worker-src 'self'; style-src 'self' 'nonce-mock'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

/** What the pages of the mock need; who may what in truth the server says. */
const READS = [
  'own',
  'read_field',
  'read_trade',
  'read_receivables',
  'read_org_units',
  'read_track',
  'watch',
];
const ACTS = ['review_visits', 'handle_exceptions', 'approve_pins', 'send_messages', 'change_plans'];

const PERSONAS = [
  { login: 'giamsat', name: 'Nguyễn Thu Hà', role: 'supervisor', org_unit: 'Hoàn Kiếm' },
  { login: 'vung', name: 'Trần Minh Đức', role: 'regional_manager', org_unit: 'Hà Nội' },
  { login: 'giamdoc', name: 'Lê Hoàng Lan', role: 'director', org_unit: 'Công ty' },
  { login: 'kehoach', name: 'Phạm Quang Huy', role: 'planner', org_unit: 'Hà Nội' },
  { login: 'kiemsoat', name: 'Vũ Ngọc Mai', role: 'auditor', org_unit: 'Công ty' },
  { login: 'admin', name: 'Đặng Văn Sơn', role: 'administrator', org_unit: 'Công ty' },
];
const company = {
  name: 'Thăng Long Foods',
  time_zone: answers.ZONE,
  day_start_min: 0,
  currency: 'VND',
  language: 'vi',
};
const sessionOf = (login) => {
  const p = PERSONAS.find((q) => q.login === login) ?? PERSONAS[0];
  return {
    user: { id: 1, login: p.login, name: p.name, role: p.role, org_unit_id: 1, language: 'en' },
    company,
    demo: !withPassword,
    second_factor_due: false,
    rights: p.role === 'auditor' ? READS : [...READS, ...ACTS],
  };
};
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

const box = (url) => url.searchParams.get('bbox').split(',').map(Number);
const login = (req) => /fieldbeat=([a-z]+)/.exec(req.headers.cookie ?? '')?.[1];

function json(res, status, body, headers = {}) {
  res.writeHead(status, {
    'content-type': status >= 400 ? 'application/problem+json' : 'application/json',
    'cache-control': 'no-store',
    ...headers,
  });
  res.end(body === undefined ? '' : JSON.stringify(body));
}
const problem = (res, status, code, extra = {}) =>
  json(res, status, { type: 'about:blank', title: code, status, code, request_id: 'mock-1', ...extra });
const read = (req) =>
  new Promise((done) => {
    let text = '';
    req.on('data', (c) => {
      text += c;
    });
    req.on('end', () => done(text ? JSON.parse(text) : {}));
  });

async function api(req, res, url) {
  const path = url.pathname.slice('/api/v1/'.length);
  const now = Date.now();
  const enter = (who, status = 200) =>
    json(res, status, sessionOf(who), { 'set-cookie': `fieldbeat=${who}; Path=/; HttpOnly; SameSite=Lax` });
  if (path === 'public')
    return json(res, 200, {
      first_run: firstRun,
      demo: !withPassword,
      single_sign_on: false,
      company: firstRun ? null : { name: company.name, language: 'vi' },
      personas: withPassword || firstRun ? [] : PERSONAS,
      basemap: {
        kind: 'offline',
        center: [105.8412, 21.0325],
        zoom: 13.4,
        attribution: '© OpenStreetMap contributors',
        min_zoom: 9,
        max_zoom: 15,
        bounds: [105.77, 21.005, 105.885, 21.09],
      },
    });
  if (path === 'first-run') {
    const body = await read(req);
    if (body.token === 'wrong') return problem(res, 403, 'wrong_token');
    if (body.company.name === 'taken')
      return problem(res, 422, 'invalid', {
        errors: [{ pointer: '/company/name', code: 'invalid' }],
        detail: 'The company could not be created.',
      });
    firstRun = false;
    return enter('admin', 201);
  }
  if (path === 'session' && req.method === 'POST') {
    const body = await read(req);
    return body.password === 'fieldbeat'
      ? enter(body.login.toLowerCase())
      : problem(res, 401, 'wrong_credentials');
  }
  if (path === 'session/persona') return enter((await read(req)).login);
  if (path === 'session' && req.method === 'DELETE')
    return json(res, 204, undefined, { 'set-cookie': 'fieldbeat=; Path=/; Max-Age=0' });
  const who = login(req);
  if (!who) return problem(res, 401, 'unauthenticated');
  if (path === 'session') return json(res, 200, sessionOf(who));
  if (path === 'reps/today') return json(res, 200, answers.board(now));
  if (path === 'kpis') return json(res, 200, { rows: [] });
  if (['visits', 'org-units', 'messages', 'saved-views'].includes(path))
    return json(res, 200, { items: [], next_cursor: null });
  if (path === 'exceptions/summary') return json(res, 200, { kinds: [], open: 0, acknowledged: 0 });
  if (path === 'visit-reasons') return json(res, 200, { items: [], next_cursor: null });
  if (path === 'exceptions') return json(res, 200, { items: [], next_cursor: null });
  if (path === 'outlets/map') return json(res, 200, answers.outletsMap(box(url)));
  if (path === 'outlets/today') return json(res, 200, answers.outletsToday(box(url), now));
  let m = /^reps\/(\d+)\/days\/([\d-]+)$/.exec(path);
  if (m) return found(res, answers.day(Number(m[1]), m[2], now));
  m = /^reps\/(\d+)\/track$/.exec(path);
  if (m) return found(res, answers.track(Number(m[1]), now));
  m = /^outlets\/(\d+)$/.exec(path);
  if (m) return found(res, answers.outlet(Number(m[1])));
  m = /^visits\/([0-9a-f-]+)$/.exec(path);
  if (m) return found(res, answers.visitDetail(m[1], now));
  m = /^visits\/([0-9a-f-]+)\/reviews$/.exec(path);
  if (m) {
    const body = await read(req);
    return answers.addReview(m[1], body.decision, body.reason, sessionOf(who).user.name)
      ? json(res, 201, {})
      : problem(res, 404, 'not_found');
  }
  problem(res, 404, 'not_found');
}
const found = (res, body) => (body ? json(res, 200, body) : problem(res, 404, 'not_found'));

async function tile(res, z, x, y) {
  const hit = await tiles.getZxy(z, x, y);
  if (!hit) return res.writeHead(204).end();
  const raw = Buffer.from(hit.data);
  res.writeHead(200, {
    'content-type': 'application/vnd.mapbox-vector-tile',
    'cache-control': 'max-age=86400',
  });
  res.end(raw[0] === 0x1f ? gunzipSync(raw) : raw);
}

function page(res, pathname) {
  const wanted = join(dist, normalize(pathname));
  const path =
    wanted.startsWith(dist) && extname(pathname) && existsSync(wanted)
      ? wanted
      : extname(pathname)
        ? null
        : join(dist, 'index.html');
  if (!path || !existsSync(path)) return res.writeHead(404).end('not found');
  res.writeHead(200, {
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'content-security-policy': CSP,
    'x-content-type-options': 'nosniff',
    'cache-control': pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  // As the server does with every answer's nonce.
  res.end(
    extname(path) === '.html'
      ? readFileSync(path, 'utf8').replaceAll('__CSP_NONCE__', 'mock')
      : readFileSync(path),
  );
}

let downUntil = 0;
const sockets = new Set();
const server = createServer(async (req, res) => {
  const url = new URL(req.url, 'http://mock');
  try {
    if (url.pathname.startsWith('/api/')) return await api(req, res, url);
    const m = /^\/tiles\/(\d+)\/(\d+)\/(\d+)\.mvt$/.exec(url.pathname);
    if (m) return await tile(res, Number(m[1]), Number(m[2]), Number(m[3]));
    if (url.pathname === '/mock/drop') {
      for (const ws of sockets) ws.close(1012);
      return res.end('dropped');
    }
    if (url.pathname === '/mock/down') {
      downUntil = Date.now() + Number(url.searchParams.get('s') ?? 5) * 1000;
      for (const ws of sockets) ws.terminate();
      return res.end('down');
    }
    page(res, url.pathname);
  } catch (error) {
    console.error(error);
    problem(res, 500, 'internal');
  }
});

const live = new WebSocketServer({ noServer: true });
server.on('upgrade', (req, socket, head) => {
  if (Date.now() < downUntil || new URL(req.url, 'http://mock').pathname !== '/v1/live')
    return socket.destroy();
  live.handleUpgrade(req, socket, head, (ws) => {
    if (!login(req)) return ws.close(4401);
    serve(ws);
  });
});

function serve(ws) {
  sockets.add(ws);
  let view = null;
  let seq = 0;
  let known = new Map();
  let cells = new Map();
  const send = (frame) => ws.readyState === 1 && ws.send(JSON.stringify(frame));
  const states = () => answers.fleet.map((rep) => answers.repState(rep, Date.now())).filter(Boolean);
  const inView = (s) =>
    s.lng >= view.bbox[0] && s.lat >= view.bbox[1] && s.lng <= view.bbox[2] && s.lat <= view.bbox[3];
  const level = () => (view.level === 'cell' ? 'cell' : 'rep');
  const group = (list) => {
    const size = 0.022 * 2 ** Math.max(0, 11 - view.zoom);
    const out = new Map();
    for (const s of list) {
      const id = `${Math.floor(s.lng / size)}:${Math.floor(s.lat / size)}`;
      const cell = out.get(id) ?? { cell: id, lat: 0, lng: 0, count: 0, by_presence: {}, by_activity: {} };
      cell.lat += s.lat;
      cell.lng += s.lng;
      cell.count++;
      cell.by_presence[s.presence] = (cell.by_presence[s.presence] ?? 0) + 1;
      cell.by_activity[s.activity] = (cell.by_activity[s.activity] ?? 0) + 1;
      out.set(id, cell);
    }
    for (const cell of out.values()) {
      cell.lat /= cell.count;
      cell.lng /= cell.count;
    }
    return out;
  };
  ws.on('message', (data) => {
    const frame = JSON.parse(String(data));
    if (frame.type !== 'subscribe') return;
    view = frame;
    seq = 0;
    const now = states().filter(inView);
    if (level() === 'cell') {
      cells = group(now);
      send({ type: 'snapshot', sub: view.sub, level: 'cell', cells: [...cells.values()] });
    } else {
      known = new Map(now.map((s) => [s.id, s]));
      send({ type: 'snapshot', sub: view.sub, level: 'rep', seq: 0, reps: now });
    }
  });
  let quiet = 0;
  const beat = setInterval(() => {
    if (!view) return;
    const now = states().filter(inView);
    if (level() === 'cell') {
      const next = group(now);
      const changed = [...next.values()].filter(
        (c) => JSON.stringify(cells.get(c.cell)) !== JSON.stringify(c),
      );
      const gone = [...cells.keys()].filter((id) => !next.has(id));
      cells = next;
      if (changed.length || gone.length || ++quiet > 14) {
        quiet = 0;
        send({ type: 'delta', sub: view.sub, seq: seq++, cells: changed, gone_cells: gone });
      }
      return;
    }
    const changed = now.filter(
      (s) => known.get(s.id)?.at !== s.at || known.get(s.id)?.presence !== s.presence,
    );
    const gone = [...known.keys()].filter((id) => !now.some((s) => s.id === id));
    known = new Map(now.map((s) => [s.id, s]));
    if (changed.length || gone.length || ++quiet > 14) {
      quiet = 0;
      send({ type: 'delta', sub: view.sub, seq: seq++, reps: changed, gone });
    }
  }, 1000);
  const seen = new Map(answers.fleet.map((rep) => [rep.id, answers.visitsOf(rep, Date.now())]));
  const news = setInterval(() => {
    for (const rep of answers.fleet) {
      const before = seen.get(rep.id);
      const after = answers.visitsOf(rep, Date.now());
      seen.set(rep.id, after);
      after.forEach((v, k) => {
        const kind = !before[k]
          ? 'visit_opened'
          : before[k].state === 'open' && v.state === 'closed'
            ? 'visit_closed'
            : null;
        if (kind)
          send({
            type: 'event',
            sub: view?.sub ?? 0,
            cursor: String(Date.now()),
            event: {
              kind,
              rep: rep.id,
              org_unit: rep.team.id,
              visit: v.id,
              outlet: v.outlet.id,
              overall: kind === 'visit_closed' ? v.verdict.overall : null,
              at: kind === 'visit_closed' ? v.check_out_at : v.check_in_at,
            },
          });
      });
    }
  }, 2000);
  ws.on('close', () => {
    sockets.delete(ws);
    clearInterval(beat);
    clearInterval(news);
  });
}

server.listen(port, '127.0.0.1', () => console.log(`mock on http://127.0.0.1:${port}`));
