// Amounts as people type them: 1.500.000, 1,500,000, 1500000, with decimals where the currency has them. Pure.

/** What one payment can be. */
export const AMOUNT_MAX = 1_000_000_000_000;

/** Minor units; null where it is no amount. */
export function minorTyped(text: string, digits: number): number | null {
  const plain = text.replace(/\s/g, '');
  if (!/^\d[\d.,]*$/.test(plain)) return null;
  const part = digits > 0 ? new RegExp(`^(.*)[.,](\\d{1,${digits}})$`).exec(plain) : null;
  const whole = (part?.[1] ?? plain).replace(/[.,]/g, '');
  const minor = Number(whole) * 10 ** digits + Number((part?.[2] ?? '').padEnd(digits, '0') || 0);
  return Number.isSafeInteger(minor) ? minor : null;
}

/** To be typed on. */
export const typedMinor = (minor: number, digits: number): string => (minor / 10 ** digits).toFixed(digits);
