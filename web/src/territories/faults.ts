// Why a territory was refused, in the reader's words, and where on the map.
import type { TFunction } from 'i18next';

const FAULTS = [
  'required',
  'too_long',
  'invalid_code',
  'invalid_type',
  'code_taken',
  'repeated',
  'unknown',
  'unknown_rep',
  'unknown_org_unit',
  'crosses_itself',
  'open_ring',
  'too_few_points',
  'out_of_range',
  'hole_outside',
  'holes_overlap',
  'polygons_overlap',
  'crosses_antimeridian',
  'unknown_cell',
  'mixed_resolutions',
  'empty',
  'too_many_points',
  'too_many_rings',
  'too_many_cells',
  'not_a_polygon',
  'not_a_feature_collection',
] as const;

export const faultWords = (code: string, t: TFunction): string =>
  t(`territories.fault.${FAULTS.find((known) => known === code) ?? 'other'}`);

/** `… at [105.85, 21.05]. …` */
export function placeIn(detail: string | null | undefined): [number, number] | null {
  const found = /\[(-?\d+(?:\.\d+)?), (-?\d+(?:\.\d+)?)\]/.exec(detail ?? '');
  return found ? [Number(found[1]), Number(found[2])] : null;
}
