// The picked figure by day, week or month, with the period before behind it; a bar opens its rows.
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { axisOf } from './axis';
import { Chart, type Point } from './Chart';
import { isIdle, reportQuery } from './kpis';
import { spanOfKey, within } from './period';
import { GRAINS } from './search';
import { Told } from './Told';
import { grainOf, trendOf, trendSpan } from './trend';
import { useFigure } from './useFigure';
import type { PageOf } from './usePage';
import { useSpanWords } from './useSpanWords';
import { WhatIs } from './WhatIs';

export function Trend({ page }: { page: PageOf }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = useFigure();
  const spanWords = useSpanWords();
  const { definition, search, scope, before } = page;
  const span = trendSpan(page.span);
  const grain = grainOf(search, span);
  const isOfDay = page.span.from === page.span.to;
  const now = useQuery(reportQuery({ ...scope, ...span, by: [grain] }));
  const then = useQuery({
    ...reportQuery({ ...scope, ...before, by: ['day'] }),
    enabled: grain === 'day' && !isOfDay,
  });
  const isHeld = then.data !== undefined && !isIdle(then.data.total) && grain === 'day' && !isOfDay;
  if (!definition) return null;
  const title = figure.name(definition);
  const pointsOf = (rows: Parameters<typeof trendOf>[2]): Point[] => {
    const earlier = isHeld ? { span: before, rows: then.data.rows } : undefined;
    return trendOf(grain, span, rows, earlier, definition.code).map(({ key, cell, against }) => ({
      key,
      label: spanWords(within(spanOfKey(key), span)),
      short: grain === 'month' ? key.slice(5) : format.dayOfMonth(spanOfKey(key).from),
      value: cell?.value ?? null,
      against: against?.value,
      marked: isOfDay && key === span.to,
      quiet: cell === undefined,
    }));
  };
  return (
    <section className="fb-rep-card" aria-labelledby="rep-trend">
      <div className="fb-rep-card-head">
        <h2 id="rep-trend">
          {title} <WhatIs definition={definition} />
        </h2>
        <SegmentedControl
          size="xs"
          aria-label={t('reports.grain_head')}
          data={GRAINS.map((each) => ({ value: each, label: t(`reports.grain.${each}`) }))}
          value={grain}
          onChange={(value) => page.set({ grain: GRAINS.find((each) => each === value && each !== 'day') })}
        />
      </div>
      <Told query={now}>
        {({ rows }) => {
          const points = pointsOf(rows);
          const values = points.flatMap((point) => [point.value, point.against ?? null]);
          return (
            <>
              <Chart
                key={grain}
                title={title}
                points={points}
                axis={axisOf(
                  definition.unit,
                  values.filter((value) => value !== null),
                )}
                kind={definition.unit === 'share' || definition.unit === 'time_of_day_ms' ? 'line' : 'bars'}
                against={isHeld ? spanWords(before) : undefined}
                words={(value) => figure.value(definition, value)}
                short={(value) => figure.short(definition, value)}
                onPick={(key) => page.open({ kpi: definition.code, ...within(spanOfKey(key), span) })}
              />
              {isHeld && (
                <p className="fb-rep-key fb-dim">
                  <i data-of="now" aria-hidden /> {spanWords(span)} <i data-of="before" aria-hidden />{' '}
                  {spanWords(before)}
                </p>
              )}
            </>
          );
        }}
      </Told>
    </section>
  );
}
