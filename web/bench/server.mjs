// What the benchmarked pages talk to: the built files, the little REST that the map asks for, the tiles of the demo, and
// a live socket that tells once a second that everybody moved. It never judges and never counts.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { PMTiles } from 'pmtiles';
import { WebSocketServer } from 'ws';
import * as mock from '../e2e/mock/answers.mjs';
import * as fleets from './fleet.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const archive = readFileSync(join(here, '../../assets/demo/hanoi.pmtiles'));
const tiles = new PMTiles({
  getKey: () => 'hanoi',
  getBytes: async (offset, length) => ({
    data: archive.buffer.slice(archive.byteOffset + offset, archive.byteOffset + offset + length),
  }),
});

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const company = { name: 'Bench', time_zone: mock.ZONE, day_start_min: 0, currency: 'VND', language: 'en' };
const user = {
  id: 1,
  login: 'giamdoc',
  name: 'Lê Hoàng Lan',
  role: 'director',
  org_unit_id: 1,
  language: 'en',
};
/** Of those of a director, what the map and its list ask for. */
const rights = [
  'own',
  'read_field',
  'read_trade',
  'read_receivables',
  'read_org_units',
  'read_track',
  'watch',
  'send_messages',
];
const basemap = {
  kind: 'offline',
  center: [105.8412, 21.0325],
  zoom: 12,
  attribution: '© OpenStreetMap contributors',
  min_zoom: 9,
  max_zoom: 15,
  bounds: [105.77, 21.005, 105.885, 21.09],
};

/** Serves `roots`; `moving` can be switched off to see what the page costs by itself, `bytes` counts what files came to. */
export function serve(roots, fleet) {
  const state = { moving: true, bytes: 0 };
  const answer = (path) => {
    const now = Date.now();
    if (path === 'public') return { first_run: false, demo: true, company, personas: [], basemap };
    if (path === 'session') return { user, company, demo: true, second_factor_due: false, rights };
    if (path === 'reps/today') return { items: fleets.board(fleet, now) };
    if (path === 'outlets/map') return { outlets: fleet.outlets, truncated: false };
    if (path === 'outlets/today') return { items: fleet.states };
    let match = /^reps\/\d+\/days\/([\d-]+)$/.exec(path);
    if (match) return mock.day(mock.fleet[0].id, match[1], now);
    match = /^reps\/\d+\/track$/.exec(path);
    if (match) return mock.track(mock.fleet[0].id, now);
    return { items: [], rows: [], kinds: [], next_cursor: null, open: 0, acknowledged: 0 };
  };
  const server = createServer(async (req, res) => {
    const { pathname } = new URL(req.url, 'http://bench');
    const tile = /^\/tiles\/(\d+)\/(\d+)\/(\d+)\.mvt$/.exec(pathname);
    if (tile) {
      const hit = await tiles.getZxy(...tile.slice(1).map(Number));
      if (!hit) return res.writeHead(204).end();
      const raw = Buffer.from(hit.data);
      res.writeHead(200, { 'content-type': 'application/vnd.mapbox-vector-tile' });
      return res.end(raw[0] === 0x1f ? gunzipSync(raw) : raw);
    }
    if (pathname.startsWith('/api/v1/')) {
      res.writeHead(200, { 'content-type': 'application/json' });
      return res.end(JSON.stringify(answer(pathname.slice(8))));
    }
    const name = extname(pathname) ? pathname : '/index.html';
    const file = roots.map((root) => join(root, name)).find((path) => existsSync(path));
    if (!file) return res.writeHead(404).end();
    // As the product sends them: packed, and never asked for twice where the name says what is in it.
    const packed = existsSync(`${file}.br`) && /\bbr\b/.test(req.headers['accept-encoding'] ?? '');
    const body = readFileSync(packed ? `${file}.br` : file);
    state.bytes += body.length;
    res.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'cache-control': name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...(packed ? { 'content-encoding': 'br' } : {}),
    });
    res.end(body);
  });
  const live = new WebSocketServer({ server, path: '/v1/live' });
  live.on('connection', (socket) => {
    const binary = socket.protocol.endsWith('.bin');
    let sub = null;
    let seq = 0;
    let told = false;
    const say = (number) => {
      if (binary && !told) socket.send(JSON.stringify(fleets.roster(fleet)));
      told = true;
      const frame = binary ? fleets.columns : fleets.text;
      socket.send(frame(fleet, sub, number, Date.now()));
    };
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (message.type !== 'subscribe') return;
      sub = message.sub;
      seq = 0;
      say(null);
    });
    const beat = setInterval(() => {
      if (sub === null || !state.moving) return;
      fleets.move(fleet);
      say(seq++);
    }, 1000);
    socket.on('close', () => clearInterval(beat));
  });
  return new Promise((done) =>
    server.listen(0, '127.0.0.1', () =>
      done({
        url: `http://127.0.0.1:${server.address().port}`,
        state,
        close: () => server.closeAllConnections() ?? server.close(),
      }),
    ),
  );
}
