// All territories with what each comes to, and how evenly that is shared.
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mark } from '../scenarios/plan_features';
import { Bar } from './BalanceBars';
import { MEASURES, type Measure, NO_SUMS, type Sums } from './balance';
import { INK } from './territory_features';
import type { Ground } from './types';
import { useSumWords } from './useSumWords';

export function TerritoryList({
  grounds,
  marks,
  sums,
  before,
  id,
  valued,
  onPick,
}: {
  grounds: readonly Ground[];
  marks: ReadonlyMap<number, Mark>;
  sums: ReadonlyMap<number, Sums>;
  /** As they are kept, while one is drawn. */
  before: ReadonlyMap<number, Sums>;
  id: number | undefined;
  /** The scenario that knows values; null where none does. */
  valued: string | null;
  onPick: (id: number | undefined) => void;
}) {
  const { t } = useTranslation();
  const words = useSumWords();
  const [measure, setMeasure] = useState<Measure>('minutes');
  const of = (ground: Ground, from: ReadonlyMap<number, Sums>) => from.get(ground.id) ?? NO_SUMS;
  const values = grounds.map((ground) => of(ground, sums)[measure]);
  const olds = grounds.map((ground) => of(ground, before)[measure]);
  const most = Math.max(1, ...values, ...olds);
  const mean = values.reduce((all, value) => all + value, 0) / Math.max(1, values.length);
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('territories.balance_by')}
        data={MEASURES.filter((each) => each !== 'value_minor' || valued !== null).map((each) => ({
          value: each,
          label: t(`territories.measure.${each}`),
        }))}
        value={measure}
        onChange={(word) => {
          const next = MEASURES.find((each) => each === word);
          if (next) setMeasure(next);
        }}
      />
      <ul className="fb-scn-rep-list fb-ter-list" aria-label={t('territories.all')}>
        {grounds.map((ground) => {
          const now = of(ground, sums);
          const was = of(ground, before);
          const mark = marks.get(ground.id);
          return (
            <li key={ground.id}>
              <button
                type="button"
                aria-pressed={ground.id === id}
                data-territory={ground.code}
                onClick={() => onPick(ground.id === id ? undefined : ground.id)}
              >
                <b className="fb-scn-mark" style={{ background: mark?.color ?? INK }} aria-hidden>
                  {mark?.number ?? '+'}
                </b>
                <span>
                  {ground.code ? `${ground.code} · ${ground.name}` : t('territories.fresh')}
                  <span className="fb-dim">{ground.rep_name ?? t('territories.nobodys')}</span>
                  <span className="fb-dim">
                    {was[measure] === now[measure] || !ground.code
                      ? words.all(now)
                      : t('territories.before_after', {
                          before: words.one(measure, was[measure]),
                          after: words.one(measure, now[measure]),
                        })}
                  </span>
                  <Bar value={now[measure]} before={was[measure]} most={most} mean={mean} />
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <p className="fb-dim">
        {t('territories.bars_hint')} {valued !== null && t('territories.value_from', { name: valued })}
      </p>
    </>
  );
}
