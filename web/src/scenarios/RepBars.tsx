// The reps of a solution with what each has, as bars against the mean: before and after what is given by hand, also while it
// is only aimed at. A rep's row takes what is dragged onto it.
import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowBarToRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import { Bar } from '../territories/BalanceBars';
import { isCounted, LOADS, type Load, type Measure } from './load';
import type { Mark } from './plan_features';
import type { Solution } from './types';
import { useWork } from './words';

export function RepBars({
  one,
  marks,
  loads,
  rep,
  chosen,
  aim,
  onPick,
  onAim,
  onGive,
}: {
  one: Solution;
  marks: ReadonlyMap<number, Mark>;
  loads: ReadonlyMap<number, { before: Load; after: Load }>;
  /** The one that is looked at. */
  rep: number | undefined;
  /** Outlets in the hand; none: nobody can be given any. */
  chosen: number;
  aim: number | null;
  onPick: (rep: number | undefined) => void;
  onAim: (rep: number | null) => void;
  onGive: (rep: number) => void;
}) {
  const { t } = useTranslation();
  const [measure, setMeasure] = useState<Measure>('minutes');
  const words = useLoadWords();
  const values = [...loads.values()];
  const most = Math.max(1, ...values.flatMap(({ before, after }) => [before[measure], after[measure]]));
  const mean = values.reduce((sum, { after }) => sum + after[measure], 0) / Math.max(1, values.length);
  return (
    <>
      <h3 className="fb-scn-side-head">
        {t('scenarios.reps')}
        {rep !== undefined && (
          <Button size="compact-xs" variant="subtle" onClick={() => onPick(undefined)}>
            {t('scenarios.all_reps')}
          </Button>
        )}
      </h3>
      <SegmentedControl
        size="xs"
        aria-label={t('territories.balance_by')}
        data={LOADS.map((each) => ({ value: each, label: t(`scenarios.measure.${each}`) }))}
        value={measure}
        onChange={(word) => {
          const next = LOADS.find((each) => each === word);
          if (next) setMeasure(next);
        }}
      />
      <ul className="fb-scn-rep-list">
        {one.figures.reps.map((each) => {
          const load = loads.get(each.rep_id);
          const mark = marks.get(each.rep_id);
          const isChanged = load !== undefined && load.before !== load.after;
          return (
            <li key={each.rep_id}>
              <div className="fb-hand-row" data-aim={aim === each.rep_id || undefined}>
                <button
                  type="button"
                  aria-pressed={each.rep_id === rep}
                  data-rep={each.rep_code}
                  onClick={() => onPick(each.rep_id)}
                  onDragOver={(event) => {
                    if (chosen === 0) return;
                    event.preventDefault();
                    if (aim !== each.rep_id) onAim(each.rep_id);
                  }}
                  onDragLeave={() => onAim(null)}
                  onDrop={(event) => {
                    event.preventDefault();
                    onGive(each.rep_id);
                  }}
                >
                  <b className="fb-scn-mark" style={{ background: mark?.color }} aria-hidden>
                    {mark?.number ?? '–'}
                  </b>
                  <span>
                    {each.rep_name}
                    {load &&
                      (isChanged ? (
                        <span className="fb-hand-change" data-testid={`change-${each.rep_code}`}>
                          {words.change(load.before, load.after)}
                        </span>
                      ) : (
                        <span className="fb-dim">
                          {[
                            words.all(load.before),
                            each.got + each.gave > 0 &&
                              t('scenarios.got_gave_words', { got: each.got, gave: each.gave }),
                          ]
                            .filter(Boolean)
                            .join(' · ')}
                        </span>
                      ))}
                    {load && (
                      <Bar
                        value={load.after[measure]}
                        before={load.before[measure]}
                        most={most}
                        mean={mean}
                      />
                    )}
                  </span>
                </button>
                {chosen > 0 && (
                  <button
                    type="button"
                    className="fb-hand-give"
                    aria-label={t('scenarios.hand.give_n', { count: chosen, name: each.rep_name })}
                    title={t('scenarios.hand.give_n', { count: chosen, name: each.rep_name })}
                    onMouseEnter={() => onAim(each.rep_id)}
                    onMouseLeave={() => onAim(null)}
                    onFocus={() => onAim(each.rep_id)}
                    onBlur={() => onAim(null)}
                    onClick={() => onGive(each.rep_id)}
                  >
                    <IconArrowBarToRight size={20} aria-hidden />
                  </button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      <p className="fb-dim">{t('scenarios.bars_hint')}</p>
    </>
  );
}

/** A load in words, and what becomes of it: what only a new plan would tell has a sign of about. */
export function useLoadWords() {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const work = useWork();
  const of = (load: Load, measure: Measure): string =>
    measure === 'outlets'
      ? t('scenarios.count_outlets', { count: load.outlets })
      : measure === 'minutes'
        ? work(load.minutes)
        : measure === 'metres'
          ? format.kilometres(load.metres)
          : format.money(load.value_minor, currency);
  return {
    all: (load: Load): string => LOADS.map((measure) => of(load, measure)).join(' · '),
    change: (before: Load, after: Load): string =>
      LOADS.map((measure) =>
        before[measure] === after[measure]
          ? of(before, measure)
          : t('territories.before_after', {
              before: of(before, measure),
              after: isCounted(measure) ? of(after, measure) : `≈ ${of(after, measure)}`,
            }),
      ).join(' · '),
  };
}
