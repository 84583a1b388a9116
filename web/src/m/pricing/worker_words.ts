// What page and price worker say to each other.
import type { Answer, Ask, Book } from './types';

export interface Request {
  n: number;
  /** Where it is another than before. */
  book?: Book;
  asks: Ask[];
}

export type Reply = { n: number; answers: Answer[] } | { n: number; error: string };
