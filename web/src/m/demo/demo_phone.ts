// The phone in the hands of a console beside it, in a demo company: where it is and whether it has a network come from
// there, and it tells there how it fares. The app itself knows nothing of it.
import { SPEEDS, standing, turned, whereabouts } from '../../demo_phone/ride';
import { CHANNEL, type Order, orderOf, type PhoneState } from '../../demo_phone/words';
import type { Boot } from '../boot';
import type { Around, Network } from '../engine/around';
import { RiddenPlace } from './ridden_place';

/** Across a reload, and of this window alone. */
const PLACE = 'fieldbeat-demo-place';
const TICK_MS = 1_000;
/** Two clocks tick: the console's, and its own where there is no console. */
const SAME_TICK_MS = 700;

class Signal extends EventTarget implements Network {
  onLine = true;

  set(on: boolean) {
    if (on === this.onLine) return;
    this.onLine = on;
    this.dispatchEvent(new Event(on ? 'online' : 'offline'));
  }
}

class DemoPhone {
  #place = new RiddenPlace();
  #signal = new Signal();
  #channel = new BroadcastChannel(CHANNEL);
  #tickedAt = 0;
  readonly around: Around = { geolocation: this.#place, network: this.#signal };

  attend(boot: Boot) {
    const kept = orderOf(JSON.parse(sessionStorage.getItem(PLACE) ?? 'null'));
    if (kept) this.#obey(kept, boot);
    this.#channel.onmessage = ({ data }) => {
      const order = orderOf(data);
      if (order) this.#obey(order, boot);
    };
    setInterval(() => this.#tick(boot), TICK_MS);
    addEventListener('pagehide', () => this.#keepPlace());
  }

  #obey(order: Order, boot: Boot) {
    const now = Date.now();
    const { ride } = this.#place;
    switch (order.kind) {
      case 'tick':
        return this.#tick(boot);
      case 'code':
        return void boot.enrol(order.code);
      case 'stand':
        this.#place.ride = standing(order.at, ride?.kmh ?? SPEEDS[1], now);
        break;
      case 'ride':
        if (ride) this.#place.ride = turned(ride, now, { to: order.to });
        break;
      case 'speed':
        if (ride) this.#place.ride = turned(ride, now, { kmh: order.kmh });
        break;
      case 'signal':
        this.#signal.set(order.on);
    }
    this.#channel.postMessage(this.#state(boot));
  }

  #tick(boot: Boot) {
    const now = Date.now();
    if (now - this.#tickedAt < SAME_TICK_MS) return;
    this.#tickedAt = now;
    this.#place.tell();
    this.#channel.postMessage(this.#state(boot));
  }

  #state(boot: Boot): PhoneState {
    const at = boot.phase();
    const view = at.phase === 'running' ? at.source.view() : null;
    const { ride } = this.#place;
    const now = ride && whereabouts(ride, Date.now());
    return {
      kind: 'state',
      rep: view?.rep.id ? { id: view.rep.id, name: view.rep.name } : null,
      working: view !== null && view.session !== null && view.rest === null,
      wants_code:
        (at.phase === 'enrol' && !at.busy && !at.fault && !at.code) || view?.link.state === 'unauthorized',
      place: now?.place ?? null,
      target: now && now.left_m > 0 ? (ride?.to ?? null) : null,
      left_m: now?.left_m ?? 0,
      kmh: ride?.kmh ?? SPEEDS[1],
      signal: this.#signal.onLine,
      link: view?.link.state ?? at.phase,
      waiting: view ? view.backlog.items + view.backlog.fixes + view.backlog.photos : 0,
      since: view?.backlog.since ?? null,
    };
  }

  #keepPlace() {
    const { ride } = this.#place;
    if (!ride) return;
    const stand: Order = { kind: 'stand', at: whereabouts(ride, Date.now()).place };
    sessionStorage.setItem(PLACE, JSON.stringify(stand));
  }
}

/** Null where the server keeps a company in earnest, whatever the address says. */
export async function demoPhone(): Promise<DemoPhone | null> {
  try {
    const told = await fetch('/api/v1/public', { credentials: 'omit' });
    return (await told.json()).demo === true ? new DemoPhone() : null;
  } catch {
    return null;
  }
}
