// The price engine behind its door of bytes: JSON in, JSON out. Knows no worker, no page and no clock.
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
  /** The book as the engine reads it: written out once, however often something is asked. */
  private book: Uint8Array | null = null;

  private constructor(private readonly door: Door) {}

  static async from(wasm: BufferSource): Promise<Engine> {
    const { instance } = await WebAssembly.instantiate(wasm, {});
    return new Engine(instance.exports as unknown as Door);
  }

  read(book: Book): void {
    this.book = encoder.encode(`{"book":${JSON.stringify(book)},"ask":`);
  }

  price(ask: Ask): Answer {
    if (!this.book) throw new Error('no book was read');
    const rest = encoder.encode(`${JSON.stringify(ask)}}`);
    const { memory, input, price, output } = this.door;
    const at = input(this.book.length + rest.length);
    // A view of now: the memory may have grown.
    const room = new Uint8Array(memory.buffer, at, this.book.length + rest.length);
    room.set(this.book);
    room.set(rest, this.book.length);
    const length = price();
    return JSON.parse(decoder.decode(new Uint8Array(memory.buffer, output(), length))) as Answer;
  }
}
