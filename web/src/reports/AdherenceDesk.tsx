// The adherence calendar: a square a day, coloured by plan compliance and saying it. Of a rep in weeks; of a team its
// reps side by side, of the company its teams. A square opens what was planned that day.
import './adherence.css';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWeekday } from '../alerts/useWeekday';
import { useFormat } from '../format/useFormat';
import { calendarSpan, type GridRow, gridOf, gridSpan, type Square, weeksOf } from './adherence';
import type { Drill } from './drill';
import { STEPS, stepOf } from './figures';
import { type Dim, reportQuery, treeQuery } from './kpis';
import { above } from './standing';
import { Told } from './Told';
import { useFigure } from './useFigure';
import type { PageOf } from './usePage';
import { useSpanWords } from './useSpanWords';
import { WhatIs } from './WhatIs';

const KPI = 'plan_compliance';

/** The last days are those that are looked for. */
const toEnd = (scroll: HTMLElement | null) => {
  if (scroll) scroll.scrollLeft = scroll.scrollWidth;
};

export function AdherenceDesk({ page }: { page: PageOf }) {
  const { t } = useTranslation();
  const definition = page.find(KPI);
  return (
    <div className="fb-rep-desk">
      <div className="fb-rep-card-head">
        <h2>
          {t('reports.adherence.title')} {definition && <WhatIs definition={definition} />}
        </h2>
        <Key />
      </div>
      <p className="fb-dim fb-rep-hint">{t('reports.adherence.about')}</p>
      <Calendar page={page} />
      {page.search.rep === undefined && <Grid page={page} />}
    </div>
  );
}

/** What the colours mean: lowest first, as on the squares. */
function Key() {
  const { t } = useTranslation();
  const format = useFormat();
  const words = [0, ...STEPS].map((from, step) => {
    const below = STEPS[step];
    return below === undefined
      ? t('reports.adherence.from', { from: format.percent(from) })
      : t('reports.adherence.below', { to: format.percent(below) });
  });
  return (
    <ul className="fb-adh-key" aria-label={t('reports.adherence.key')}>
      {words.map((word, step) => (
        <li key={word}>
          <i data-step={step} aria-hidden /> {word}
        </li>
      ))}
      <li>
        <i aria-hidden /> {t('reports.adherence.no_plan')}
      </li>
    </ul>
  );
}

function Calendar({ page }: { page: PageOf }) {
  const { t } = useTranslation();
  const format = useFormat();
  const weekday = useWeekday();
  const span = calendarSpan(page.span);
  const words = useSpanWords();
  const query = useQuery(reportQuery({ ...page.scope, ...span, by: ['day'] }));
  return (
    <section className="fb-rep-card" aria-label={t('reports.adherence.calendar')}>
      <h3>{words(span)}</h3>
      <Told query={query}>
        {({ rows }) => {
          const weeks = weeksOf(span, rows, KPI);
          return (
            <Sideways label={t('reports.adherence.calendar')}>
              <table className="fb-adh" data-calendar>
                <thead>
                  <tr>
                    <td />
                    {weeks.map((week) => {
                      const monday = week.find((day) => day !== null)?.date ?? '';
                      return (
                        <th key={monday} scope="col">
                          {format.dayOfMonth(monday)}
                        </th>
                      );
                    })}
                  </tr>
                </thead>
                <tbody>
                  {[1, 2, 3, 4, 5, 6, 7].map((day) => (
                    <tr key={day}>
                      <th scope="row">{weekday(day)}</th>
                      {weeks.map((week, at) => (
                        <Day
                          key={week[day - 1]?.date ?? `gap${at}`}
                          square={week[day - 1] ?? null}
                          future={(week[day - 1]?.date ?? '') > page.today}
                          page={page}
                        />
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </Sideways>
          );
        }}
      </Told>
    </section>
  );
}

function Grid({ page }: { page: PageOf }) {
  const { t } = useTranslation();
  const tree = useQuery(treeQuery).data ?? [];
  const { unit } = page.search;
  const span = gridSpan(page.span);
  // Of the company its teams: of each rep's each day there would be too many to look at.
  const hasTeams = tree.some(
    ({ id, kind }) => kind === 'team' && (unit === undefined || above(tree, id).includes(unit)),
  );
  const dim: Dim = hasTeams ? 'team' : 'rep';
  const query = useQuery(reportQuery({ ...page.scope, ...span, by: [dim, 'day'] }));
  const words = useSpanWords();
  return (
    <section className="fb-rep-card" aria-label={t(`reports.adherence.by_${dim}`)}>
      <h3>
        {t(`reports.adherence.by_${dim}`)} <span className="fb-dim">{words(span)}</span>
      </h3>
      <Told query={query}>
        {({ rows }) => <Squares rows={gridOf(span, rows, dim, KPI, page.today)} dim={dim} page={page} />}
      </Told>
    </section>
  );
}

function Squares({ rows, dim, page }: { rows: GridRow[]; dim: 'team' | 'rep'; page: PageOf }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [first] = rows;
  if (!first) return <p className="fb-dim">{t('reports.nothing')}</p>;
  return (
    <Sideways label={t(`reports.adherence.by_${dim}`)}>
      <table className="fb-adh">
        <thead>
          <tr>
            <th scope="col">{t(`reports.by.${dim}`)}</th>
            {first.squares.map(({ date }) => (
              <th key={date} scope="col">
                {format.dayOfMonth(date)}
              </th>
            ))}
            <th scope="col">{t('reports.adherence.all')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <button
                  type="button"
                  className="fb-rep-name"
                  onClick={() => page.set(dim === 'team' ? { unit: row.id } : { rep: row.id })}
                >
                  {row.name}
                </button>{' '}
                {row.code && <small className="fb-dim">{row.code}</small>}
              </th>
              {row.squares.map((square) => (
                <Day
                  key={square.date}
                  square={square}
                  future={square.date > page.today}
                  page={page}
                  whose={dim === 'team' ? { team: row.id } : { rep: row.id }}
                  name={row.name}
                />
              ))}
              <td className="fb-num">{row.planned > 0 ? format.percent(row.visited / row.planned) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}

function Sideways({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      className="fb-adh-scroll"
      aria-label={label}
      ref={toEnd}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      {children}
    </section>
  );
}

function Day({
  square,
  future,
  page,
  whose,
  name,
}: {
  square: Square | null;
  future: boolean;
  page: PageOf;
  whose?: Pick<Drill, 'team' | 'rep'>;
  name?: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = useFigure();
  if (!square || future) return <td />;
  const isToday = square.date === page.today;
  const { date, cell } = square;
  const definition = page.find(KPI);
  const step = stepOf(cell?.value);
  const day = [name, format.day(date)].filter(Boolean).join(', ');
  if (!definition || cell?.value == null || step === null)
    return (
      <td>
        <span className="fb-adh-day" title={`${day}: ${t('reports.adherence.no_plan')}`}>
          <span className="fb-hidden">{t('reports.adherence.no_plan')}</span>
        </span>
      </td>
    );
  // It goes on: what is missing may still come.
  const so = isToday ? `, ${t('reports.so_far')}` : '';
  const said = `${day}: ${format.percent(cell.value)}, ${figure.parts(definition, cell)}${so}`;
  return (
    <td>
      <button
        type="button"
        className="fb-adh-day"
        data-step={isToday ? undefined : step}
        data-today={isToday || undefined}
        data-date={date}
        aria-label={said}
        title={said}
        onClick={() => page.open({ kpi: KPI, of: 1, from: date, to: date, ...whose })}
      >
        {Math.round(cell.value * 100)}
      </button>
    </td>
  );
}
