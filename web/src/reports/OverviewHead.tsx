// Where one is: the way up as links, the month or the day with those before and after it, and the page on paper.
import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { board, session as sessionQuery } from '../api/queries';
import { shiftDate } from '../format/format';
import { useFormat } from '../format/useFormat';
import { monthAfter } from '../targets/targets';
import { monthOf } from './period';
import type { OverviewSearch } from './search';
import { above } from './standing';
import type { Look } from './useLook';

interface Crumb {
  name: string;
  search: OverviewSearch;
}

function useCrumbs(look: Look): Crumb[] {
  const { search, tree } = look;
  const format = useFormat();
  const session = useQuery(sessionQuery).data;
  const reps = useQuery(board).data ?? [];
  const rep = reps.find(({ id }) => id === search.rep);
  const unit = search.unit ?? rep?.org_unit_id;
  const month = search.month;
  const named = (id: number): Crumb[] => {
    const one = tree.find((each) => each.id === id);
    return one && one.kind !== 'company' ? [{ name: one.name, search: { month, unit: id } }] : [];
  };
  const own = session && tree.find(({ id }) => id === session.user.org_unit_id);
  const top = own ?? tree.find(({ kind }) => kind === 'company');
  const units =
    unit === undefined ? [] : [...above(tree, unit).reverse(), unit].filter((id) => id !== top?.id);
  return [
    { name: top?.name ?? session?.company?.name ?? '', search: { month } },
    ...units.flatMap(named),
    ...(search.rep === undefined
      ? []
      : [{ name: rep?.name ?? String(search.rep), search: { month, unit, rep: search.rep } }]),
    ...(search.day === undefined ? [] : [{ name: format.day(search.day), search }]),
  ];
}

export function OverviewHead({ look }: { look: Look }) {
  const { t } = useTranslation();
  const crumbs = useCrumbs(look);
  const here = crumbs.at(-1);
  const isDigest = look.search.day !== undefined && look.search.rep === undefined;
  return (
    <header className="fb-rep-head">
      <nav aria-label={t('overview.way')} className="fb-over-way">
        <ol>
          {crumbs.map((crumb) => (
            <li key={`${crumb.search.unit} ${crumb.search.rep} ${crumb.search.day}`}>
              {crumb === here ? (
                <span aria-current="page">{crumb.name}</span>
              ) : (
                <Link to="/overview" search={crumb.search}>
                  {crumb.name}
                </Link>
              )}
            </li>
          ))}
        </ol>
      </nav>
      <div className="fb-rep-title">
        <h1>{isDigest ? t('overview.digest') : t('overview.title')}</h1>
        <When look={look} />
        <span className="fb-rep-end">
          <Link
            className="fb-link"
            to="/reports"
            search={{
              unit: look.scope.unit,
              rep: look.scope.rep,
              ...(look.search.day
                ? { period: 'day', at: look.search.day }
                : { at: look.isThisMonth ? undefined : `${look.month}-01` }),
            }}
          >
            {t('overview.all_figures')}
          </Link>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPrinter size={14} aria-hidden />}
            onClick={() => window.print()}
          >
            {t('reports.print')}
          </Button>
        </span>
      </div>
    </header>
  );
}

function When({ look }: { look: Look }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { search, today, month } = look;
  const { day } = search;
  // A month that runs, and the day that runs, are those of tomorrow too: only others are named.
  const toMonth = (next: string) =>
    look.set({ month: next === monthOf(today) ? undefined : next, day: undefined, rows: undefined });
  const toDay = (next: string) =>
    look.set({
      day: next,
      month: monthOf(next) === monthOf(today) ? undefined : monthOf(next),
      rows: undefined,
    });
  const step = (by: number) => (day ? toDay(shiftDate(day, by)) : toMonth(monthAfter(month, by)));
  const isLast = day ? day >= today : look.isThisMonth;
  return (
    <div className="fb-rep-period">
      <SegmentedControl
        size="xs"
        aria-label={t('reports.period_head')}
        data={[
          { value: 'month', label: t('reports.period.month') },
          { value: 'day', label: t('reports.period.day') },
        ]}
        value={day ? 'day' : 'month'}
        onChange={(value) => (value === 'day' ? toDay(look.span.to) : toMonth(month))}
      />
      <span className="fb-rep-step">
        <ActionIcon variant="subtle" color="gray" aria-label={t('reports.earlier')} onClick={() => step(-1)}>
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <strong aria-live="polite">{day ? format.day(day) : format.month(month)}</strong>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('reports.later')}
          disabled={isLast}
          onClick={() => step(1)}
        >
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
      </span>
    </div>
  );
}
