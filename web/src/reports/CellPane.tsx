// Mounts the map of cells and tells it what is looked at. All drawing is in `CellMap`.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { DeskMapHolder, useDeskMap } from '../map/useDeskMap';
import { CellMap } from './cell_map';
import { boxOfCells, type CellData, type CoverageCell, centreOf } from './cells';

export function CellPane({
  label,
  cells,
  data,
  picked,
  onCell,
}: {
  /** What the map shows, for who does not see it. */
  label: string;
  cells: readonly CoverageCell[];
  data: CellData;
  picked: CoverageCell | undefined;
  onCell: (cell: string | null) => void;
}) {
  const { t } = useTranslation();
  const handler = useRef(onCell);
  handler.current = onCell;

  const mounted = useDeskMap(
    label,
    (options) =>
      new CellMap({
        ...options,
        onCell: (cell) => handler.current(cell),
      }),
  );
  const { map } = mounted;
  useEffect(() => map?.show(data), [map, data]);
  useEffect(() => map?.pick(picked?.cell ?? null, picked ? centreOf(picked) : null), [map, picked]);

  // What was shown already is not shown again: the map belongs to the hand that moves it.
  const placed = useRef(false);
  useEffect(() => {
    if (!map || placed.current || cells.length === 0) return;
    placed.current = true;
    map.fit(boxOfCells(cells));
  }, [map, cells]);

  return (
    <div className="fb-cells-map">
      <DeskMapHolder mounted={mounted} id="cell-map" instead={t('reports.cells.map_failed_do')} />
    </div>
  );
}
