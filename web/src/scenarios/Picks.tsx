// Which solution, which rep and which day of the cycle are looked at.
import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWeekday } from '../alerts/useWeekday';
import { useShortcuts } from '../pages/useShortcuts';
import { WEEKS } from './plan';
import type { Assignment, RepFigures, Solution } from './types';
import { solutionName } from './words';

export function SolutionPick({
  solutions,
  shown,
  onPick,
}: {
  solutions: readonly Solution[];
  shown: Solution;
  onPick: (solution: number) => void;
}) {
  const { t } = useTranslation();
  return (
    <Select
      size="xs"
      label={t('scenarios.solution')}
      allowDeselect={false}
      data={solutions.map((one) => ({ value: String(one.solution), label: solutionName(one, t) }))}
      value={String(shown.solution)}
      onChange={(value) => value !== null && onPick(Number(value))}
    />
  );
}

export function RepPick({
  reps,
  value,
  all,
  label,
  onPick,
}: {
  reps: readonly Pick<RepFigures, 'rep_id' | 'rep_name' | 'rep_code'>[];
  value: number | undefined;
  /** What none means; absent where one must be. */
  all?: string;
  label?: string;
  onPick: (rep: number | undefined) => void;
}) {
  const { t } = useTranslation();
  return (
    <Select
      size="xs"
      label={label ?? t('orders.rep')}
      searchable
      clearable={all !== undefined}
      allowDeselect={all !== undefined}
      placeholder={all}
      data={reps.map((rep) => ({ value: String(rep.rep_id), label: `${rep.rep_name} (${rep.rep_code})` }))}
      value={value === undefined ? null : String(value)}
      onChange={(rep) => onPick(rep === null ? undefined : Number(rep))}
    />
  );
}

/** More options than these are not drawn; typing narrows them. */
const OPTIONS = 30;

/** An outlet of the map by its name, for who has no pointer. */
export function OutletPick({
  outlets,
  value,
  onPick,
}: {
  outlets: readonly Assignment[];
  value: number | null;
  onPick: (outlet: number | null) => void;
}) {
  const { t } = useTranslation();
  const data = useMemo(
    () =>
      outlets.map((one) => ({
        value: String(one.outlet_id),
        label: `${one.outlet_name} (${one.outlet_code})`,
      })),
    [outlets],
  );
  const box = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => box.current?.focus() });
  return (
    <Select
      ref={box}
      size="xs"
      label={t('scenarios.outlet')}
      placeholder={t('scenarios.search_hint')}
      searchable
      clearable
      limit={OPTIONS}
      data={data}
      value={value === null ? null : String(value)}
      onChange={(id) => onPick(id === null ? null : Number(id))}
    />
  );
}

export function DayPick({
  week,
  weekday,
  onPick,
}: {
  week: number | undefined;
  weekday: number | undefined;
  onPick: (day: { week?: number; weekday?: number }) => void;
}) {
  const { t } = useTranslation();
  const name = useWeekday();
  return (
    <>
      <Select
        size="xs"
        label={t('scenarios.week')}
        clearable
        placeholder={t('scenarios.any_week')}
        data={WEEKS.map((each) => ({ value: String(each), label: t('scenarios.week_n', { n: each }) }))}
        value={week === undefined ? null : String(week)}
        onChange={(value) => onPick({ week: value === null ? undefined : Number(value), weekday })}
      />
      <Select
        size="xs"
        label={t('scenarios.weekday')}
        clearable
        placeholder={t('scenarios.any_weekday')}
        data={[1, 2, 3, 4, 5, 6, 7].map((each) => ({ value: String(each), label: name(each) }))}
        value={weekday === undefined ? null : String(weekday)}
        onChange={(value) => onPick({ week, weekday: value === null ? undefined : Number(value) })}
      />
    </>
  );
}

/** The list is asked for when the typing rests. */
const REST_MS = 300;

export function SearchBox({
  value,
  onSearch,
}: {
  value: string | undefined;
  onSearch: (q?: string) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value ?? '');
  const box = useRef<HTMLInputElement>(null);
  const ask = useDebouncedCallback((q: string) => onSearch(q.trim() || undefined), REST_MS);
  useShortcuts({ '/': () => box.current?.focus() });
  return (
    <TextInput
      ref={box}
      size="xs"
      type="search"
      label={t('scenarios.search')}
      placeholder={t('scenarios.search_hint')}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        ask(event.currentTarget.value);
      }}
    />
  );
}
