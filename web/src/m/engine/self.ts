// What the phone says of itself: when it greets, and in every heartbeat, so that an office knows why a rep is not seen.
import { version } from '../../../package.json';
import type { Place } from '../phone';
import type { Heartbeat, Permissions } from '../protocol';

export const hello = (token: string, install: string, backlog: number) => ({
  type: 'hello',
  protocol: 1,
  token,
  sent_at: Date.now(),
  install,
  app: 'fieldbeat-web',
  app_version: version,
  device: { model: navigator.platform || 'browser', os: navigator.userAgent.slice(0, 80) },
  backlog,
  takes_token: true,
});

/** A web app is never more than “while in use”; where the browser does not tell, nothing is said. */
function permissionsOf(place: Place): Permissions {
  const notifications = 'Notification' in window && Notification.permission === 'granted';
  if (place.permission === 'granted') return { location: 'while_in_use', notifications };
  return place.permission === 'denied' ? { location: 'denied', notifications } : { notifications };
}

export function heartbeat(
  place: Place,
  power: { battery_pct?: number; charging?: boolean },
  backlog: number,
): Heartbeat {
  const now = Date.now();
  return { type: 'heartbeat', at: now, sent_at: now, ...power, backlog, permissions: permissionsOf(place) };
}
