// The reps where the clock has them, on a canvas above the map: six marks at most, drawn at every frame of the clock and
// of the map. Who is not seen is hollow and stands where it was last seen, with the word for it; never in between.
import type { Map as MapLibreMap } from 'maplibre-gl';
import { colorOf, markOf } from './marks';
import { isSeen, type Place } from './trace';

export interface Marker {
  index: number;
  name: string;
  place: Place;
  lead: boolean;
  /** What is said beside the name: that and since when the rep is not seen. */
  note: string;
}

/** The way up to a mark that the map has not drawn yet. */
export interface Head {
  index: number;
  line: readonly [number, number][];
}

export interface Ghost {
  index: number;
  lng: number;
  lat: number;
}

/** Of pixels: left, top, right, bottom. */
type Box = [number, number, number, number];

/** A mark that is drawn, with how far from it a name may begin. */
interface Named {
  text: string;
  x: number;
  y: number;
  lead: boolean;
  left: number;
  right: number;
}

const FONT = '"Noto Sans", system-ui, sans-serif';

export class MarkerLayer {
  private readonly canvas = document.createElement('canvas');
  private readonly pen: CanvasRenderingContext2D;
  private markers: readonly Marker[] = [];
  private heads: readonly Head[] = [];
  /** Where the reps were at the instant under the pointer. */
  private ghosts: readonly Ghost[] = [];
  dark = false;

  constructor(private readonly map: MapLibreMap) {
    this.canvas.className = 'fb-replay-markers';
    this.canvas.setAttribute('aria-hidden', 'true');
    this.pen = this.canvas.getContext('2d')!;
    map.getCanvasContainer().append(this.canvas);
    map.on('render', this.draw);
  }

  show(markers: readonly Marker[], heads: readonly Head[]) {
    this.markers = markers;
    this.heads = heads;
    this.draw();
  }

  haunt(ghosts: readonly Ghost[]) {
    if (ghosts.length === 0 && this.ghosts.length === 0) return;
    this.ghosts = ghosts;
    this.draw();
  }

  private fit() {
    const { clientWidth: width, clientHeight: height } = this.map.getContainer();
    const ratio = devicePixelRatio || 1;
    if (
      this.canvas.width !== Math.round(width * ratio) ||
      this.canvas.height !== Math.round(height * ratio)
    ) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    this.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.pen.clearRect(0, 0, width, height);
  }

  private draw = () => {
    this.fit();
    for (const head of this.heads) this.head(head);
    // Who is followed lies on top.
    const sorted = [...this.markers].sort((a, b) => Number(a.lead) - Number(b.lead));
    const drawn = sorted.flatMap((marker) => this.mark(marker) ?? []);
    const taken: Box[] = drawn.map(({ x, y }) => [x - 12, y - 12, x + 12, y + 12]);
    for (const one of drawn.reverse()) this.words(one, taken);
    for (const { index, lng, lat } of this.ghosts) {
      const { x, y } = this.map.project([lng, lat]);
      this.pen.beginPath();
      this.pen.arc(x, y, 6, 0, 2 * Math.PI);
      this.pen.fillStyle = this.paper();
      this.pen.fill();
      this.pen.lineWidth = 3;
      this.pen.strokeStyle = this.color(index);
      this.pen.stroke();
    }
  };

  private paper = () => (this.dark ? '#10131a' : '#ffffff');
  private color = (index: number) => colorOf(markOf(index), this.dark);

  private head({ index, line }: Head) {
    const { pen } = this;
    pen.beginPath();
    for (const point of line) {
      const { x, y } = this.map.project(point);
      pen.lineTo(x, y);
    }
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.lineWidth = 3.6;
    pen.strokeStyle = this.color(index);
    pen.stroke();
  }

  /** Where its name may stand; null: it is nowhere. */
  private mark({ index, name, place, note, lead }: Marker): Named | null {
    if (place.state === 'none' || place.state === 'before') return null;
    const { pen } = this;
    const seen = isSeen(place);
    const lost = place.state === 'hole';
    const { x, y } = this.map.project(seen ? [place.lng, place.lat] : [place.lastLng, place.lastLat]);
    const color = this.color(index);
    const { path, number } = markOf(index);
    const heading = seen && place.kmh > 3 ? place.heading : null;
    pen.save();
    pen.translate(x, y);
    // Half-transparent: a guess between fixes far apart, or a day that is over.
    pen.globalAlpha = place.state === 'guess' || place.state === 'after' ? 0.6 : 1;
    if (heading !== null) this.arrow(heading, color);
    const shape = new Path2D(path);
    pen.lineJoin = 'round';
    pen.strokeStyle = this.paper();
    pen.lineWidth = lead ? 8 : 6;
    pen.stroke(shape);
    pen.fillStyle = lost ? this.paper() : color;
    pen.fill(shape);
    if (lost) {
      pen.setLineDash([4, 3]);
      pen.strokeStyle = color;
      pen.lineWidth = 2.5;
      pen.stroke(shape);
      pen.setLineDash([]);
    }
    pen.fillStyle = lost ? color : this.paper();
    pen.font = `600 13px ${FONT}`;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillText(String(number), 0, number === 4 ? 3 : 1);
    pen.restore();
    const isTo = (middle: number) => heading !== null && Math.abs(heading - middle) < 50;
    return {
      text: note ? `${name} · ${note}` : name,
      x,
      y,
      lead,
      // The arrow has the room beside the mark.
      right: isTo(90) ? 31 : 20,
      left: isTo(270) ? 31 : 20,
    };
  }

  private arrow(heading: number, color: string) {
    const { pen } = this;
    pen.save();
    pen.rotate((heading * Math.PI) / 180);
    const arrow = new Path2D('M-7 -15L0 -25L7 -15Z');
    pen.fillStyle = color;
    pen.strokeStyle = this.paper();
    pen.lineWidth = 3;
    pen.stroke(arrow);
    pen.fill(arrow);
    pen.restore();
  }

  /** Right of the mark, or left of it; where neither is free the number says who it is. */
  private words({ text, x, y, lead, left, right }: Named, taken: Box[]) {
    const { pen } = this;
    pen.font = `${lead ? 600 : 400} 12.5px ${FONT}`;
    const width = pen.measureText(text).width;
    const places = [x + right, x - left - width].map((from): Box => [from, y - 8, from + width, y + 8]);
    const edge = this.map.getContainer().clientWidth;
    const free = places.find(
      (box) => box[0] > 0 && box[2] < edge && !taken.some((other) => overlap(box, other)),
    );
    const box = free ?? (lead ? places[0] : undefined);
    if (!box) return;
    taken.push(box);
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    pen.lineJoin = 'round';
    pen.strokeStyle = this.paper();
    pen.lineWidth = 4;
    pen.strokeText(text, box[0], y + 1);
    pen.fillStyle = this.dark ? '#f1f4f9' : '#141b2b';
    pen.fillText(text, box[0], y + 1);
  }
}

const overlap = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
