// The map of territories as the page shows it; what it does is in `TerritoryMap`.
import { Alert, useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { publicInfo } from '../api/queries';
import type { Language } from '../api/types';
import { type Sketch, type TerritoryData, TerritoryMap, type TerritoryMapOptions } from './territory_map';

export type Handlers = Pick<TerritoryMapOptions, 'onTerritory' | 'onOutlet' | 'onSketch' | 'onDrawn'>;

export function TerritoryPane({
  data,
  sketch,
  handlers,
  onMap,
  children,
}: {
  data: TerritoryData;
  sketch: Sketch | null;
  handlers: Handlers;
  /** For commands that are no state: a place to go to, a step back. */
  onMap: (map: TerritoryMap | null) => void;
  /** What lies over it. */
  children?: ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const dark = useComputedColorScheme('light') === 'dark';
  const language = i18n.language as Language;
  const basemap = useQuery(publicInfo).data?.basemap;
  const holder = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<TerritoryMap | null>(null);
  const [failed, setFailed] = useState(false);
  const current = useRef(handlers);
  current.current = handlers;

  // One map for as long as the page is open; the rest is told to it.
  const known = basemap !== undefined;
  useEffect(() => {
    if (!holder.current || !basemap) return;
    let made: TerritoryMap;
    try {
      made = new TerritoryMap({
        container: holder.current,
        basemap,
        dark,
        language,
        locale: {
          'Map.Title': t('territories.map'),
          'NavigationControl.ZoomIn': t('map.zoom_in'),
          'NavigationControl.ZoomOut': t('map.zoom_out'),
          'AttributionControl.ToggleAttribution': t('map.attribution'),
        },
        still: matchMedia('(prefers-reduced-motion: reduce)').matches,
        onTerritory: (id) => current.current.onTerritory(id),
        onOutlet: (id, add) => current.current.onOutlet(id, add),
        onSketch: (rings) => current.current.onSketch(rings),
        onDrawn: (...drawn) => current.current.onDrawn(...drawn),
      });
    } catch {
      // No WebGL: the lists do the same.
      setFailed(true);
      return;
    }
    setMap(made);
    onMap(made);
    return () => {
      setMap(null);
      onMap(null);
      made.destroy();
    };
  }, [known]);

  useEffect(() => map?.setLook(dark, language), [map, dark, language]);
  useEffect(() => map?.show(data), [map, data]);
  useEffect(() => map?.setSketch(sketch), [map, sketch]);

  return (
    <div className="fb-scn-map">
      <div ref={holder} className="fb-map" data-testid="territory-map" data-ready={map !== null} />
      {failed && (
        <Alert className="fb-map-failed" color="yellow" title={t('map.failed')} role="alert">
          {t('territories.map_failed_do')}
        </Alert>
      )}
      {!failed && children}
    </div>
  );
}
