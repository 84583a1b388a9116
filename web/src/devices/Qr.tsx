// A code to scan. Dark on light, whatever the page looks like.
import { encode } from 'uqr';
import { squares } from './devices';

/** Squares left light about the code: scanners want them. */
const MARGIN = 4;

export function Qr({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: MARGIN });
  return (
    <svg
      className="fb-rec-qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
      data-testid="enrol-qr"
    >
      <path d={squares(data)} fill="#000" />
    </svg>
  );
}
