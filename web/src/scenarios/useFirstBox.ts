// A map that is shown for the first time shows all of it; from then on it belongs to the hand that moves it.
import { useEffect, useRef } from 'react';
import { type Box, boxOf } from '../map/geometry';

export function useFirstBox(
  map: { fit(box: Box | null): void } | null,
  places: readonly { at: [number, number] | null }[],
) {
  const placed = useRef(false);
  useEffect(() => {
    if (!map || placed.current || places.length === 0) return;
    placed.current = true;
    map.fit(boxOf(places.flatMap(({ at }) => (at ? [at] : []))));
  }, [map, places]);
}
