// The map of territories as the page shows it; what it does is in `TerritoryMap`.
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { DeskMapHolder, useDeskMap } from '../map/useDeskMap';
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
  const { t } = useTranslation();
  const current = useRef(handlers);
  current.current = handlers;

  const mounted = useDeskMap(
    t('territories.map'),
    (options) =>
      new TerritoryMap({
        ...options,
        onTerritory: (id) => current.current.onTerritory(id),
        onOutlet: (id, add) => current.current.onOutlet(id, add),
        onSketch: (rings) => current.current.onSketch(rings),
        onDrawn: (...drawn) => current.current.onDrawn(...drawn),
      }),
  );
  const { map } = mounted;
  useEffect(() => {
    onMap(map);
    return () => onMap(null);
  }, [map]);
  useEffect(() => map?.show(data), [map, data]);
  useEffect(() => map?.setSketch(sketch), [map, sketch]);

  return (
    <div className="fb-scn-map">
      <DeskMapHolder mounted={mounted} id="territory-map" instead={t('territories.map_failed_do')} />
      {!mounted.failed && children}
    </div>
  );
}
