// Mounts the map of cells and tells it what is looked at. All drawing is in `CellMap`.
import { Alert, useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { publicInfo } from '../api/queries';
import type { Language } from '../api/types';
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
  const { t, i18n } = useTranslation();
  const dark = useComputedColorScheme('light') === 'dark';
  const language = i18n.language as Language;
  const basemap = useQuery(publicInfo).data?.basemap;
  const holder = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<CellMap | null>(null);
  const [failed, setFailed] = useState(false);
  const handler = useRef(onCell);
  handler.current = onCell;

  // One map for as long as the tab is open; the rest is told to it.
  const known = basemap !== undefined;
  useEffect(() => {
    if (!holder.current || !basemap) return;
    let made: CellMap;
    try {
      made = new CellMap({
        container: holder.current,
        basemap,
        dark,
        language,
        locale: {
          'Map.Title': label,
          'NavigationControl.ZoomIn': t('map.zoom_in'),
          'NavigationControl.ZoomOut': t('map.zoom_out'),
          'AttributionControl.ToggleAttribution': t('map.attribution'),
        },
        still: matchMedia('(prefers-reduced-motion: reduce)').matches,
        onCell: (cell) => handler.current(cell),
      });
    } catch {
      // No WebGL: the list says the same.
      setFailed(true);
      return;
    }
    setMap(made);
    return () => {
      setMap(null);
      made.destroy();
    };
  }, [known]);

  useEffect(() => map?.setLook(dark, language), [map, dark, language]);
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
      <div ref={holder} className="fb-map" data-testid="cell-map" data-ready={map !== null} />
      {failed && (
        <Alert className="fb-map-failed" color="yellow" title={t('map.failed')} role="alert">
          {t('reports.cells.map_failed_do')}
        </Alert>
      )}
    </div>
  );
}
