// Mounts the map beside a list and tells it what is looked at. All drawing is in `PlaceMap`.
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LatLng } from '../api/types';
import { feature, features } from '../map/geojson';
import { boxOf, circle } from '../map/geometry';
import { DeskMapHolder, useDeskMap } from '../map/useDeskMap';
import { PlaceMap } from './place_map';

export interface Dot {
  id: number;
  lat: number;
  lng: number;
  name: string;
  /** Its place in an order. */
  number?: string;
  picked?: boolean;
  hollow?: boolean;
}

/** Where no basemap says where the company is. */
export const NOWHERE: LatLng = { lat: 21.03, lng: 105.85 };

export type Area = { radius_m: number } | { polygon: GeoJSON.Geometry };

export function PlacePane({
  label,
  dots,
  area,
  pin,
  look,
  close,
  onDot,
  onPin,
}: {
  /** What the map shows, for who does not see it. */
  label: string;
  dots: readonly Dot[];
  /** About the pin, or else the picked dot. */
  area?: Area;
  /** Moved by hand. */
  pin?: LatLng | null;
  /** Another value: the map looks at all that it shows. Else it stays where the hand left it. */
  look: string;
  /** At the pin or the picked dot alone, where there is one. */
  close?: boolean;
  onDot?: (id: number) => void;
  onPin?: (place: LatLng) => void;
}) {
  const { t } = useTranslation();
  const handlers = useRef({ onDot, onPin });
  handlers.current = { onDot, onPin };

  const mounted = useDeskMap(
    label,
    (options) =>
      new PlaceMap({
        ...options,
        locale: { ...options.locale, 'Marker.Title': t('records.pin') },
        pin: t('records.pin'),
        onDot: (id) => handlers.current.onDot?.(id),
        onPin: (place) => handlers.current.onPin?.(place),
      }),
  );
  const { map } = mounted;

  const data = useMemo(() => {
    const middle = pin ?? dots.find(({ picked }) => picked);
    return {
      dots: features(
        dots.map(({ lng, lat, number, ...dot }) =>
          feature(
            { type: 'Point', coordinates: [lng, lat] },
            { ...dot, number: number !== undefined, text: number ?? '' },
          ),
        ),
      ),
      area: features(
        !area
          ? []
          : 'polygon' in area
            ? [feature(area.polygon, {})]
            : middle
              ? [feature(circle(middle, area.radius_m), {})]
              : [],
      ),
    };
  }, [dots, area, pin]);
  useEffect(() => map?.show(data), [map, data]);
  useEffect(() => map?.setPin(pin ?? null), [map, pin]);

  // What was shown already is not shown again: the map belongs to the hand that moves it.
  const shown = useRef('');
  useEffect(() => {
    if (!map || shown.current === look) return;
    const middle = pin ?? dots.find(({ picked }) => picked);
    const places = middle && close ? [middle] : [...dots, ...(pin ? [pin] : [])];
    if (places.length === 0) return;
    shown.current = look;
    map.fit(boxOf(places.map(({ lng, lat }) => [lng, lat])));
  }, [map, dots, pin, look, close]);

  return (
    <div className="fb-rec-map">
      <DeskMapHolder mounted={mounted} id="map" instead={t('records.map_failed')} />
    </div>
  );
}
