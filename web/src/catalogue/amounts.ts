// Between what people type and the whole numbers that are stored: minor units of a currency, thousandths of a unit,
// hundredths of a percent. Pure.

/** Decimals of a quantity and of a percentage. */
export const MILLI = 3;
export const BASIS_POINTS = 2;

/** Decimals of a currency; `Intl` knows them. */
export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0;

/** `12.34` with two decimals → 1234; rounded, since 1.15 × 100 is a little less than 115 in binary. */
export const toStored = (typed: number, digits: number): number => Math.round(typed * 10 ** digits);
export const fromStored = (stored: number, digits: number): number => stored / 10 ** digits;
