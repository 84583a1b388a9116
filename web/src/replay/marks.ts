// The marks of the reps on one clock: a colour, a shape and a number each, so that none of the three is needed to tell
// them apart. Paths are for a canvas and for SVG alike.

export interface Mark {
  number: number;
  light: string;
  dark: string;
  /** Around 0,0 and about 11 wide each way. */
  path: string;
}

const polygon = (corners: number, radius: number, turn: number): string => {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = turn + (i / corners) * 2 * Math.PI;
    return `${(radius * Math.sin(angle)).toFixed(2)} ${(-radius * Math.cos(angle)).toFixed(2)}`;
  });
  return `M${points.join('L')}Z`;
};

const MARKS: readonly Mark[] = [
  { number: 1, light: '#0b5fc2', dark: '#6cb4ff', path: 'M-11 0A11 11 0 1 1 11 0A11 11 0 1 1 -11 0Z' },
  { number: 2, light: '#b8430a', dark: '#ff9d63', path: 'M-10 -10H10V10H-10Z' },
  { number: 3, light: '#0a7350', dark: '#46d29c', path: polygon(4, 14, 0) },
  { number: 4, light: '#96307f', dark: '#ec97db', path: polygon(3, 15.5, 0) },
  { number: 5, light: '#6b5300', dark: '#dcbb52', path: polygon(6, 12.5, 0) },
  { number: 6, light: '#006a78', dark: '#52cbd8', path: polygon(5, 13, 0) },
];

export const markOf = (index: number): Mark => MARKS[index % MARKS.length]!;

export const colorOf = (mark: Mark, dark: boolean): string => (dark ? mark.dark : mark.light);
