// Coverage by place: cells of a city coloured by what was visited, kept of the plan or sold; and the same as a list, those
// first where most is left to do.
import './adherence.css';
import '../pages/live.css';
import './cells.css';
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import { CellPane } from './CellPane';
import {
  boundsOf,
  type CoverageCell,
  cellFeatures,
  cellStep,
  cellsQuery,
  cellValue,
  centreOf,
  colorsOf,
  lagging,
  NO_COLOR,
} from './cells';
import { PAINTS, type Paint, SIZES, type Size } from './search';
import { Told } from './Told';
import type { PageOf } from './usePage';

const LISTED = 15;
/** Of the map at a street's level. */
const CLOSE_ZOOM = 15;

function useWords(paint: Paint): (value: number) => string {
  const format = useFormat();
  const currency = useCurrency();
  return (value) => (paint === 'sales' ? format.moneyShort(value, currency) : format.percent(value));
}

export function CoverageDesk({ page }: { page: PageOf }) {
  const { t } = useTranslation();
  const { search, set } = page;
  const paint = search.paint ?? 'coverage';
  const size = search.size ?? 'middle';
  const query = useQuery(cellsQuery(page.asked, size));
  return (
    <div className="fb-rep-desk">
      <div className="fb-rep-card-head">
        <SegmentedControl
          size="xs"
          aria-label={t('reports.cells.paint_head')}
          data={PAINTS.map((each) => ({ value: each, label: t(`reports.cells.paint.${each}`) }))}
          value={paint}
          onChange={(value) => set({ paint: PAINTS.find((each) => each === value && each !== 'coverage') })}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('reports.cells.size_head')}
          data={SIZES.map((each) => ({ value: each, label: t(`reports.cells.size.${each}`) }))}
          value={size}
          onChange={(value) =>
            set({ size: SIZES.find((each) => each === value && each !== 'middle') as Size, cell: undefined })
          }
        />
      </div>
      <Told query={query}>
        {({ items, without_pin }) =>
          items.length === 0 ? (
            <p className="fb-dim">{t('reports.nothing')}</p>
          ) : (
            <>
              <Cells page={page} cells={items} paint={paint} />
              {without_pin > 0 && (
                <p className="fb-dim">{t('reports.cells.without_pin', { count: without_pin })}</p>
              )}
            </>
          )
        }
      </Told>
    </div>
  );
}

function Cells({ page, cells, paint }: { page: PageOf; cells: CoverageCell[]; paint: Paint }) {
  const { t, i18n } = useTranslation();
  const words = useWords(paint);
  const { search, set } = page;
  // The words are those of the language and of what is painted.
  const data = useMemo(() => cellFeatures(cells, paint, words), [cells, paint, i18n.language]);
  const picked = cells.find(({ cell }) => cell === search.cell);
  const pick = (cell: string | null) => set({ cell: cell ?? undefined });
  return (
    <div className="fb-cells">
      <div className="fb-rep-card fb-cells-pane">
        <CellPane
          label={t('reports.cells.map')}
          cells={cells}
          data={data}
          picked={picked}
          onCell={(cell) => pick(cell === search.cell ? null : cell)}
        />
        <Key cells={cells} paint={paint} words={words} />
      </div>
      <div className="fb-rep-stack">
        {picked && <One cell={picked} />}
        <section className="fb-rep-card" aria-labelledby="rep-cells">
          <h2 id="rep-cells">{t(`reports.cells.lag.${paint}`)}</h2>
          <List cells={cells} paint={paint} words={words} picked={search.cell} onPick={pick} />
        </section>
      </div>
    </div>
  );
}

function Key({
  cells,
  paint,
  words,
}: {
  cells: readonly CoverageCell[];
  paint: Paint;
  words: (value: number) => string;
}) {
  const { t } = useTranslation();
  const bounds = boundsOf(cells, paint);
  return (
    <ul className="fb-adh-key" aria-label={t('reports.adherence.key')}>
      {colorsOf(paint).map((color, step) => {
        const below = bounds[step];
        return (
          <li key={color}>
            <i style={{ background: color }} aria-hidden />{' '}
            {below === undefined
              ? t('reports.adherence.from', { from: words(bounds[step - 1] ?? 0) })
              : t('reports.adherence.below', { to: words(below) })}
          </li>
        );
      })}
      <li>
        <i style={{ background: NO_COLOR }} aria-hidden /> {t(`reports.cells.none.${paint}`)}
      </li>
    </ul>
  );
}

function List({
  cells,
  paint,
  words,
  picked,
  onPick,
}: {
  cells: readonly CoverageCell[];
  paint: Paint;
  words: (value: number) => string;
  picked: string | undefined;
  onPick: (cell: string | null) => void;
}) {
  const { t } = useTranslation();
  const bounds = boundsOf(cells, paint);
  const shown = lagging(cells, paint, LISTED);
  if (shown.length === 0) return <p className="fb-dim">{t('reports.cells.none_lag')}</p>;
  return (
    <ol className="fb-cells-list">
      {shown.map((cell) => {
        const value = cellValue(cell, paint);
        const step = cellStep(value, paint, bounds);
        return (
          <li key={cell.cell}>
            <button
              type="button"
              aria-pressed={cell.cell === picked}
              onClick={() => onPick(cell.cell === picked ? null : cell.cell)}
            >
              <i style={{ background: step === null ? NO_COLOR : colorsOf(paint)[step] }} aria-hidden />
              <strong>{value === null ? '–' : words(value)}</strong>
              <span className="fb-dim">
                {paint === 'plan'
                  ? t('reports.cells.calls', { part: cell.planned_visited, whole: cell.planned })
                  : t('reports.cells.outlets', { part: cell.visited, whole: cell.assigned })}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** All that is known of the picked cell. */
function One({ cell }: { cell: CoverageCell }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const share = (part: number, whole: number) =>
    `${whole > 0 ? format.percent(part / whole) : '–'} (${t('reports.of', { part: format.count(part), whole: format.count(whole) })})`;
  const [lng, lat] = centreOf(cell);
  return (
    <section className="fb-rep-card" aria-labelledby="rep-cell" data-cell={cell.cell}>
      <h2 id="rep-cell">{t('reports.cells.one')}</h2>
      <div role="status">
        <dl className="fb-figures">
          <div>
            <dt>{t('reports.cells.paint.coverage')}</dt>
            <dd>{share(cell.visited, cell.assigned)}</dd>
          </div>
          <div>
            <dt>{t('reports.cells.paint.plan')}</dt>
            <dd>{share(cell.planned_visited, cell.planned)}</dd>
          </div>
          <div>
            <dt>{t('reports.cells.paint.sales')}</dt>
            <dd>{format.money(cell.sales_minor, currency)}</dd>
          </div>
        </dl>
      </div>
      <Link
        to="/map"
        search={{ at: `${lng.toFixed(4)},${lat.toFixed(4)},${CLOSE_ZOOM}` }}
        className="fb-link"
      >
        {t('reports.cells.to_map')}
      </Link>
    </section>
  );
}
