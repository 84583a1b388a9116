// What is around the phone: where it is, and whether there is a network. The browser's own, unless a demo gives others
// before the phone comes up.

export interface Network {
  readonly onLine: boolean;
  addEventListener(type: 'online' | 'offline', listener: () => void, options: { signal: AbortSignal }): void;
}

export interface Around {
  /** Undefined where there is none. */
  geolocation: Geolocation | undefined;
  network: Network;
}

export const BROWSER: Around = {
  geolocation: navigator.geolocation,
  network: {
    get onLine() {
      return navigator.onLine;
    },
    addEventListener: (type, listener, options) => addEventListener(type, listener, options),
  },
};
