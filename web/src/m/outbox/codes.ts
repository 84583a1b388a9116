// Codes of an acknowledgement that have words of their own: refusals and flags of docs/protocol.md that a rep can
// understand or do something about. A resent thing is no news.
export const CODES = [
  'malformed',
  'out_of_range',
  'future_time',
  'too_old',
  'off_session',
  'consent_missing',
  'id_reused',
  'too_large',
  'quarantined',
  'unknown_kind',
  'invalid_body',
  'unknown_outlet',
  'unknown_visit',
  'unknown_reason',
  'clock_suspect',
  'clock_corrected',
  'closed_open_visit',
  'no_open_visit',
  'cooldown',
  'late',
] as const;
