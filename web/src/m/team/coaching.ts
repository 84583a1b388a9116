// What a supervisor says of a visit that he rode along on: three short answers, kept as the one note that a joint visit
// has. Pure.
export const POINTS = ['well', 'better', 'agreed'] as const;
export type Point = (typeof POINTS)[number];
export type Coaching = Record<Point, string>;

/** As long as the server takes, all together. */
export const NOTE_MAX = 2_000;

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/** One line for each answer, under its label. */
export const noteOf = (coaching: Coaching, labels: Record<Point, string>): string =>
  POINTS.filter((point) => oneLine(coaching[point]))
    .map((point) => `${labels[point]}: ${oneLine(coaching[point])}`)
    .join('\n');

/** What a note says to which point, whichever of the languages it was written in; what has no label is the first. */
export function readNote(note: string, labels: readonly Record<Point, string>[]): Coaching {
  const coaching: Coaching = { well: '', better: '', agreed: '' };
  for (const line of note.split('\n')) {
    let point: Point = 'well';
    let text = line;
    for (const words of labels)
      for (const each of POINTS)
        if (line.startsWith(`${words[each]}:`)) {
          point = each;
          text = line.slice(words[each].length + 1);
        }
    coaching[point] = oneLine(`${coaching[point]} ${text}`);
  }
  return coaching;
}

/** Characters as the server counts them. */
export const lengthOf = (text: string): number => [...text].length;
