// What the phone's own maps app is asked for: a place, or on Apple's also the way there. Pure.

export function mapsLink(
  at: { lat: number; lng: number },
  name: string,
  agent: string,
  what: 'place' | 'way' = 'place',
): string {
  const place = `${at.lat},${at.lng}`;
  const label = encodeURIComponent(name);
  return /iPhone|iPad|Macintosh/.test(agent)
    ? `maps://?${what === 'way' ? 'daddr' : 'll'}=${place}&q=${label}`
    : `geo:${place}?q=${place}(${label})`;
}
