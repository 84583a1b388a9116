// A track as a file for other programs. Asking for it is a read like any other: logged, and shown to the rep.
import { download } from '../api/client';

export const FORMATS = ['gpx', 'kml', 'xlsx', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

export async function saveTrack(
  rep: number,
  name: string,
  { fromAt, toAt }: { fromAt: string; toAt: string },
  format: Format,
) {
  const asked = new URLSearchParams({ from: fromAt, to: toAt, format });
  const file = await download(`reps/${rep}/track?${asked}`, '*/*');
  const href = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = href;
  link.download = `${name}.${format}`;
  link.click();
  URL.revokeObjectURL(href);
}
