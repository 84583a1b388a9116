// Pictures: made smaller, named by their bytes, and uploaded one after the other, apart from the track, so that a photo
// never holds it up.
import type { Network } from './around';
import type { Binding, Db, KeptPhoto } from './db';
import { exifOf, withExif } from './exif';
import { upload } from './http';

const EDGE = 1600;
const QUALITY = 0.85;

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

/** At most 1,600 pixels wide or high, with the camera's words. What cannot be drawn is kept as it is. */
async function smaller(picture: Blob): Promise<Blob> {
  try {
    const drawn = await createImageBitmap(picture, { imageOrientation: 'from-image' });
    const scale = Math.min(1, EDGE / Math.max(drawn.width, drawn.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(drawn.width * scale);
    canvas.height = Math.round(drawn.height * scale);
    canvas.getContext('2d')!.drawImage(drawn, 0, 0, canvas.width, canvas.height);
    drawn.close();
    const jpeg = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
    if (!jpeg) return picture;
    const words = exifOf(await bytesOf(picture));
    return words ? withExif(await bytesOf(jpeg), words) : jpeg;
  } catch {
    return picture;
  }
}

async function sha256(blob: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class Photos {
  #db: Db;
  #binding: Binding;
  #network: Network;
  #changed: () => void;
  #waiting: KeptPhoto[] = [];
  #refused: { sha256: string; code: string }[] = [];
  #running = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(db: Db, binding: Binding, network: Network, changed: () => void) {
    this.#db = db;
    this.#binding = binding;
    this.#network = network;
    this.#changed = changed;
  }

  get waiting(): readonly KeptPhoto[] {
    return this.#waiting;
  }

  get refused() {
    return this.#refused;
  }

  async begin() {
    const photos = await this.#db.photos();
    this.#waiting = photos.filter(({ state }) => state === 'waiting').sort((a, b) => a.at - b.at);
    this.#refused = photos
      .filter(({ state }) => state === 'refused')
      .map(({ sha256, code }) => ({ sha256, code: code ?? '' }));
    void this.run();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async keep(picture: Blob): Promise<string> {
    const small = await smaller(picture);
    const name = await sha256(small);
    if (await this.#db.photo(name)) return name;
    const photo: KeptPhoto = { sha256: name, picture: small, at: Date.now(), state: 'waiting', code: null };
    await this.#db.putPhoto(photo);
    this.#waiting = [...this.#waiting, photo];
    this.#changed();
    void this.run();
    return name;
  }

  /** Uploads what waits, the oldest first; whoever is connected calls it. */
  async run() {
    if (this.#running || this.#stopped) return;
    this.#running = true;
    clearTimeout(this.#timer);
    while (this.#waiting[0] && this.#network.onLine && !this.#stopped) {
      const photo = this.#waiting[0];
      const done = await upload(this.#binding.token, photo.sha256, photo.picture);
      if (typeof done === 'object' && 'later_s' in done) {
        this.#timer = setTimeout(() => void this.run(), done.later_s * 1_000);
        break;
      }
      await this.#db.putPhoto({
        ...photo,
        state: done === 'stored' ? 'stored' : 'refused',
        code: done === 'stored' ? null : done.refused,
      });
      if (done !== 'stored') this.#refused = [...this.#refused, { sha256: photo.sha256, code: done.refused }];
      this.#waiting = this.#waiting.slice(1);
      this.#changed();
    }
    this.#running = false;
  }
}
