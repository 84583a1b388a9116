// The few signs of the app, drawn as lines. Each stands beside words; none speaks alone.
const PATHS = {
  today: 'M4 6h16M4 12h16M4 18h10',
  day: 'M12 7v5l3 3M12 3a9 9 0 100 18 9 9 0 000-18z',
  outbox: 'M4 14v5h16v-5M12 15V4M7.5 8.5L12 4l4.5 4.5',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  back: 'M15 5l-7 7 7 7',
  go: 'M9 5l7 7-7 7',
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6 6l12 12M18 6L6 18',
  wait: 'M12 7v5h4M12 3a9 9 0 100 18 9 9 0 000-18z',
  care: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  play: 'M8 5l11 7-11 7z',
  pause: 'M8 5v14M16 5v14',
  stop: 'M6 6h12v12H6z',
  way: 'M12 21s7-6.2 7-11a7 7 0 10-14 0c0 4.8 7 11 7 11zM12 12.5a2.5 2.5 0 100-5 2.5 2.5 0 000 5z',
  on: 'M2 9c5.5-5 14.5-5 20 0M5.5 12.5c3.600-3.300 9.400-3.300 13 0M9 16c1.700-1.5 4.300-1.5 6 0M12 19.5h.01',
  off: 'M3 3l18 18M5.5 12.5a9 9 0 014-2.300M2 9a15 15 0 014.5-2.800M12 6c3.700 0 7.300 1 10 3M9 16c1.700-1.5 4.300-1.5 6 0M12 19.5h.01',
  mail: 'M3 6h18v12H3zM3 7l9 7 9-7',
} as const;

export type Sign = keyof typeof PATHS;

export const Drawn = ({ path }: { path: string }) => (
  <svg className="m-icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={path} />
  </svg>
);

export const Icon = ({ sign }: { sign: Sign }) => <Drawn path={PATHS[sign]} />;
