// The instant under the pointer, on a track or on the axis: both show it, and neither re-renders the page for it.
export interface Hovered {
  at: number;
  /** Whose track it is; null: the axis, which is everybody's. */
  rep: number | null;
  /** Of the pointer on the map. */
  x?: number;
  y?: number;
}

export class Hover {
  value: Hovered | null = null;
  private readonly readers = new Set<() => void>();

  set(value: Hovered | null) {
    if (value === this.value) return;
    this.value = value;
    for (const read of this.readers) read();
  }

  subscribe = (read: () => void): (() => void) => {
    this.readers.add(read);
    return () => this.readers.delete(read);
  };

  read = (): Hovered | null => this.value;
}
