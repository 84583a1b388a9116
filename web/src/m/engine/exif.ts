// What a camera wrote into a JPEG, carried over to a smaller copy of it: the server compares its time and place with
// the visit and then forgets them. Pure, on bytes.

const APP1 = 0xe1;

/** The segment that holds the camera's words, with its marker; null where there is none. */
export function exifOf(jpeg: Uint8Array): Uint8Array<ArrayBuffer> | null {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return null;
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff; ) {
    const marker = jpeg[at + 1]!;
    // Of the picture itself: no more words before it.
    if (marker === 0xda) return null;
    const end = at + 2 + view.getUint16(at + 2);
    if (end > jpeg.length) return null;
    if (marker === APP1 && String.fromCharCode(...jpeg.subarray(at + 4, at + 8)) === 'Exif')
      return upright(jpeg.slice(at, end));
    at = end;
  }
  return null;
}

/** The copy is drawn upright, so its words must not turn it again. */
function upright(segment: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(segment.buffer);
  const base = 10;
  if (segment.length < base + 8) return segment;
  const little = view.getUint16(base) === 0x4949;
  const directory = base + view.getUint32(base + 4, little);
  if (directory + 2 > segment.length) return segment;
  const entries = view.getUint16(directory, little);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + 12 * i;
    if (entry + 12 > segment.length) break;
    if (view.getUint16(entry, little) === 0x0112) view.setUint16(entry + 8, 1, little);
  }
  return segment;
}

/** The words right behind the start of the picture, where readers look for them. */
export const withExif = (jpeg: Uint8Array<ArrayBuffer>, segment: Uint8Array<ArrayBuffer>) =>
  new Blob([jpeg.subarray(0, 2), segment, jpeg.subarray(2)], { type: 'image/jpeg' });
