// A text that a company writes in up to three languages.
export interface Words {
  en?: string;
  vi?: string;
  zh?: string;
}

/** In the reader's language, else in one there is. */
export const inWords = (words: Words, language: string): string =>
  words[language as keyof Words] ?? words.en ?? words.vi ?? words.zh ?? '';
