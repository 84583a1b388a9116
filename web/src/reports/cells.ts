// Cells of the coverage map: what each is coloured by, on which of five steps it stands, which lag most, and what the map
// draws. Pure but for the request.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { components } from '../client/schema';
import { feature, features } from '../map/geojson';
import { type Box, boxOf } from '../map/geometry';
import { STEPS, stepOf } from './figures';
import { type Asked, kpiParams } from './kpis';
import type { Paint, Size } from './search';

export type CoverageCell = components['schemas']['CoverageCell'];
type CoverageMap = components['schemas']['CoverageMap'];

/** Of H3: edges of about 1.2 km, 460 m and 170 m. */
const RESOLUTION: Record<Size, number> = { large: 7, middle: 8, small: 9 };

export const cellsQuery = (asked: Asked, size: Size) =>
  queryOptions({
    queryKey: ['kpis', 'cells', size, kpiParams(asked).toString()],
    queryFn: ({ signal }) =>
      request<CoverageMap>(`kpis/cells?${kpiParams(asked)}&resolution=${RESOLUTION[size]}`, { signal }),
    staleTime: 60_000,
  });

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** What a cell is coloured by; null where it has nothing of it. */
export function cellValue(cell: CoverageCell, paint: Paint): number | null {
  if (paint === 'coverage') return share(cell.visited, cell.assigned);
  if (paint === 'plan') return share(cell.planned_visited, cell.planned);
  return cell.sales_minor > 0 ? cell.sales_minor : null;
}

/** Where the steps above the lowest begin: shares as everywhere, money in fifths of the cells that sold. */
export function boundsOf(cells: readonly CoverageCell[], paint: Paint): readonly number[] {
  if (paint !== 'sales') return STEPS;
  const sold = cells
    .map((cell) => cell.sales_minor)
    .filter((minor) => minor > 0)
    .sort((a, b) => a - b);
  return [1, 2, 3, 4].map((fifth) => sold[Math.floor((sold.length * fifth) / 5)] ?? 0);
}

export function cellStep(value: number | null, paint: Paint, bounds: readonly number[]): number | null {
  if (paint !== 'sales') return stepOf(value);
  return value === null ? null : bounds.filter((from) => value >= from).length;
}

/** What was left undone, as many as it is; of sales what sold least of what is there. */
const left = (cell: CoverageCell, paint: Paint): number =>
  paint === 'coverage'
    ? cell.assigned - cell.visited
    : paint === 'plan'
      ? cell.planned - cell.planned_visited
      : -cell.sales_minor;

/** Where to look first. */
export const lagging = (cells: readonly CoverageCell[], paint: Paint, most: number): CoverageCell[] =>
  cells
    .filter((cell) => (paint === 'sales' ? cell.assigned > 0 : left(cell, paint) > 0))
    .sort((a, b) => left(b, paint) - left(a, paint) || a.cell.localeCompare(b.cell))
    .slice(0, most);

/** Colours of the steps, from the lowest; null is nothing to colour. The same as those of the calendar. */
export const STEP_COLORS = ['#c2410c', '#f8b48a', '#f3e2a9', '#a5d8c6', '#0b6e50'] as const;
/** Amounts are neither good nor bad: one hue, deeper where more is. */
export const SALES_COLORS = ['#dfe2fe', '#b3b8f8', '#8388f0', '#5a54dc', '#372fa8'] as const;
export const NO_COLOR = '#9aa3b2';

export const colorsOf = (paint: Paint): readonly string[] => (paint === 'sales' ? SALES_COLORS : STEP_COLORS);

export function centreOf(cell: CoverageCell): [number, number] {
  const mean = (at: 0 | 1) =>
    cell.boundary.reduce((sum, corner) => sum + (corner[at] ?? 0), 0) / cell.boundary.length;
  return [mean(0), mean(1)];
}

export interface CellData {
  cells: GeoJSON.FeatureCollection;
  labels: GeoJSON.FeatureCollection;
}

/** Cells as the map draws them, each with its number written on it. */
export function cellFeatures(
  cells: readonly CoverageCell[],
  paint: Paint,
  words: (value: number) => string,
): CellData {
  const bounds = boundsOf(cells, paint);
  const colors = colorsOf(paint);
  const drawn = cells.map((cell) => {
    const value = cellValue(cell, paint);
    const step = cellStep(value, paint, bounds);
    const ring = [...cell.boundary, cell.boundary[0] ?? []];
    const properties = {
      cell: cell.cell,
      color: step === null ? NO_COLOR : (colors[step] ?? NO_COLOR),
      label: value === null ? '–' : words(value),
    };
    return {
      cell: feature({ type: 'Polygon', coordinates: [ring] }, properties),
      label: feature({ type: 'Point', coordinates: centreOf(cell) }, properties),
    };
  });
  return { cells: features(drawn.map((one) => one.cell)), labels: features(drawn.map((one) => one.label)) };
}

export const boxOfCells = (cells: readonly CoverageCell[]): Box | null =>
  boxOf(cells.flatMap((cell) => cell.boundary.map(([lng = 0, lat = 0]): [number, number] => [lng, lat])));
