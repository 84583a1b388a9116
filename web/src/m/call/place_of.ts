// An outlet as a call needs it, whether it is on the rep's routes or only in today's plan. Pure.
import { mapsLink } from '../maps_link';
import type { PhoneData } from '../phone';

export interface CallPlace {
  id: number;
  name: string;
  code: string;
  address: string | null;
  pin: { lat: number; lng: number } | null;
  /** Null where the server sizes the fence by itself. */
  radius_m: number | null;
}

/** The largest that the server makes a fence by itself: nearer than that nobody is asked why. */
export const LARGEST_OWN_M = 100;

export function placeOf(data: PhoneData, id: number): CallPlace | null {
  const outlet = data.outlets.find((o) => o.id === id);
  const stop = data.plan?.stops.find((s) => s.outlet_id === id);
  const place = outlet ?? stop;
  if (!place) return null;
  return {
    id,
    name: outlet?.name ?? stop?.outlet_name ?? '',
    code: outlet?.code ?? stop?.outlet_code ?? '',
    address: place.address,
    pin: place.lat !== null && place.lng !== null ? { lat: place.lat, lng: place.lng } : null,
    radius_m: outlet?.radius_m ?? null,
  };
}

/** For the phone's own maps app; made when it is tapped, so that no map is asked before. */
export function navigate(place: Pick<CallPlace, 'name' | 'pin'>) {
  if (!place.pin) return;
  location.href = mapsLink(place.pin, place.name, navigator.userAgent, 'way');
}
