// One tile of the ground out of tiles drawn in GCJ-02: up to four of them, moved by what is between the two in the middle
// of the tile. Across a tile that differs by less than half a pixel, at any zoom.
import gcoord from 'gcoord';

export interface Piece {
  x: number;
  y: number;
  /** Where it lies on the tile, in tiles. */
  left: number;
  top: number;
}

/** Less of a tile is not worth fetching another one. */
const SLIVER = 1 / 512;

const longitude = (x: number, n: number) => (x / n) * 360 - 180;
const latitude = (y: number, n: number) =>
  (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / n))) * 180) / Math.PI;
const column = (lng: number, n: number) => ((lng + 180) / 360) * n;
const row = (lat: number, n: number) => ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * n;

export const toGcj02 = (lng: number, lat: number): [number, number] =>
  gcoord.transform([lng, lat], gcoord.WGS84, gcoord.GCJ02);

/** The tiles drawn in GCJ-02 that show what belongs on this one. */
export function pieces(z: number, x: number, y: number): Piece[] {
  const n = 2 ** z;
  const [lng, lat] = toGcj02(longitude(x + 0.5, n), latitude(y + 0.5, n));
  const parts = (from: number) => {
    const first = Math.floor(from + SLIVER);
    const both = [
      { at: first, offset: first - from },
      { at: first + 1, offset: first + 1 - from },
    ];
    return both.filter(({ offset }) => offset < 1 - SLIVER);
  };
  const columns = parts(column(lng, n) - 0.5);
  const rows = parts(row(lat, n) - 0.5).filter(({ at }) => at >= 0 && at < n);
  return rows.flatMap((down) =>
    columns.map((across) => ({
      x: ((across.at % n) + n) % n,
      y: down.at,
      left: across.offset,
      top: down.offset,
    })),
  );
}

interface Asked {
  z: number;
  x: number;
  y: number;
  /** The address of a tile as the server draws it. */
  address(x: number, y: number): string;
}

/** What `gcj02://…` asks for (`datum.ts`). */
export function asked(url: string): Asked {
  const [z, x, y, scheme, template] = url.slice('gcj02://'.length).split('/');
  const address = decodeURIComponent(template!);
  const n = 2 ** Number(z);
  return {
    z: Number(z),
    x: Number(x),
    y: Number(y),
    address: (column, row) =>
      address
        .replaceAll('{z}', z!)
        .replaceAll('{x}', String(column))
        .replaceAll('{y}', String(scheme === 'tms' ? n - 1 - row : row)),
  };
}

async function picture(url: string, signal: AbortSignal): Promise<ImageBitmap | null> {
  const response = await fetch(url, { signal, credentials: 'omit' });
  return response.ok ? createImageBitmap(await response.blob()) : null;
}

export async function tile(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const { z, x, y, address } = asked(url);
  const parts = pieces(z, x, y);
  const pictures = await Promise.all(parts.map((part) => picture(address(part.x, part.y), signal)));
  const size = pictures.find((drawn) => drawn !== null)?.width;
  if (!size) throw new Error(`no tile ${z}/${x}/${y}`);
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d')!;
  for (const [i, drawn] of pictures.entries()) {
    if (!drawn) continue;
    // On whole pixels: nothing is blurred, and no seam shows.
    const { left, top } = parts[i]!;
    context.drawImage(drawn, Math.round(left * size), Math.round(top * size), size, size);
    drawn.close();
  }
  return canvas.transferToImageBitmap();
}
