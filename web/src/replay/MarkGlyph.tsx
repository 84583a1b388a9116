// A rep's mark beside its name. Decorative: the name says who it is.
import { markOf } from './marks';

export function MarkGlyph({ index, size = 22 }: { index: number; size?: number }) {
  const { path, number } = markOf(index);
  return (
    <svg
      className="fb-replay-mark"
      data-mark={number}
      width={size}
      height={size}
      viewBox="-16 -16 32 32"
      aria-hidden="true"
    >
      <path d={path} />
      <text y={number === 4 ? 7.5 : 5} textAnchor="middle" fontSize="14" fontWeight="600">
        {number}
      </text>
    </svg>
  );
}
