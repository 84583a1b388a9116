// What a console and the demo phone beside it say to each other, through the browser alone. What is not of this kind – of
// another version of either – is not heard.
import type { Point } from './ride';

export const CHANNEL = 'fieldbeat-demo-phone';
/** Of the phone's window, and in its address. */
export const WINDOW = CHANNEL;
export const ADDRESS = '/m/?demo';

/** From the console. */
export type Order =
  /** A second has passed: timers of a window that is covered stand still, what it is told does not. */
  | { kind: 'tick' }
  | { kind: 'code'; code: string }
  /** At once, without a way. */
  | { kind: 'stand'; at: Point }
  | { kind: 'ride'; to: Point }
  | { kind: 'speed'; kmh: number }
  | { kind: 'signal'; on: boolean };

/** From the phone, each second. */
export interface PhoneState {
  kind: 'state';
  rep: { id: number; name: string } | null;
  /** Before work and in a break the office is told no place. */
  working: boolean;
  /** It belongs to nobody yet, and no code was refused. */
  wants_code: boolean;
  /** Null until it is told one. */
  place: Point | null;
  target: Point | null;
  left_m: number;
  kmh: number;
  signal: boolean;
  link: string;
  /** What the office does not have yet. */
  waiting: number;
  since: number | null;
}

type Loose = { [key: string]: unknown };

const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

const isPoint = (value: unknown): value is Point =>
  isLoose(value) &&
  isNumber(value.lat) &&
  isNumber(value.lng) &&
  Math.abs(value.lat) <= 90 &&
  Math.abs(value.lng) <= 180;

export function orderOf(said: unknown): Order | null {
  if (!isLoose(said)) return null;
  const isGood = () => {
    switch (said.kind) {
      case 'tick':
        return true;
      case 'code':
        return typeof said.code === 'string';
      case 'stand':
        return isPoint(said.at);
      case 'ride':
        return isPoint(said.to);
      case 'speed':
        return isNumber(said.kmh) && said.kmh > 0;
      case 'signal':
        return typeof said.on === 'boolean';
      default:
        return false;
    }
  };
  return isGood() ? (said as Order) : null;
}

export function stateOf(said: unknown): PhoneState | null {
  if (!isLoose(said) || said.kind !== 'state') return null;
  const { rep, place, target, since } = said;
  const isGood =
    (rep === null || (isLoose(rep) && isNumber(rep.id) && typeof rep.name === 'string')) &&
    (place === null || isPoint(place)) &&
    (target === null || isPoint(target)) &&
    (since === null || isNumber(since)) &&
    [said.left_m, said.kmh, said.waiting].every(isNumber) &&
    [said.wants_code, said.signal, said.working].every((value) => typeof value === 'boolean') &&
    typeof said.link === 'string';
  return isGood ? (said as unknown as PhoneState) : null;
}
