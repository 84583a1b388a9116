// Key figures of the period as tiles, in groups: the value, which opens its rows; how it moved; the month's target where
// there is one. A tile's name picks what is drawn and ranked below.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { MEASURES, progressQuery } from '../targets/targets';
import { ChangeMark } from './ChangeMark';
import { changeOf, GROUPS } from './figures';
import { type Definition, type Kpis, treeQuery } from './kpis';
import { monthOf } from './period';
import { type Standings, standOf } from './standing';
import { useFigure } from './useFigure';
import type { PageOf } from './usePage';
import { WhatIs } from './WhatIs';

export function Tiles({ page, now, before }: { page: PageOf; now: Kpis; before: Kpis | undefined }) {
  const { t } = useTranslation();
  const standing = useStanding(page);
  return (
    <div className="fb-rep-groups">
      {GROUPS.map(({ group, kpis }) => {
        // Of a route there is no distance: what whole days have is not of outlets.
        const shown = kpis.flatMap((code) => (now[code] ? (page.find(code) ?? []) : []));
        if (shown.length === 0) return null;
        return (
          <section key={group} aria-label={t(`reports.group.${group}`)}>
            <h2>{t(`reports.group.${group}`)}</h2>
            <ul className="fb-rep-tiles">
              {shown.map((definition) => (
                <Tile
                  key={definition.code}
                  page={page}
                  definition={definition}
                  now={now}
                  before={before}
                  stand={standing(definition.code)}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

/** Targets are of months: no other period is held against them. */
function useStanding(page: PageOf): (kpi: string) => Standings | null {
  const { search, span } = page;
  const isMonth = (search.period ?? 'month') === 'month' && search.route === undefined;
  const query = useQuery({
    ...progressQuery({ month: monthOf(span.from), unit: search.rep === undefined ? search.unit : undefined }),
    enabled: isMonth,
  });
  const tree = useQuery({ ...treeQuery, enabled: isMonth }).data ?? [];
  return (kpi) => {
    const measure = MEASURES.find((each) => each === kpi);
    if (!isMonth || !measure || !query.data) return null;
    const { rows, days } = query.data;
    return standOf(rows, measure, search, tree, days.passed >= days.all);
  };
}

function Tile({
  page,
  definition,
  now,
  before,
  stand,
}: {
  page: PageOf;
  definition: Definition;
  now: Kpis;
  before: Kpis | undefined;
  stand: Standings | null;
}) {
  const { t } = useTranslation();
  const figure = useFigure();
  const { code } = definition;
  const cell = now[code];
  const name = figure.name(definition);
  const parts = figure.parts(definition, cell);
  const value = figure.value(definition, cell?.value);
  const short = figure.short(definition, cell?.value);
  return (
    <li className="fb-rep-tile" data-kpi={code} data-picked={page.definition?.code === code || undefined}>
      <span className="fb-rep-tile-head">
        <button
          type="button"
          className="fb-rep-tile-name"
          aria-pressed={page.definition?.code === code}
          title={t('reports.draw', { name })}
          onClick={() => page.set({ kpi: code })}
        >
          {name}
        </button>
        <WhatIs definition={definition} />
      </span>
      <button
        type="button"
        className="fb-rep-value"
        aria-label={t('reports.rows_of', { name, value: short })}
        title={value}
        onClick={() => page.open({ kpi: code })}
      >
        {short}
      </button>
      {parts && <span className="fb-rep-parts fb-dim">{parts}</span>}
      {before && (
        <ChangeMark
          change={changeOf(definition, cell, before[code])}
          before={figure.value(definition, before[code]?.value)}
        />
      )}
      {stand && (
        <span className="fb-rep-target">
          <Gauge stand={stand} />
          <span className="fb-dim">
            {t('reports.target', { value: figure.short(definition, stand.target) })}
          </span>{' '}
          <span className="fb-order-state" data-state={stand.standing}>
            {t(`targets.standing.${stand.standing}`)}
          </span>
        </span>
      )}
    </li>
  );
}

/** What was reached of a target, with a mark where it should be by now. The words beside it say the same. */
export function Gauge({ stand }: { stand: Pick<Standings, 'actual' | 'target' | 'expected' | 'standing'> }) {
  const part = (value: number) => `${Math.min(100, Math.max(0, (value / stand.target) * 100))}%`;
  return (
    <span className="fb-rep-gauge" data-standing={stand.standing} aria-hidden>
      <i style={{ width: part(stand.actual) }} />
      <b style={{ insetInlineStart: part(stand.expected) }} />
    </span>
  );
}
