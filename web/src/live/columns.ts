// Binary frames of the live feed (`fieldbeat.live.v1.bin`): columns read where they lie, without a copy and without an
// object per rep. The bytes are drawn in docs/protocol-live.md, "Binary columns". Knows no socket and no world.

/** What the page offers the server, which takes the first it speaks. */
export const TEXT = 'fieldbeat.live.v1';
export const COLUMNS = 'fieldbeat.live.v1.bin';

const MAGIC = 0xfb;
const LAYOUT = 1;
const HEADER = 24;
const ROW = 38;

export interface Columns {
  /** Reps in the frame; every column but `gone` is as long. */
  n: number;
  /** Epoch milliseconds of the newest fix. */
  at: Float64Array;
  id: Int32Array;
  /** 1e-7 degree. */
  lat: Int32Array;
  lng: Int32Array;
  /** Decimetres, negative where unknown. */
  accuracy: Int32Array;
  /** Centimetres a second, negative where unknown. */
  speed: Int32Array;
  gone: Int32Array;
  /** Hundredths of a degree, `NO_BEARING` where unknown. */
  bearing: Uint16Array;
  visited: Uint16Array;
  planned: Uint16Array;
  /** Per cent, `NO_BATTERY` where unknown. */
  battery: Uint8Array;
  presence: Uint8Array;
  activity: Uint8Array;
  flags: Uint8Array;
}

export const NO_BEARING = 0xffff;
export const NO_BATTERY = 0xff;

export type ColumnsFrame =
  | { type: 'snapshot'; sub: number; level: 'rep'; columns: Columns }
  | { type: 'delta'; sub: number; seq: number; columns: Columns };

/** `null`: not a frame of this layout. */
export function decode(buffer: ArrayBuffer): ColumnsFrame | null {
  if (buffer.byteLength < HEADER) return null;
  const head = new DataView(buffer);
  const n = head.getUint32(4, true);
  const g = head.getUint32(20, true);
  const kind = head.getUint8(2);
  if (head.getUint8(0) !== MAGIC || head.getUint8(1) !== LAYOUT || kind < 1 || kind > 2) return null;
  if (buffer.byteLength !== HEADER + ROW * n + 4 * g) return null;
  let offset = HEADER;
  const next = <T>(
    make: new (buffer: ArrayBuffer, offset: number, length: number) => T,
    bytes: number,
    length = n,
  ) => {
    const column = new make(buffer, offset, length);
    offset += bytes * length;
    return column;
  };
  const columns: Columns = {
    n,
    at: next(Float64Array, 8),
    id: next(Int32Array, 4),
    lat: next(Int32Array, 4),
    lng: next(Int32Array, 4),
    accuracy: next(Int32Array, 4),
    speed: next(Int32Array, 4),
    gone: next(Int32Array, 4, g),
    bearing: next(Uint16Array, 2),
    visited: next(Uint16Array, 2),
    planned: next(Uint16Array, 2),
    battery: next(Uint8Array, 1),
    presence: next(Uint8Array, 1),
    activity: next(Uint8Array, 1),
    flags: next(Uint8Array, 1),
  };
  const sub = head.getFloat64(8, true);
  return kind === 1
    ? { type: 'snapshot', sub, level: 'rep', columns }
    : { type: 'delta', sub, seq: head.getUint32(16, true), columns };
}
