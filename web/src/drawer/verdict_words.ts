// A verdict in words: each dimension with its value, how bad it is, and the sentence that says why, built from the
// evidence's own numbers. Pure; `t` and the formats are arguments.
import type { TFunction } from 'i18next';
import type { Overall, PlaceEvidence, VisitDetail, VisitSummary } from '../api/types';

export type Tone = 'good' | 'note' | 'warn' | 'bad';

export interface DimensionWords {
  dimension: 'plan' | 'place' | 'dwell' | 'time' | 'integrity' | 'steps' | 'outcome';
  tone: Tone;
  value: string;
  why: string[];
  /** True where this dimension decided the overall verdict. */
  decided: boolean;
}

export interface Words {
  distance(m: number): string;
  duration(s: number): string;
  clock(at: string): string;
  day(date: string): string;
  /** What a reason given by the rep is called. */
  reason(given: string): string;
}

const PLACE_TONE: Record<string, Tone> = {
  inside: 'good',
  likely: 'good',
  borderline: 'warn',
  outside: 'bad',
  unknown: 'warn',
  no_reference: 'note',
};
const DWELL_TONE: Record<string, Tone> = {
  ok: 'good',
  short: 'warn',
  long: 'note',
  auto_closed: 'warn',
  overlap: 'warn',
};
const TIME_TONE: Record<string, Tone> = { in_window: 'good', out_of_window: 'note', off_session: 'warn' };
const INTEGRITY_TONE: Record<string, Tone> = { clean: 'good', suspect: 'warn', blocked: 'bad' };

export function verdictWords(visit: VisitDetail, t: TFunction, words: Words): DimensionWords[] {
  const { verdict, evidence } = visit;
  const decided = (dimension: DimensionWords['dimension']) =>
    verdict.reasons.some((reason) => dimensionOf(reason, verdict.integrity_flags) === dimension);
  const place = placeWhy(visit, t, words);
  const integrity = verdict.integrity_flags.map((flag) => flagWords(flag, visit, t, words));
  return [
    {
      dimension: 'place',
      tone: verdict.overall === 'review' && verdict.place === 'outside' ? 'warn' : PLACE_TONE[verdict.place]!,
      value: t(`verdict.place.${verdict.place}`),
      why: place,
      decided: decided('place'),
    },
    {
      dimension: 'dwell',
      tone: DWELL_TONE[verdict.dwell]!,
      value: t(`verdict.dwell.${verdict.dwell}`),
      why: [
        t('why.dwell', {
          time: words.duration(visit.dwell_s),
          inside: evidence.fixes_inside,
          seen: evidence.fixes_seen,
        }),
      ],
      decided: decided('dwell'),
    },
    {
      dimension: 'plan',
      tone: verdict.plan === 'on_plan' ? 'good' : 'note',
      value: t(`verdict.plan.${verdict.plan}`),
      why: verdict.sequence_ok ? [] : [t('why.sequence')],
      decided: decided('plan'),
    },
    {
      dimension: 'time',
      tone: TIME_TONE[verdict.time]!,
      value: t(`verdict.time.${verdict.time}`),
      why: [],
      decided: decided('time'),
    },
    {
      dimension: 'integrity',
      tone: INTEGRITY_TONE[verdict.integrity]!,
      value: t(`verdict.integrity.${verdict.integrity}`),
      why: integrity,
      decided: decided('integrity'),
    },
    {
      dimension: 'steps',
      tone: verdict.missing_steps.length ? 'note' : 'good',
      value: verdict.missing_steps.length ? t('verdict.steps.missing') : t('verdict.steps.done'),
      why: verdict.missing_steps.length
        ? [
            t('why.missing_steps', {
              steps: verdict.missing_steps.map((s) => t(`step.${s}`, { defaultValue: s })).join(', '),
            }),
          ]
        : [],
      decided: decided('steps'),
    },
    {
      dimension: 'outcome',
      tone: verdict.outcome === 'non_productive' ? 'note' : 'good',
      value: t(`verdict.outcome.${verdict.outcome}`),
      why: verdict.outcome_reason ? [words.reason(verdict.outcome_reason)] : [],
      decided: decided('outcome'),
    },
  ];
}

/** A flag in words with what it was raised on: the figures against their thresholds, from when to when. */
function flagWords(flag: string, visit: VisitDetail, t: TFunction, words: Words): string {
  const title = t(`flag.${flag}`, { defaultValue: flag });
  const found = visit.evidence.findings?.find((f) => f.flag === flag);
  if (!found) return title;
  const sentences = found.compared.map((c) =>
    t(`figure.${c.figure}`, { value: c.value, threshold: c.threshold, defaultValue: '' }),
  );
  const [from, to] = [words.clock(found.from), words.clock(found.to)];
  sentences.push(from === to ? t('finding.at', { time: from }) : t('finding.from_to', { from, to }));
  if (found.check_ins.length > 1) sentences.push(t('finding.check_ins', { count: found.check_ins.length }));
  if (found.other) {
    const date = words.day(found.other.date);
    sentences.push(found.other.own ? t('finding.own_day', { date }) : t('finding.other_rep', { date }));
  }
  sentences.push(t(`severity.${found.severity}`));
  return [title, ...sentences.filter((s) => s !== '')].join(' ');
}

function placeWhy(visit: VisitDetail, t: TFunction, words: Words): string[] {
  const { evidence, verdict } = visit;
  if (verdict.place === 'no_reference' || !evidence.pin) return [t('why.no_pin')];
  const list: string[] = [];
  const mark = (place: PlaceEvidence | null, key: 'check_in' | 'check_out' | 'best') => {
    if (!place) return;
    list.push(
      t(`why.${key}`, {
        time: words.clock(place.at),
        distance: words.distance(Math.max(0, place.distance_m)),
        accuracy: words.distance(place.accuracy_m ?? 50),
      }),
    );
  };
  mark(evidence.check_in, 'check_in');
  mark(evidence.check_out, 'check_out');
  if (!evidence.check_in && !evidence.check_out) mark(evidence.best, 'best');
  if (list.length === 0) list.push(t('why.no_fix'));
  if (evidence.radius_m) list.push(t('why.fence', { radius: words.distance(evidence.radius_m) }));
  return list;
}

/** Reasons that have a sentence of their own; any other is told by its dimension. */
export const REASONS = [
  'place_outside_block',
  'place_outside',
  'place_unknown',
  'place_borderline',
  'outlet_unclear',
  'pin_pending',
  'dwell_short',
  'dwell_auto_closed',
  'off_session',
] as const;

/** The dimension that a reason code speaks of; integrity flags are codes of their own. */
function dimensionOf(reason: string, flags: readonly string[]): DimensionWords['dimension'] | null {
  if (flags.includes(reason)) return 'integrity';
  if (reason.startsWith('place_') || reason === 'outlet_unclear' || reason === 'pin_pending') return 'place';
  if (reason.startsWith('dwell_')) return 'dwell';
  if (reason === 'off_session') return 'time';
  return null;
}

/** One sentence under the overall verdict: what decided. */
export function headline(visit: VisitSummary, t: TFunction): string {
  const { verdict } = visit;
  const known = verdict.reasons
    .map((reason) => reasonWords(reason, t))
    .filter((sentence): sentence is string => sentence !== null);
  if (known.length > 0) return [...new Set(known)].slice(0, 3).join(' ');
  const fallback: Record<Overall, string> = {
    valid: t('reason.valid'),
    review: t('reason.review'),
    invalid: t('reason.invalid'),
  };
  return fallback[verdict.overall];
}

/** A reason of the verdict in words; null where there are none. */
export function reasonWords(reason: string, t: TFunction): string | null {
  const known = REASONS.find((code) => code === reason);
  if (known) return t(`reason.${known}`);
  const words = t(`flag.${reason}`, { defaultValue: '' });
  return words || null;
}
