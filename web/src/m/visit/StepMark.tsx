// The picture of a step. Says nothing that its name does not.
import type { Step } from './visit_steps';

const PATHS: Record<Step['kind'], string> = {
  order: 'M4 5h2l2 11h10l2-8H7M9 20h.01M17 20h.01',
  offers: 'M6 3h9l4 4v14H6zM14 3v5h5M9 17l6-6M9.5 12h.01M14.5 16h.01',
  collection: 'M3 7h18v10H3zM12 9.5v5M9.5 12h5M6 10v4M18 10v4',
  stock_count: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM14 17l2 2 4-4',
  audit: 'M7 4h10v16H7zM10 9h4M10 13h4M9 3h6',
  survey: 'M5 5h14v11h-8l-4 4v-4H5zM9 9h6M9 12h4',
  display: 'M4 5h16v11H4zM12 16v4M8 20h8M8 9h8',
  photo: 'M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.5 3.5 0 100-7 3.5 3.5 0 000 7z',
  tasks: 'M5 7l1.5 1.5L9 6M5 13l1.5 1.5L9 12M12 7h7M12 13h7M12 18h7',
  competitor: 'M12 4a8 8 0 100 16 8 8 0 000-16zM12 8a4 4 0 100 8 4 4 0 000-8z',
  note: 'M5 4h14v16H5zM8 9h8M8 13h8M8 17h4',
  return: 'M9 7L4 12l5 5M4 12h11a5 5 0 010 10',
};

export const StepMark = ({ kind }: { kind: Step['kind'] }) => (
  <svg className="v-mark" viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[kind]} />
  </svg>
);
