// When the phone connects again, by what ended the last connection. Pure; never sleeps itself. Waits are jittered, so
// that a fleet does not come back as one wave.

export type Next = { wait_ms: number } | { stop: 'unauthorized' | 'outdated' };

const FIRST_MS = 1_000;
const MOST_MS = 60_000;
/** At least so long, whatever came before. */
const FLOOR_MS: { [code: number]: number } = {
  1013: 5_000,
  4400: 300_000,
  4409: 60_000,
  4429: 60_000,
};

/** `attempt` counts from 0 since the last `welcome`; `random` is in [0, 1). */
export function afterClose(code: number, attempt: number, random: number, retryAfterS = 0): Next {
  if (code === 4401) return { stop: 'unauthorized' };
  if (code === 4410) return { stop: 'outdated' };
  const ceiling = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 6));
  const floor = Math.max(FLOOR_MS[code] ?? 0, retryAfterS * 1_000);
  // Half of it is certain: a server that comes back is not hit by all at once, nor is nobody early.
  return { wait_ms: Math.round(floor + ceiling / 2 + (ceiling / 2) * random) };
}

/** Whether a person who taps “try now”, or a network that is back, may cut the wait short. */
export const mayHurry = (code: number | null) => code !== 4409 && code !== 4429 && code !== 4400;
