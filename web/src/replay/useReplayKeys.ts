// The keys of a replay; `ReplayHelp` tells them.
import { useShortcuts } from '../pages/useShortcuts';
import type { ReplayClock } from './clock';
import { REPS_MAX } from './search';

const STEP_MS = 10_000;
const FAR_MS = 300_000;

interface Acts {
  follow: () => void;
  /** 1 is the first of the reps. */
  lead: (number: number) => void;
  add: () => void;
  shift: (days: number) => void;
  help: () => void;
}

export function useReplayKeys(clock: ReplayClock, { follow, lead, add, shift, help }: Acts) {
  const step = (by: 1 | -1) => (event: KeyboardEvent) =>
    clock.seek(clock.at + by * (event.shiftKey ? FAR_MS : STEP_MS));
  const digits = Array.from({ length: REPS_MAX }, (_, i) => [String(i + 1), () => lead(i + 1)] as const);
  const both = (letter: string, act: () => void) => ({ [letter]: act, [letter.toUpperCase()]: act });
  useShortcuts({
    ' ': () => (clock.playing ? clock.pause() : clock.play()),
    ...both('j', () => clock.shuttle(-1)),
    ...both('k', () => clock.pause()),
    ...both('l', () => clock.shuttle(1)),
    ArrowLeft: step(-1),
    ArrowRight: step(1),
    ArrowUp: () => clock.faster(1),
    ArrowDown: () => clock.faster(-1),
    Home: () => clock.extent && clock.seek(clock.extent.from),
    End: () => clock.extent && clock.seek(clock.extent.to),
    ...both('s', () => clock.setSkipping(!clock.skipping)),
    ...both('f', follow),
    '+': add,
    '[': () => shift(-1),
    ']': () => shift(1),
    '?': help,
    ...Object.fromEntries(digits),
  });
}
