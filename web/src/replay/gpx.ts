// A track as a file for other programs. Asking for it is a read like any other: logged, and shown to the rep.
import { download } from '../api/client';

export async function saveTrack(
  rep: number,
  name: string,
  { fromAt, toAt }: { fromAt: string; toAt: string },
) {
  const asked = new URLSearchParams({ from: fromAt, to: toAt });
  const file = await download(`reps/${rep}/track?${asked}`, 'application/gpx+xml');
  const href = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = href;
  link.download = `${name}.gpx`;
  link.click();
  URL.revokeObjectURL(href);
}
