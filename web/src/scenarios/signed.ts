// Differences with their sign, in the reader's numbers. Pure.

const sign = (value: number): string => (value > 0 ? '+' : value < 0 ? '−' : '±');

/** `+38`, `−5 km`, `±0`. */
export const signed = (value: number, words: (value: number) => string): string =>
  `${sign(value)}${words(Math.abs(value))}`;

/** A share is said in whole percents: less than half of one is none. */
const NONE = 0.005;

/** `−12%`, `+3%`, `±0%`. */
export const signedShare = (ratio: number, percent: (ratio: number) => string): string =>
  signed(Math.abs(ratio) < NONE ? 0 : ratio, percent);
