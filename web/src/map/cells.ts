// Aggregated cells at low zoom: a ring whose arcs are what the reps in it do, with their number inside. Real buttons
// over the map, so that they can be reached without a mouse.
import { type Map as MapLibreMap, Marker } from 'maplibre-gl';
import { STATUS_COLOR } from '../app/palette';
import type { Cell } from '../live/protocol';

const LIMIT = 400;
const SVG = 'http://www.w3.org/2000/svg';

interface Drawn {
  marker: Marker;
  cell: Cell;
  arcs: SVGSVGElement;
  text: HTMLElement;
}

export class CellMarkers {
  private readonly drawn = new Map<string, Drawn>();

  constructor(
    private readonly map: MapLibreMap,
    private readonly label: (count: number) => string,
  ) {}

  /** A cell that changed is a new object: the others are not looked at. */
  show(cells: ReadonlyMap<string, Cell>) {
    let shown = 0;
    for (const [id, cell] of cells) {
      if (shown++ >= LIMIT) break;
      const old = this.drawn.get(id);
      if (old?.cell === cell) continue;
      if (old) this.dress(old, cell);
      else this.drawn.set(id, this.make(cell));
    }
    for (const [id, { marker }] of this.drawn) {
      if (!cells.has(id)) {
        marker.remove();
        this.drawn.delete(id);
      }
    }
  }

  private make(cell: Cell): Drawn {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'fb-cell';
    button.onclick = () =>
      this.map.easeTo({
        center: [cell.lng, cell.lat],
        zoom: Math.min(15, this.map.getZoom() + 2.2),
        duration: 500,
      });
    const arcs = document.createElementNS(SVG, 'svg');
    arcs.setAttribute('viewBox', '0 0 40 40');
    arcs.setAttribute('aria-hidden', 'true');
    const text = document.createElement('span');
    button.append(arcs, text);
    const marker = new Marker({ element: button }).setLngLat([cell.lng, cell.lat]).addTo(this.map);
    const drawn = { marker, cell, arcs, text };
    this.dress(drawn, cell);
    return drawn;
  }

  private dress(drawn: Drawn, cell: Cell) {
    drawn.cell = cell;
    const button = drawn.marker.getElement();
    const size = Math.round(34 + Math.min(30, Math.sqrt(cell.count) * 4));
    button.style.width = `${size}px`;
    button.style.height = `${size}px`;
    // MapLibre names every marker "Map marker"; ours says what it holds.
    button.setAttribute('aria-label', this.label(cell.count));
    drawn.text.textContent = String(cell.count);
    drawn.arcs.replaceChildren(...arcsOf(cell));
  }
}

function arcsOf(cell: Cell): SVGElement[] {
  const offline = cell.by_presence.offline ?? 0;
  const parts: [string, number][] = cell.by_activity
    ? [
        [STATUS_COLOR.travelling, cell.by_activity.travelling ?? 0],
        [STATUS_COLOR.in_visit, cell.by_activity.in_visit ?? 0],
        [STATUS_COLOR.idle, cell.by_activity.idle ?? 0],
        [STATUS_COLOR.break, cell.by_activity.break ?? 0],
        [STATUS_COLOR.off_session, cell.by_activity.off_session ?? 0],
      ]
    : [
        [STATUS_COLOR.in_visit, cell.count - offline],
        [STATUS_COLOR.no_signal, offline],
      ];
  const total = Math.max(
    1,
    parts.reduce((sum, [, n]) => sum + n, 0),
  );
  const round = 2 * Math.PI * 17;
  const arcs: SVGElement[] = [];
  let from = 0;
  for (const [color, n] of parts) {
    if (n === 0) continue;
    const arc = document.createElementNS(SVG, 'circle');
    arc.setAttribute('cx', '20');
    arc.setAttribute('cy', '20');
    arc.setAttribute('r', '17');
    arc.setAttribute('fill', 'none');
    arc.setAttribute('stroke', color);
    arc.setAttribute('stroke-width', '5');
    arc.setAttribute('stroke-dasharray', `${(n / total) * round} ${round}`);
    arc.setAttribute('stroke-dashoffset', String(-(from / total) * round));
    arc.setAttribute('transform', 'rotate(-90 20 20)');
    arcs.push(arc);
    from += n;
  }
  return arcs;
}
