// Which solution, which rep and which day of the cycle are looked at.
import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWeekday } from '../alerts/useWeekday';
import { useShortcuts } from '../pages/useShortcuts';
import { WEEKS } from './plan';
import type { RepFigures, Solution } from './types';
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
  onPick,
}: {
  reps: readonly Pick<RepFigures, 'rep_id' | 'rep_name' | 'rep_code'>[];
  value: number | undefined;
  /** What none means. */
  all: string;
  onPick: (rep: number | undefined) => void;
}) {
  const { t } = useTranslation();
  return (
    <Select
      size="xs"
      label={t('orders.rep')}
      searchable
      clearable
      placeholder={all}
      data={reps.map((rep) => ({ value: String(rep.rep_id), label: `${rep.rep_name} (${rep.rep_code})` }))}
      value={value === undefined ? null : String(value)}
      onChange={(rep) => onPick(rep === null ? undefined : Number(rep))}
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
