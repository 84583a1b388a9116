// Finds products as people type them: without diacritics, in any order of words, by name or code. Pure.
import { fold } from '../../format/format';

export function matches(typed: string, ...texts: string[]): boolean {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const there = fold(texts.join(' '));
  return words.every((word) => there.includes(word));
}
