// Places in a square, north up: a map small enough to stand beside a decision. Pure.

const METRES_PER_DEGREE = 111_195;

export interface Place {
  lat: number;
  lng: number;
}

export interface Sketch {
  /** Units of the drawing. */
  at: (place: Place) => { x: number; y: number };
  /** Metres to units of the drawing. */
  scale: number;
}

/** Fits all places with `around` metres about each into a square of `size`. */
export function sketch(places: readonly Place[], size: number, margin: number, around: number): Sketch {
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  const lat0 = places.length > 0 ? middle(places.map((p) => p.lat)) : 0;
  const lng0 = places.length > 0 ? middle(places.map((p) => p.lng)) : 0;
  const east = (lng: number) => (lng - lng0) * METRES_PER_DEGREE * Math.cos((lat0 * Math.PI) / 180);
  const north = (lat: number) => (lat - lat0) * METRES_PER_DEGREE;
  const reach =
    Math.max(1, ...places.map((p) => Math.max(Math.abs(east(p.lng)), Math.abs(north(p.lat))))) + around;
  const scale = (size / 2 - margin) / reach;
  return {
    at: (p) => ({ x: size / 2 + east(p.lng) * scale, y: size / 2 - north(p.lat) * scale }),
    scale,
  };
}
