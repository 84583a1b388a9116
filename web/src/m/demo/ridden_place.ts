// Geolocation of a phone that nobody carries: a ride instead of satellites.
import { type Ride, whereabouts } from '../../demo_phone/ride';

const ACCURACY_M = 6;

export class RiddenPlace implements Geolocation {
  ride: Ride | null = null;
  #watches = new Map<number, PositionCallback>();
  #next = 1;

  /** A second has passed. */
  tell() {
    const position = this.#position();
    if (position) for (const found of this.#watches.values()) found(position);
  }

  watchPosition(found: PositionCallback): number {
    const id = this.#next++;
    this.#watches.set(id, found);
    return id;
  }

  clearWatch(id: number) {
    this.#watches.delete(id);
  }

  getCurrentPosition(found: PositionCallback, failed?: PositionErrorCallback | null) {
    const position = this.#position();
    // As the browser does: never before the call has returned.
    queueMicrotask(() => {
      if (position) found(position);
      else failed?.({ code: 2, message: '', PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 });
    });
  }

  #position(): GeolocationPosition | null {
    if (!this.ride) return null;
    const now = Date.now();
    const { place, speed_mps, bearing_deg } = whereabouts(this.ride, now);
    const coords = {
      latitude: place.lat,
      longitude: place.lng,
      accuracy: ACCURACY_M,
      altitude: null,
      altitudeAccuracy: null,
      heading: bearing_deg,
      speed: speed_mps,
    };
    return { timestamp: now, coords: { ...coords, toJSON: () => coords }, toJSON: () => ({ coords }) };
  }
}
