// How the app comes up: one tab, the device's storage, an enrolment, then the phone. A store that the root subscribes to.
import type { Around } from './engine/around';
import { Db } from './engine/db';
import { Engine } from './engine/engine';
import { type EnrolFault, enrol } from './engine/http';
import { type OwnerShip, own, takeOver } from './owner';
import type { PhoneSource } from './phone';

export type Phase =
  | { phase: 'opening' }
  /** No place, no worker, no keys: browsers give them over HTTPS only. */
  | { phase: 'insecure' }
  | { phase: 'no_storage' }
  | { phase: 'elsewhere' }
  /** `wiped`: this phone was reported lost, and has forgotten whose it was. */
  | { phase: 'enrol'; code: string; busy: boolean; fault: EnrolFault | null; wiped: boolean }
  | { phase: 'running'; source: PhoneSource };

/** Codes are read aloud and typed: case, blanks and dashes do not matter. */
const tidied = (code: string) => code.trim().toUpperCase().replaceAll(/\s+/g, '');

/** The code of a link or of what a camera has read. */
export function codeOf(text: string): string {
  try {
    return tidied(new URL(text).searchParams.get('code') ?? '');
  } catch {
    return tidied(text);
  }
}

/** That a console beside it moves this phone: stays in the address, across a reload. */
export const demoMark = () => (new URLSearchParams(location.search).has('demo') ? '?demo' : '');

export class Boot {
  #around: Around;
  #phase: Phase = { phase: 'opening' };
  #listeners = new Set<() => void>();
  #begun = false;
  #db: Db | null = null;
  #engine: Engine | null = null;
  /** Of the link that this app was opened by. */
  code = '';
  #wiped = false;

  constructor(around: Around) {
    this.#around = around;
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  phase = () => this.#phase;

  #set(phase: Phase) {
    this.#phase = phase;
    for (const listener of this.#listeners) listener();
  }

  /** Once: who comes back from the supervisor's part finds the phone as it was. */
  begin() {
    if (this.#begun) return;
    this.#begun = true;
    if (!isSecureContext) this.#set({ phase: 'insecure' });
    else own(this.#ship);
  }

  takeOver = () => takeOver(this.#ship);

  #ship: OwnerShip = {
    owned: (lost) => {
      void this.#open();
      void lost.then(() => {
        this.#engine?.stop();
        this.#engine = null;
        this.#set({ phase: 'elsewhere' });
      });
    },
    elsewhere: () => this.#set({ phase: 'elsewhere' }),
  };

  async #open() {
    try {
      this.#db = await Db.open();
      const install = await this.#db.meta<string>('install');
      if (!install) await this.#db.setMeta({ install: crypto.randomUUID() });
    } catch {
      this.#set({ phase: 'no_storage' });
      return;
    }
    await this.#start();
  }

  async #start() {
    const db = this.#db!;
    const binding = await db.binding();
    this.code ||= this.#codeInAddress();
    if (!binding) {
      this.#wiped = (await db.meta<number>('wiped_at')) !== null;
      this.#set({ phase: 'enrol', code: this.code, busy: false, fault: null, wiped: this.#wiped });
      return;
    }
    const engine = new Engine(
      db,
      binding,
      (await db.meta<string>('install'))!,
      this.#around,
      () => void this.#wipe(),
    );
    this.#engine = engine;
    await engine.begin();
    this.#set({ phase: 'running', source: engine });
  }

  async #wipe() {
    this.#engine?.stop();
    this.#engine = null;
    await this.#db?.wipe(Date.now());
    await this.#start();
  }

  /** It is worth a rep's work: it stays in no address, no history and no screenshot. */
  #codeInAddress(): string {
    const code = codeOf(location.href);
    if (location.search) history.replaceState(null, '', `/m/${demoMark()}${location.hash}`);
    return code;
  }

  /** Also of a phone whose token counts no more: what waits stays, under the device that recorded it. */
  enrol = async (text: string): Promise<EnrolFault | null> => {
    const db = this.#db!;
    const code = codeOf(text);
    const isFirst = this.#phase.phase === 'enrol';
    if (isFirst) this.#set({ phase: 'enrol', code, busy: true, fault: null, wiped: this.#wiped });
    const told = await enrol(code, (await db.meta<string>('install'))!);
    if (typeof told === 'string') {
      if (isFirst) this.#set({ phase: 'enrol', code, busy: false, fault: told, wiped: this.#wiped });
      return told;
    }
    this.#engine?.stop();
    this.code = '';
    await db.bind(told);
    await this.#start();
    return null;
  };
}
