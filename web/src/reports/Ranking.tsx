// Who stands where in the picked figure: teams, reps or routes with a bar each, by value, name or how they moved. A name
// narrows the page down to it, a number opens its rows.
import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChangeMark } from './ChangeMark';
import type { Drill } from './drill';
import { type Ranked, ranked, type Sort } from './figures';
import { type Definition, isIdle, reportQuery } from './kpis';
import { BYS, type By, type ReportsSearch } from './search';
import { Told } from './Told';
import { useFigure } from './useFigure';
import type { PageOf } from './usePage';
import { useSpanWords } from './useSpanWords';

/** More than anybody compares at one look. */
const SHOWN = 20;

/** What a row of the list is, as part of an address. */
const narrowed = (by: By, id: number): Partial<ReportsSearch> =>
  by === 'team' ? { unit: id, by: 'rep' } : by === 'rep' ? { rep: id } : { route: id };
const drillOf = (by: By, kpi: string, id: number): Drill =>
  by === 'team' ? { kpi, team: id } : by === 'rep' ? { kpi, rep: id } : { kpi, route: id };

export function Ranking({ page }: { page: PageOf }) {
  const { t } = useTranslation();
  const figure = useFigure();
  const words = useSpanWords();
  const { definition, search, set } = page;
  const by = search.by ?? 'team';
  const now = useQuery(reportQuery({ ...page.asked, by: [by] }));
  const before = useQuery(reportQuery({ ...page.scope, ...page.before, by: [by] }));
  if (!definition) return null;
  const sort = search.sort ?? 'value';
  return (
    <section className="fb-rep-card" aria-labelledby="rep-ranking">
      <div className="fb-rep-card-head">
        <h2 id="rep-ranking">{t('reports.ranking', { name: figure.name(definition) })}</h2>
        <SegmentedControl
          size="xs"
          aria-label={t('reports.by_head')}
          data={BYS.map((each) => ({ value: each, label: t(`reports.by.${each}`) }))}
          value={by}
          onChange={(value) => set({ by: BYS.find((each) => each === value && each !== 'team') })}
        />
      </div>
      <Told query={now}>
        {({ rows }) => (
          <Table
            key={by}
            page={page}
            definition={definition}
            by={by}
            before={words(page.before)}
            rows={ranked(
              rows,
              before.data && !isIdle(before.data.total) ? before.data.rows : [],
              by,
              definition,
              sort,
              search.turned === 1,
            )}
          />
        )}
      </Told>
    </section>
  );
}

function Table({
  page,
  definition,
  by,
  before,
  rows,
}: {
  page: PageOf;
  definition: Definition;
  by: By;
  before: string;
  rows: Ranked[];
}) {
  const { t } = useTranslation();
  const figure = useFigure();
  const [all, setAll] = useState(false);
  const { search, set } = page;
  const sort = search.sort ?? 'value';
  const order = (next: Sort) =>
    set(
      sort === next
        ? { turned: search.turned ? undefined : 1 }
        : { sort: next === 'value' ? undefined : next, turned: undefined },
    );
  const largest = Math.max(0, ...rows.map((row) => row.cell?.value ?? 0));
  const shown = all ? rows : rows.slice(0, SHOWN);
  const head = (of: Sort, label: string, num: boolean) => (
    <th
      scope="col"
      className={num ? 'fb-num' : undefined}
      aria-sort={sort !== of ? undefined : (of === 'name') === !search.turned ? 'ascending' : 'descending'}
    >
      <button type="button" className="fb-rep-sort" onClick={() => order(of)}>
        {label}
        {sort === of && <span aria-hidden> {(of === 'name') === !search.turned ? '↑' : '↓'}</span>}
      </button>
    </th>
  );
  return (
    <>
      <table className="fb-lines fb-rep-ranking">
        <thead>
          <tr>
            {head('name', t(`reports.by.${by}`), false)}
            {head('value', figure.name(definition), false)}
            {head('change', t('reports.change'), true)}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, name, code, cell, before: then, change }) => (
            <tr key={id ?? 'none'} data-rank={id ?? 'none'}>
              <th scope="row">
                {id === null ? (
                  <span className="fb-dim">{t('reports.no_route')}</span>
                ) : (
                  <>
                    <button type="button" className="fb-rep-name" onClick={() => set(narrowed(by, id))}>
                      {name}
                    </button>{' '}
                    {code && <small className="fb-dim">{code}</small>}
                  </>
                )}
              </th>
              <td className="fb-rep-bar-cell">
                <span className="fb-rep-bar" aria-hidden>
                  <i style={{ width: `${largest > 0 ? (100 * (cell?.value ?? 0)) / largest : 0}%` }} />
                </span>
                {id === null ? (
                  figure.value(definition, cell?.value)
                ) : (
                  <button
                    type="button"
                    className="fb-rep-number"
                    aria-label={t('reports.rows_of', {
                      name: `${name}, ${figure.name(definition)}`,
                      value: figure.value(definition, cell?.value),
                    })}
                    onClick={() => page.open(drillOf(by, definition.code, id))}
                  >
                    {figure.value(definition, cell?.value)}
                  </button>
                )}
              </td>
              <td className="fb-num">
                <ChangeMark change={change} before={`${figure.value(definition, then?.value)} (${before})`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN && (
        <Button variant="subtle" size="xs" fullWidth className="fb-no-print" onClick={() => setAll(!all)}>
          {all ? t('reports.fewer') : t('reports.show_all', { count: rows.length })}
        </Button>
      )}
    </>
  );
}
