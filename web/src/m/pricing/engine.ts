// The price engine behind its door of bytes: JSON in, JSON out. Knows no worker, no page and no clock.
import { touched } from './touched';
import type { Answer, Ask, Book } from './types';

/** What `pricing/wasm` exports. */
interface Door {
  memory: WebAssembly.Memory;
  input: (bytes: number) => number;
  price: () => number;
  output: () => number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Engine {
  private book: Book | null = null;

  private constructor(private readonly door: Door) {}

  static async from(wasm: BufferSource): Promise<Engine> {
    const { instance } = await WebAssembly.instantiate(wasm, {});
    return new Engine(instance.exports as unknown as Door);
  }

  read(book: Book): void {
    this.book = book;
  }

  price(ask: Ask): Answer {
    if (!this.book) throw new Error('no book was read');
    return this.answer({ book: touched(this.book, ask), ask });
  }

  /** By exactly this book. */
  answer(request: { book: Book; ask: Ask }): Answer {
    const bytes = encoder.encode(JSON.stringify(request));
    const { memory, input, price, output } = this.door;
    const at = input(bytes.length);
    // A view of now: the memory may have grown.
    new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
    const length = price();
    return JSON.parse(decoder.decode(new Uint8Array(memory.buffer, output(), length))) as Answer;
  }
}
