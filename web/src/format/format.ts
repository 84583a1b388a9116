// Numbers, times and money as people of each language read them. Pure: zone, language and the present are arguments.

const LOCALE: Record<string, string> = { en: 'en-GB', vi: 'vi-VN', zh: 'zh-CN' };
const cache = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

export const localeOf = (language: string): string => LOCALE[language] ?? 'en-GB';

function dates(language: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language}|${zone}|${JSON.stringify(options)}`;
  let made = cache.get(key) as Intl.DateTimeFormat | undefined;
  if (!made) {
    made = new Intl.DateTimeFormat(localeOf(language), { timeZone: zone, ...options });
    cache.set(key, made);
  }
  return made;
}

function numbers(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language}|n|${JSON.stringify(options)}`;
  let made = cache.get(key) as Intl.NumberFormat | undefined;
  if (!made) {
    made = new Intl.NumberFormat(localeOf(language), options);
    cache.set(key, made);
  }
  return made;
}

/** `10:42`, in the company's zone. */
export const clock = (at: number | string, language: string, zone: string): string =>
  dates(language, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));

/** `10:42:07`. */
export const clockSeconds = (at: number | string, language: string, zone: string): string =>
  dates(language, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(
    new Date(at),
  );

/** `Wed 25 Nov, 10:42`, in the company's zone. */
export const moment = (at: number | string, language: string, zone: string): string =>
  dates(language, zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at));
/** `10:42`, with the day before it where that is not today. */
export const lately = (at: number | string, now: number, language: string, zone: string): string => {
  const date = dateIn(new Date(at).getTime(), zone);
  const time = clock(at, language, zone);
  return date === dateIn(now, zone) ? time : `${day(date, language)} ${time}`;
};

/** A company-local date `YYYY-MM-DD` as words. */
export const day = (date: string, language: string): string =>
  dates(language, 'UTC', { weekday: 'short', day: 'numeric', month: 'short' }).format(
    new Date(`${date}T12:00:00Z`),
  );

/** A date with its year, `1 Nov 2026`: for what holds longer than a season. */
export const longDay = (date: string, language: string): string =>
  dates(language, 'UTC', { day: 'numeric', month: 'short', year: 'numeric' }).format(
    new Date(`${date}T12:00:00Z`),
  );

/** `25/11`: under an axis. */
export const dayOfMonth = (date: string, language: string): string =>
  dates(language, 'UTC', { day: 'numeric', month: 'numeric' }).format(new Date(`${date}T12:00:00Z`));

/** `1–26 Nov 2026`. */
export const span = (from: string, to: string, language: string): string =>
  dates(language, 'UTC', { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(
    new Date(`${from}T12:00:00Z`),
    new Date(`${to}T12:00:00Z`),
  );

/** `November 2026`, of `2026-11`. */
export const month = (of: string, language: string): string =>
  dates(language, 'UTC', { month: 'long', year: 'numeric' }).format(new Date(`${of}-15T00:00:00Z`));

/** `A, B or C`; `A, B and C`. */
export const listed = (items: readonly string[], how: 'or' | 'and', language: string): string =>
  new Intl.ListFormat(localeOf(language), { type: how === 'or' ? 'disjunction' : 'conjunction' }).format(
    items,
  );

/** The calendar's date of an instant in a zone. */
export const dateIn = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(new Date(at));

/** The date of business of an instant, of a company whose days begin so many minutes after midnight. */
export const companyDate = (at: number, zone: string, dayStartMin: number): string =>
  dateIn(at - dayStartMin * 60_000, zone);

export function shiftDate(date: string, days: number): string {
  const at = new Date(`${date}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The time of day (`08:30`) of a minute after midnight. */
function timeOfDay(min: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(min / 60))}:${two(min % 60)}`;
}

/** The instant of a local time of day (`08:30`) within a date of business. */
export const instantOfDay = (date: string, time: string, zone: string, dayStartMin: number): string =>
  instantIn(time < timeOfDay(dayStartMin) ? shiftDate(date, 1) : date, time, zone);

/** UTC bounds of a date of business. */
export function dayBounds(date: string, zone: string, dayStartMin: number): { fromAt: string; toAt: string } {
  const start = timeOfDay(dayStartMin);
  return { fromAt: instantIn(date, start, zone), toAt: instantIn(shiftDate(date, 1), start, zone) };
}

/** The instant of a local time of day (`08:30`) on a company-local date. */
export function instantIn(date: string, time: string, zone: string): string {
  const guess = Date.parse(`${date}T${time}:00Z`);
  // Twice, since the first offset may be that of the other side of a clock change.
  let at = guess - zoneOffsetMs(guess, zone);
  at = guess - zoneOffsetMs(at, zone);
  return new Date(at).toISOString();
}

function zoneOffsetMs(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(at));
  const get = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const local = Date.UTC(
    get('year'),
    get('month') - 1,
    get('day'),
    get('hour'),
    get('minute'),
    get('second'),
  );
  return local - Math.floor(at / 1000) * 1000;
}

/** `Intl` writes "12 secs" and "14 mins" in English; the signs are shorter and as clear. */
const SIGNS: Record<string, string> = { second: 's', minute: 'min', hour: 'h', day: 'd' };

const unit = (value: number, name: string, language: string, digits = 0): string =>
  language === 'en' && SIGNS[name]
    ? `${numbers(language, { maximumFractionDigits: digits }).format(value)}\u00a0${SIGNS[name]}`
    : numbers(language, {
        style: 'unit',
        unit: name,
        unitDisplay: 'short',
        maximumFractionDigits: digits,
      }).format(value);

/** `12 s`, `4 min`, `2 h`, `3 d`: one unit, for "how long ago". */
export function age(ms: number, language: string): string {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 60) return unit(s, 'second', language);
  if (s < 3600) return unit(Math.floor(s / 60), 'minute', language);
  if (s < 86_400) return unit(Math.floor(s / 3600), 'hour', language);
  return unit(Math.floor(s / 86_400), 'day', language);
}

/** `1 h 05 min`, `12 min`, `40 s`: for how long something lasted. */
export function duration(seconds: number, language: string): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return unit(s, 'second', language);
  const minutes = Math.round(s / 60);
  if (minutes < 60) return unit(minutes, 'minute', language);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return rest === 0
    ? unit(hours, 'hour', language)
    : `${unit(hours, 'hour', language)} ${unit(rest, 'minute', language)}`;
}

/** `84 m`, `1.2 km`, `41 km`. */
export function distance(metres: number, language: string): string {
  if (metres < 1000) return unit(Math.round(metres), 'meter', language);
  const km = metres / 1000;
  return unit(km, 'kilometer', language, km < 100 ? 1 : 0);
}

export const kilometres = (metres: number, language: string): string =>
  unit(metres / 1000, 'kilometer', language, metres < 100_000 ? 1 : 0);

export const percent = (ratio: number, language: string): string =>
  numbers(language, { style: 'percent', maximumFractionDigits: 0 }).format(ratio);

/** With the decimals that a rate may have: `1.5%`. */
export const rate = (ratio: number, language: string): string =>
  numbers(language, { style: 'percent', maximumFractionDigits: 2 }).format(ratio);

export const count = (value: number, language: string): string => numbers(language, {}).format(value);

/** Integer minor units of a currency; VND has no decimals, and the currency itself says so. */
export function money(minor: number, currency: string, language: string): string {
  const format = numbers(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 0;
  return format.format(minor / 10 ** digits);
}

/** `1.2 B`, `182 tr`: for where the whole number has no room. */
export const countShort = (value: number, language: string): string =>
  numbers(language, { notation: 'compact', maximumSignificantDigits: 3 }).format(value);

export function moneyShort(minor: number, currency: string, language: string): string {
  const short: Intl.NumberFormatOptions = { notation: 'compact', maximumSignificantDigits: 3 };
  const money: Intl.NumberFormatOptions = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' };
  const digits = numbers(language, money).resolvedOptions().maximumFractionDigits ?? 0;
  return numbers(language, { ...money, ...short }).format(minor / 10 ** digits);
}

/** `2.000` → `2`, `0.500` → `0.5`. */
export const quantity = (value: string, language: string): string =>
  numbers(language, { maximumFractionDigits: 3 }).format(Number(value));

const MARKS = /\p{M}/gu;

/** For searching: no case, no diacritics; đ is d, which Unicode decomposition does not say. */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(MARKS, '').toLowerCase().replaceAll('đ', 'd');
