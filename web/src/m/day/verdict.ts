// A visit's verdict as its rep reads it: what was found, and what that means. Pure.
import type { Verdict } from '../../api/types';

export type Tone = 'good' | 'care' | 'bad';

export const TONE: { [overall in Verdict['overall']]: Tone } = {
  valid: 'good',
  review: 'care',
  invalid: 'bad',
};

/** Codes with words of their own; any other is told by the overall word alone. */
export const KNOWN = [
  'place_outside_block',
  'place_outside',
  'place_unknown',
  'place_borderline',
  'outlet_unclear',
  'pin_pending',
  'dwell_short',
  'dwell_auto_closed',
  'off_session',
  'mock_provider',
  'emulator',
  'same_spot',
  'implausible_speed',
  'checkin_speed',
  'constant_sensor',
  'replayed_track',
  'shared_device',
  'fixes_stop_before_checkin',
  'clock_jump',
  'checkin_burst',
  'cooldown',
] as const;

export const saidReasons = (verdict: Verdict): (typeof KNOWN)[number][] =>
  KNOWN.filter((code) => verdict.reasons.includes(code) || verdict.integrity_flags.includes(code));
