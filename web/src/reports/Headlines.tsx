// The few figures that say how the field does; each opens its rows.
import { useTranslation } from 'react-i18next';
import { ChangeMark } from './ChangeMark';
import { changeOf } from './figures';
import type { Kpis } from './kpis';
import { HEADLINES } from './overview';
import { useFigure } from './useFigure';
import type { Look } from './useLook';
import { WhatIs } from './WhatIs';

export function Headlines({
  look,
  now,
  before,
  kpis = HEADLINES,
}: {
  look: Look;
  now: Kpis;
  before: Kpis | undefined;
  kpis?: readonly string[];
}) {
  const { t } = useTranslation();
  const figure = useFigure();
  return (
    <ul className="fb-rep-tiles fb-over-tiles" aria-label={t('overview.headlines')}>
      {kpis.flatMap((code) => {
        const definition = look.find(code);
        const cell = now[code];
        if (!definition || !cell) return [];
        const name = figure.name(definition);
        const short = figure.short(definition, cell.value);
        const parts = figure.parts(definition, cell);
        return [
          <li key={code} className="fb-rep-tile" data-kpi={code}>
            <span className="fb-rep-tile-head">
              <span className="fb-dim">{name}</span>
              <WhatIs definition={definition} />
            </span>
            <button
              type="button"
              className="fb-rep-value"
              aria-label={t('reports.rows_of', { name, value: short })}
              title={figure.value(definition, cell.value)}
              onClick={() => look.open({ kpi: code })}
            >
              {short}
            </button>
            {parts && <span className="fb-dim">{parts}</span>}
            {before && (
              <ChangeMark
                change={changeOf(definition, cell, before[code])}
                before={figure.value(definition, before[code]?.value)}
              />
            )}
          </li>,
        ];
      })}
    </ul>
  );
}
