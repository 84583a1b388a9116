// The shapes of `/api/v1/territories`, and the outlets that may lie in one. Areas are square metres, longitude first.

/** Closed: the first position again at the end. */
export type Ring = [number, number][];
/** The outer ring, then its holes. */
export type Polygon = Ring[];

export type Shape = { kind: 'polygons'; polygons: Polygon[] } | { kind: 'cells'; cells: string[] };

/** As the list tells it, without the shape. */
export interface Territory {
  id: number;
  code: string;
  name: string;
  org_unit_id: number;
  org_unit_code: string;
  rep_id: number | null;
  rep_code: string | null;
  rep_name: string | null;
  kind: 'cells' | 'polygons';
  area_m2: number;
  version: number;
  shape?: Shape;
}

/** With its ground, as it is drawn. */
export interface Ground extends Territory {
  polygons: Polygon[];
  /** Whose outline the polygons are; null where it was drawn. */
  cells: string[] | null;
}

export interface TerritoryPut {
  code?: string;
  name?: string;
  org_unit_id?: number;
  rep_id?: number | null;
  shape?: Shape;
}

/** An open outlet with what its calls come to in four weeks. */
export interface Place {
  id: number;
  code: string;
  name: string;
  class: string;
  channel: string | null;
  at: [number, number] | null;
  /** Today's. */
  rep_id: number | null;
  visits: number;
  service_minutes: number;
  /** Null where no scenario knows it. */
  value_minor: number | null;
}

export interface Checked {
  id: number;
  code: string;
  name: string;
  rep_code: string | null;
  outlets: number;
  area_m2: number;
  parts: number;
  compactness_permille: number;
  holes: { ring: Ring; area_m2: number }[];
}

export interface Overlap {
  id: number;
  code: string;
  other_id: number;
  other_code: string;
  area_m2: number;
  outlets: number;
  outlet_ids: number[];
}

export interface PinnedOutlet {
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  class: string;
  lat: number | null;
  lng: number | null;
  rep_id: number | null;
  rep_code: string | null;
}

export interface Check {
  outlets: number;
  without_pin: number;
  territories: Checked[];
  overlapping: number;
  overlaps: Overlap[];
  unclaimed: { count: number; outlets: PinnedOutlet[] } | null;
  refused: { id: number; code: string; why: string; detail: string }[];
}

export interface ImportRow {
  index: number;
  code?: string;
  status: 'created' | 'updated' | 'unchanged' | 'error';
  error?: { pointer: string; code: string; detail?: string }[] | null;
}

export interface ImportAnswer {
  dry_run: boolean;
  created: number;
  updated: number;
  unchanged: number;
  errors: number;
  results: ImportRow[];
}
