// Where the phone is, and whether it stays awake: geolocation, wake lock, battery. Watches only while it is told to;
// what is done with a fix is the owner's.
import type { Located, Place, PlaceProblem } from '../phone';
import type { Fix } from '../protocol';
import { BROWSER } from './around';

interface Battery extends EventTarget {
  level: number;
  charging: boolean;
}

const problemOf = (error: GeolocationPositionError): PlaceProblem =>
  error.code === 1 ? 'denied' : error.code === 3 ? 'timeout' : 'unavailable';

const rounded = (value: number | null, places: number) =>
  value === null || !Number.isFinite(value) ? undefined : Number(value.toFixed(places));

export class PlaceWatch {
  #source: Geolocation | undefined;
  #place: Place;
  #changed: () => void;
  #fixed: (fix: Fix) => void;
  #watch: number | null = null;
  #locating: Promise<Located> | null = null;
  #battery: Battery | null = null;
  #lock: WakeLockSentinel | null = null;
  #wantsLock = false;

  constructor(source: Geolocation | undefined, changed: () => void, fixed: (fix: Fix) => void) {
    this.#source = source;
    this.#changed = changed;
    this.#fixed = fixed;
    const problem = !isSecureContext ? 'insecure' : source ? null : 'unsupported';
    this.#place = {
      fix: null,
      problem,
      permission: 'unknown',
      watching: false,
      wake_lock: 'wakeLock' in navigator ? 'off' : 'unsupported',
    };
  }

  get place() {
    return this.#place;
  }

  #set(change: Partial<Place>) {
    this.#place = { ...this.#place, ...change };
    this.#changed();
  }

  async begin(permissionChanged: () => void) {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' && this.#wantsLock) void this.#takeLock();
    });
    const battery = await (navigator as { getBattery?: () => Promise<Battery> })
      .getBattery?.()
      .catch(() => null);
    this.#battery = battery ?? null;
    // Only the browser asks a person before it tells.
    if (this.#source !== BROWSER.geolocation) this.#set({ permission: 'granted' });
    else await this.#hearPermission(permissionChanged);
  }

  async #hearPermission(permissionChanged: () => void) {
    try {
      const permission = await navigator.permissions.query({ name: 'geolocation' });
      const told = () => {
        this.#set({ permission: permission.state });
        if (permission.state === 'granted' && this.#place.problem === 'denied') this.#set({ problem: null });
        permissionChanged();
      };
      permission.addEventListener('change', told);
      this.#set({ permission: permission.state });
    } catch {
      // A browser that does not tell: the first fix or refusal will.
    }
  }

  power(): { battery_pct?: number; charging?: boolean } {
    const battery = this.#battery;
    return battery ? { battery_pct: Math.round(battery.level * 100), charging: battery.charging } : {};
  }

  #read({ coords, timestamp }: GeolocationPosition): Fix {
    const fix: Fix = {
      at: Math.round(timestamp),
      lat: Number(coords.latitude.toFixed(7)),
      lng: Number(coords.longitude.toFixed(7)),
      provider: 'browser',
      ...this.power(),
    };
    const more = {
      accuracy_m: rounded(coords.accuracy, 1),
      altitude_m: rounded(coords.altitude, 1),
      speed_mps: rounded(coords.speed, 2),
      bearing_deg: rounded(coords.heading, 1),
    };
    for (const [key, value] of Object.entries(more))
      if (value !== undefined) Object.assign(fix, { [key]: value });
    return fix;
  }

  #took(position: GeolocationPosition): Fix {
    const fix = this.#read(position);
    this.#set({ fix, problem: null, permission: 'granted' });
    return fix;
  }

  #failed(error: GeolocationPositionError): PlaceProblem {
    const problem = problemOf(error);
    this.#set({ problem, ...(problem === 'denied' ? { permission: 'denied' as const } : {}) });
    return problem;
  }

  watch(on: boolean) {
    if (!this.#source || on === this.#place.watching) return;
    if (on && !this.#locating) this.#beginWatch();
    else if (!on) this.#endWatch();
    this.#set({ watching: on });
  }

  #beginWatch() {
    this.#watch = this.#source!.watchPosition(
      (position) => this.#fixed(this.#took(position)),
      (error) => this.#failed(error),
      { enableHighAccuracy: true, maximumAge: 0, timeout: 60_000 },
    );
  }

  #endWatch() {
    if (this.#watch !== null) this.#source?.clearWatch(this.#watch);
    this.#watch = null;
  }

  /** One fix of now. Several who ask share it. */
  locate(): Promise<Located> {
    const { problem } = this.#place;
    if (problem === 'insecure' || problem === 'unsupported') return Promise.resolve({ fix: null, problem });
    this.#locating ??= this.#measure().finally(() => {
      this.#locating = null;
      if (this.#place.watching && this.#watch === null) this.#beginWatch();
    });
    return this.#locating;
  }

  /** A watch that runs answers with its next news, which a phone at rest may never have: it is set aside meanwhile. */
  #measure(): Promise<Located> {
    this.#endWatch();
    return new Promise((resolve) => {
      this.#source!.getCurrentPosition(
        (position) => resolve({ fix: this.#took(position), problem: null }),
        (error) => resolve({ fix: null, problem: this.#failed(error) }),
        { enableHighAccuracy: true, maximumAge: 0, timeout: 20_000 },
      );
    });
  }

  keepAwake(on: boolean) {
    this.#wantsLock = on;
    if (on) void this.#takeLock();
    else {
      void this.#lock?.release();
      if (this.#place.wake_lock === 'refused') this.#set({ wake_lock: 'off' });
    }
  }

  async #takeLock() {
    try {
      this.#lock = await navigator.wakeLock.request('screen');
      this.#lock.addEventListener('release', () => this.#set({ wake_lock: 'off' }));
      this.#set({ wake_lock: 'on' });
    } catch {
      // A phone that saves power may say no. Of a page that is hidden it is no news.
      this.#set({ wake_lock: document.visibilityState === 'visible' ? 'refused' : 'off' });
    }
  }
}
