// A share with its sign, in the reader's numbers. Pure.

/** Less than half a percent is none. */
const NONE = 0.005;

/** `−12%`, `+3%`, `±0%`. */
export const signed = (ratio: number, words: (ratio: number) => string): string =>
  Math.abs(ratio) < NONE ? `±${words(0)}` : `${ratio > 0 ? '+' : '−'}${words(Math.abs(ratio))}`;
