// From territories and outlets to what the map draws of them: ground in a colour that neighbours lack, its name, outlets as
// squares in the colour of their territory, and what the check found. Pure.
import { feature, features } from '../map/geojson';
import type { Box } from '../map/geometry';
import { type Mark, marksOf, NOBODY } from '../scenarios/plan_features';
import { boxOfGround } from './ground';
import type { Checked, Ground, Place, Polygon } from './types';

/** Of one that is new, and has no colour yet. */
export const INK = '#4338ca';

const middleOf = ([west, south, east, north]: Box): [number, number] => [
  (west + east) / 2,
  (south + north) / 2,
];

/** By territory its number and colour. */
export function marksOfGrounds(grounds: readonly Ground[]): Map<number, Mark> {
  return marksOf(
    grounds.map(({ id, code, polygons }) => {
      const box = boxOfGround(polygons);
      const [lng, lat] = box ? middleOf(box) : [0, 0];
      return { rep_id: id, rep_code: code, home: box ? [lat, lng] : null };
    }),
  );
}

export interface Drawn {
  grounds: readonly Ground[];
  marks: ReadonlyMap<number, Mark>;
  /** The one that is looked at. */
  id: number | undefined;
  /** Is being drawn anew, so its old ground is not shown. */
  edited: number | undefined;
}

export function groundFeatures({ grounds, marks, id, edited }: Drawn): GeoJSON.FeatureCollection {
  return features(
    grounds
      .filter((ground) => ground.id !== edited)
      .map((ground) =>
        feature(
          { type: 'MultiPolygon', coordinates: ground.polygons },
          {
            territory: ground.id,
            color: marks.get(ground.id)?.color ?? NOBODY,
            far: id !== undefined && ground.id !== id,
          },
        ),
      ),
  );
}

export function nameFeatures({ grounds, marks, id, edited }: Drawn): GeoJSON.FeatureCollection {
  return features(
    grounds.flatMap((ground) => {
      const box = boxOfGround(ground.polygons);
      if (!box || ground.id === edited) return [];
      const number = marks.get(ground.id)?.number ?? 0;
      return [
        feature(
          { type: 'Point', coordinates: middleOf(box) },
          {
            territory: ground.id,
            name: `${ground.code} · ${ground.rep_name ?? ground.name}`,
            far: id !== undefined && ground.id !== id,
            rank: number,
          },
        ),
      ];
    }),
  );
}

/** `held`: by outlet the territories it lies in; `chosen` have a ring. */
export function placeFeatures(
  places: readonly Place[],
  held: ReadonlyMap<number, readonly number[]>,
  colors: ReadonlyMap<number, string>,
  chosen: ReadonlySet<number>,
): GeoJSON.FeatureCollection {
  return features(
    places.flatMap((place) => {
      if (!place.at) return [];
      const inside = held.get(place.id) ?? [];
      return [
        feature(
          { type: 'Point', coordinates: place.at },
          {
            outlet: place.id,
            color: inside.length === 0 ? NOBODY : (colors.get(inside[0]!) ?? NOBODY),
            nobody: inside.length === 0,
            twice: inside.length > 1,
            chosen: chosen.has(place.id),
          },
        ),
      ];
    }),
  );
}

/** What the check found of ground: what two have, and what one encloses without holding it. */
export function faultFeatures(
  overlaps: readonly Polygon[],
  checked: readonly Checked[],
): GeoJSON.FeatureCollection {
  return features([
    ...overlaps.map((coordinates) => feature({ type: 'Polygon', coordinates }, { kind: 'overlap' })),
    ...checked.flatMap(({ holes }) =>
      holes.map(({ ring }) => feature({ type: 'Polygon', coordinates: [ring] }, { kind: 'hole' })),
    ),
  ]);
}
