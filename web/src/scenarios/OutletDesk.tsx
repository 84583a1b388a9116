// Outlets of a solution as a list: those that change their rep with why, or those whose visits are missing with why.
import { Alert } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { MoreButton } from '../app/MoreButton';
import { problemText } from '../app/problem';
import { useCurrency } from '../catalogue/AmountInput';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { RepPick, SearchBox, SolutionPick } from './Picks';
import type { DeskProps } from './ScenarioPage';
import { assignmentsQuery } from './scenarios';
import type { Assignment, Solution } from './types';
import { unservedWords, usePatternWords, whyWords } from './words';

type Which = 'moved' | 'left_out';

export function OutletDesk({ which, ...desk }: DeskProps & { which: Which }) {
  const { t } = useTranslation();
  if (!desk.shown) return <p className="fb-scn-page fb-dim">{t('scenarios.unsolved')}</p>;
  return <Of key={which} which={which} {...desk} shown={desk.shown} />;
}

function Of({ which, solutions, shown, search, set }: DeskProps & { which: Which; shown: Solution }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(
    assignmentsQuery(shown, {
      rep: search.rep,
      q: search.q,
      ...(which === 'moved' ? { moved: true as const } : { unserved: true as const }),
    }),
  );
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="fb-scn-page">
      <div className="fb-order-selects">
        <SolutionPick solutions={solutions} shown={shown} onPick={(solution) => set({ solution })} />
        <RepPick
          reps={shown.figures.reps}
          value={search.rep}
          all={t('scenarios.all_reps')}
          onPick={(rep) => set({ rep })}
        />
        <SearchBox value={search.q} onSearch={(q) => set({ q })} />
      </div>
      <Sum which={which} of={shown} />
      {list.isPending && <Waiting />}
      {list.isError && rows.length === 0 && (
        <Alert color="red" role="alert">
          {problemText(list.error, t)}
        </Alert>
      )}
      {list.isSuccess && rows.length === 0 && (
        <p className="fb-dim">{which === 'moved' ? t('scenarios.none_moved') : t('scenarios.none_left')}</p>
      )}
      {rows.length > 0 && <Table which={which} rows={rows} of={shown} />}
      <MoreButton list={list} />
    </div>
  );
}

/** How many there are in all, whoever is filtered by. */
function Sum({ which, of: { figures } }: { which: Which; of: Solution }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  return (
    <p data-testid="sum">
      {which === 'moved'
        ? t('scenarios.moved_sum', {
            count: figures.moved_outlets,
            value: format.money(figures.moved_value_minor, currency),
          })
        : t('scenarios.left_sum', {
            count: figures.unserved_outlets,
            visits: format.count(figures.missing_visits),
          })}
    </p>
  );
}

function Table({ which, rows, of }: { which: Which; rows: readonly Assignment[]; of: Solution }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const pattern = usePatternWords();
  const rep = (id: number | null, code: string | null) =>
    id === null
      ? t('scenarios.nobody')
      : (of.figures.reps.find((one) => one.rep_id === id)?.rep_name ?? code);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t(`scenarios.tab.${which}`)}>
      <table className="fb-lines fb-scn-table">
        <thead>
          <tr>
            <th>{t('scenarios.outlet')}</th>
            <th>{t('scenarios.today')}</th>
            <th>{t('scenarios.then')}</th>
            <th>{t('scenarios.reason')}</th>
            <th>{t('scenarios.visit_days')}</th>
            {which === 'left_out' && <th className="fb-num">{t('scenarios.missing_of')}</th>}
            <th className="fb-num">{t('scenarios.value')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.outlet_id} data-outlet={row.outlet_code}>
              <th scope="row">
                {row.outlet_name}{' '}
                <span className="fb-dim">
                  {row.outlet_code} · {row.class}
                  {row.locked && ` · ${t('scenarios.locked')}`}
                </span>
              </th>
              <td>{rep(row.from_rep_id, row.from_rep_code)}</td>
              <td>{rep(row.rep_id, row.rep_code)}</td>
              <td>{which === 'moved' ? whyWords(row.why, t) : unservedWords(row.unserved, t)}</td>
              <td>{pattern(row.slots)}</td>
              {which === 'left_out' && (
                <td className="fb-num">
                  {t('scenarios.of_visits', { missing: row.missing_visits, visits: row.visits })}
                </td>
              )}
              <td className="fb-num">{format.money(row.value_minor, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
