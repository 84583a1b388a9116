// The same marks as on the map, for list and drawer: a round one for what a rep does, a square one for what became of
// an outlet. Decorative: the words stand beside them.
import type { OutletState, Overall } from '../api/types';
import type { Status } from '../board/rows';
import { OUTLET_COLOR, STATUS_COLOR } from './palette';

export function StatusMark({
  status,
  size = 18,
  faded = false,
}: {
  status: Status;
  size?: number;
  faded?: boolean;
}) {
  const color = STATUS_COLOR[status];
  const hollow = status === 'no_signal' || status === 'not_started';
  return (
    <svg width={size} height={size} viewBox="-12 -12 24 24" aria-hidden="true" opacity={faded ? 0.6 : 1}>
      <circle
        r={hollow ? 8.6 : 10}
        fill={hollow ? 'none' : color}
        stroke={hollow ? color : 'none'}
        strokeWidth={hollow ? 2.8 : 0}
        strokeDasharray={status === 'not_started' ? '3.2 2.6' : undefined}
      />
      {status === 'travelling' && (
        <path d="M0 -6 L4.6 5 L0 2.4 L-4.6 5 Z" fill="#fff" transform="rotate(45)" />
      )}
      {status === 'in_visit' && <rect x="-3.8" y="-3.8" width="7.6" height="7.6" rx="1" fill="#fff" />}
      {status === 'idle' && (
        <path d="M-3 -4.6V4.6M3 -4.6V4.6" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      )}
      {status === 'break' && <path d="M-4.8 0H4.8" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />}
      {status === 'off_session' && (
        <path d="M-3.6 3.6L3.6 -3.6" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
      )}
      {status === 'no_signal' && (
        <path
          d="M-3.4 -3.4L3.4 3.4M-3.4 3.4L3.4 -3.4"
          stroke={color}
          strokeWidth="2.2"
          strokeLinecap="round"
        />
      )}
    </svg>
  );
}

const PATHS: Partial<Record<OutletState | 'none', string>> = {
  visited: 'M-4.4 0.2L-1.2 3.6L4.6 -3.4',
  review: 'M0 -5V0.8M0 4.6V4.7',
  invalid: 'M-3.6 -3.6L3.6 3.6M-3.6 3.6L3.6 -3.6',
  missed: 'M-4 0H4',
};

export function OutletMark({ state, size = 18 }: { state: OutletState | 'none'; size?: number }) {
  const color = OUTLET_COLOR[state];
  const hollow = state === 'planned';
  return (
    <svg width={size} height={size} viewBox="-12 -12 24 24" aria-hidden="true">
      <rect
        x="-9"
        y="-9"
        width="18"
        height="18"
        rx="4"
        fill={hollow ? 'none' : color}
        stroke={color}
        strokeWidth={hollow ? 2.6 : 0}
        transform={state === 'none' ? 'scale(.5)' : undefined}
      />
      {state === 'in_progress' && <circle r="3.6" fill="#fff" />}
      {PATHS[state] && (
        <path
          d={PATHS[state]}
          fill="none"
          stroke="#fff"
          strokeWidth="2.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
    </svg>
  );
}

export const stateOfOverall = (overall: Overall): OutletState => (overall === 'valid' ? 'visited' : overall);

export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#26217a" />
      <path
        d="M5 17h5l3-8 5 15 3.2-9 1.6 2H27"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="27" cy="17" r="2.2" fill="#ff8a5c" />
    </svg>
  );
}
