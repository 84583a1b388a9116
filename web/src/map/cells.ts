// Aggregated cells at low zoom: a ring whose arcs are what the reps in it do, with their number inside. Real buttons
// over the map, so that they can be reached without a mouse.
import { type Map as MapLibreMap, Marker } from 'maplibre-gl';
import { STATUS_COLOR } from '../app/palette';
import type { Cell } from '../live/protocol';

const LIMIT = 400;
const SVG = 'http://www.w3.org/2000/svg';

export class CellMarkers {
  private readonly markers = new Map<string, { marker: Marker; key: string }>();

  constructor(
    private readonly map: MapLibreMap,
    private readonly label: (count: number) => string,
  ) {}

  show(cells: ReadonlyMap<string, Cell>) {
    let shown = 0;
    for (const [id, cell] of cells) {
      if (shown++ >= LIMIT) break;
      const key = JSON.stringify([cell.count, cell.by_presence, cell.by_activity]);
      const old = this.markers.get(id);
      if (old?.key === key) continue;
      old?.marker.remove();
      const element = this.draw(cell);
      const marker = new Marker({ element }).setLngLat([cell.lng, cell.lat]).addTo(this.map);
      // MapLibre names every marker "Map marker"; ours says what it holds.
      element.setAttribute('aria-label', this.label(cell.count));
      this.markers.set(id, { marker, key });
    }
    for (const [id, { marker }] of this.markers) {
      if (!cells.has(id)) {
        marker.remove();
        this.markers.delete(id);
      }
    }
  }

  private draw(cell: Cell): HTMLElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'fb-cell';
    const size = Math.round(34 + Math.min(30, Math.sqrt(cell.count) * 4));
    button.style.width = `${size}px`;
    button.style.height = `${size}px`;
    button.onclick = () =>
      this.map.easeTo({
        center: [cell.lng, cell.lat],
        zoom: Math.min(15, this.map.getZoom() + 2.2),
        duration: 500,
      });
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 40 40');
    svg.setAttribute('aria-hidden', 'true');
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
      svg.append(arc);
      from += n;
    }
    const text = document.createElement('span');
    text.textContent = String(cell.count);
    button.append(svg, text);
    return button;
  }
}
