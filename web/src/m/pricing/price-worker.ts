// The price engine in a thread of its own: the only place of the page that may run WebAssembly, so that
// typing never waits for it. Answers one request after the other.
import wasm from 'fieldbeat:pricing.wasm';
import { Engine } from './engine';
import type { Reply, Request } from './worker_words';

const engine = fetch(wasm)
  .then((response) => {
    if (!response.ok) throw new Error(`the price engine did not load: ${response.status}`);
    return response.arrayBuffer();
  })
  .then((bytes) => Engine.from(bytes));

async function answer(request: Request): Promise<Reply> {
  try {
    const ready = await engine;
    if (request.book) ready.read(request.book);
    return { n: request.n, answers: request.asks.map((ask) => ready.price(ask)) };
  } catch (error) {
    return { n: request.n, error: error instanceof Error ? error.message : String(error) };
  }
}

self.addEventListener('message', async ({ data }: MessageEvent<Request>) => {
  self.postMessage(await answer(data));
});
