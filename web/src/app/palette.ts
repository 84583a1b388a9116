// The colours that carry meaning, in one place: list, map and drawer must agree. The hues follow Okabe and Ito, so
// that they stay apart for colour-blind people; every colour also has its own glyph (`glyphs.tsx`, the map shaders).
import type { OutletState } from '../api/types';
import type { Status } from '../board/rows';

export const STATUS_COLOR: Record<Status, string> = {
  travelling: '#0b6fc2',
  in_visit: '#0a8f63',
  idle: '#d97706',
  break: '#a3589f',
  no_signal: '#6b7280',
  not_started: '#6b7280',
  off_session: '#6b7280',
};

export const OUTLET_COLOR: Record<OutletState | 'none', string> = {
  none: '#9aa3b2',
  planned: '#475569',
  in_progress: '#0b6fc2',
  visited: '#0a8f63',
  review: '#e08700',
  invalid: '#cc3d10',
  missed: '#7c2d5e',
};

export const VERDICT_COLOR = { valid: '#0a8f63', review: '#e08700', invalid: '#cc3d10' } as const;

/** The selected rep: its ring, its track. */
export const ACCENT = { light: '#4338ca', dark: '#a5a0ff' } as const;

export const rgb = (hex: string): [number, number, number] => [
  Number.parseInt(hex.slice(1, 3), 16) / 255,
  Number.parseInt(hex.slice(3, 5), 16) / 255,
  Number.parseInt(hex.slice(5, 7), 16) / 255,
];
