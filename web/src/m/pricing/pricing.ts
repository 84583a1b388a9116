// The page's side of the price worker: asks it, and sends the book along when it is another one. A worker
// that broke is started anew at the next question.
import type { Answer, Ask, Book } from './types';
import type { Reply, Request } from './worker_words';

interface Waiting {
  settle: (answers: Answer[]) => void;
  fail: (error: Error) => void;
}

let worker: Worker | null = null;
let told: Book | null = null;
let last = 0;
const waiting = new Map<number, Waiting>();

function start(): Worker {
  const made = new Worker(new URL('./price-worker.ts', import.meta.url), {
    type: 'module',
    name: 'price-worker',
  });
  made.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    const who = waiting.get(data.n);
    waiting.delete(data.n);
    if ('error' in data) {
      stop(new Error(data.error));
      who?.fail(new Error(data.error));
    } else who?.settle(data.answers);
  });
  made.addEventListener('error', (event) => stop(new Error(event.message || 'the price worker broke')));
  return made;
}

function stop(error: Error) {
  worker?.terminate();
  worker = null;
  told = null;
  for (const { fail } of waiting.values()) fail(error);
  waiting.clear();
}

/** An answer for each question, by one book. */
export function price(book: Book, asks: Ask[]): Promise<Answer[]> {
  worker ??= start();
  const request: Request = { n: ++last, asks };
  if (book !== told) {
    request.book = book;
    told = book;
  }
  const sent = worker;
  return new Promise((settle, fail) => {
    waiting.set(request.n, { settle, fail });
    sent.postMessage(request);
  });
}
