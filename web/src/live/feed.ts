// The newest visit events, outside React. Kept short: the list of visits is the record, this is only the news.
import type { LiveEvent } from './protocol';

export interface News extends LiveEvent {
  key: number;
  heardAt: number;
}

const KEEP = 30;

export class Feed {
  private items: readonly News[] = [];
  private next = 1;
  private readonly listeners = new Set<() => void>();

  add(event: LiveEvent, heardAt: number) {
    this.items = [{ ...event, key: this.next++, heardAt }, ...this.items].slice(0, KEEP);
    for (const listener of this.listeners) listener();
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  snapshot = (): readonly News[] => this.items;
}
