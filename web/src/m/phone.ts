// The phone as its screens see it: what is known, how the link stands, and what a rep can do. The engine behind it
// keeps everything on the device first and sends it when it can; a screen never waits for the network.
import { createContext, useContext, useSyncExternalStore } from 'react';
import type {
  Catalogue,
  CoachingNote,
  Customer,
  Debt,
  Decision,
  Fix,
  Message,
  Outlet,
  PastOrder,
  PhoneAppointment,
  PhoneCase,
  PhoneConfig,
  PhoneContact,
  PhoneDisplay,
  PhoneForm,
  PhoneQuotation,
  PhoneTask,
  PhoneTrip,
  Plan,
  PlannedActivity,
  Privacy,
  Reasons,
  RecordStatus,
  Rep,
  SchemeProgress,
  SuggestedOrder,
  SyncVisit,
  TrackRead,
} from './protocol';

/** The synced data, whole and merged; empty before the first sync. */
export interface PhoneData {
  /** Of the last answer; null before the first. */
  synced_at: number | null;
  plan: Plan | null;
  outlets: Outlet[];
  customers: Customer[];
  /** Of the last seven days, by start. */
  visits: SyncVisit[];
  messages: Message[];
  reasons: Reasons;
  catalogue: Catalogue | null;
  orders: PastOrder[];
  debt: Debt[];
  forms: PhoneForm[];
  must_sell: { outlet_id: number; product_codes: string[] }[];
  displays: PhoneDisplay[];
  contacts: PhoneContact[];
  activities: PlannedActivity[];
  deliveries: PhoneTrip[];
  scheme_progress: SchemeProgress[];
  quotations: PhoneQuotation[];
  tasks: PhoneTask[];
  cases: PhoneCase[];
  appointments: PhoneAppointment[];
  suggested_orders: SuggestedOrder[];
  track_reads: TrackRead[];
  coaching: CoachingNote[];
  /** Null before the server has told. */
  privacy: Privacy | null;
}

/** `waiting` until the server has it; `refused` for good, `flagged` kept with a remark, `held` until the server is newer. */
export type ItemState = 'waiting' | 'held' | 'sent' | 'flagged' | 'refused';

/** A mark or a record that was made on this phone. Fixes are only counted. */
export interface OutboxItem {
  id: string;
  /** `check_in`, `session_start`, … or the `kind` of a record. */
  kind: string;
  at: number;
  visit_id: string | null;
  outlet_id: number | null;
  body: { [key: string]: unknown };
  state: ItemState;
  /** Why it was refused or flagged. */
  code: string | null;
  detail: string | null;
  /** What became of a record on the server; its word outranks the acknowledgement's. */
  status: RecordStatus | null;
}

export interface Backlog {
  items: number;
  fixes: number;
  photos: number;
  /** When the oldest of them was made. */
  since: number | null;
}

export type LinkState =
  | { state: 'connecting' }
  | { state: 'online' }
  /** No socket comes about here: what is made goes by requests, what is new comes when it is asked for. */
  | { state: 'indirect' }
  /** Tries again at `retry_at`; `code` is that of the last close. */
  | { state: 'offline'; retry_at: number | null; code: number | null }
  /** The token counts no more: the queue is kept, the phone must be enrolled again. */
  | { state: 'unauthorized' }
  | { state: 'superseded'; retry_at: number }
  /** The server speaks another protocol: this app is too old. */
  | { state: 'outdated' };

export type PlaceProblem = 'denied' | 'unavailable' | 'timeout' | 'insecure' | 'unsupported';

export interface Place {
  /** The newest fix, kept or not; null while none is known or wanted. */
  fix: Fix | null;
  problem: PlaceProblem | null;
  permission: 'granted' | 'denied' | 'prompt' | 'unknown';
  watching: boolean;
  wake_lock: 'on' | 'off' | 'refused' | 'unsupported';
}

/** A time without positions, and why. */
export interface Gap {
  from: number;
  to: number;
  cause: 'background' | 'closed' | 'no_place';
}

export interface Span {
  id: string;
  at: number;
}

/** The visit that is open on this phone. */
export interface OpenVisit {
  id: string;
  outlet_id: number;
  at: number;
  /** From the pin, when the rep checked in; null where either is unknown. */
  distance_m: number | null;
}

export interface PhoneView {
  rep: Rep;
  config: PhoneConfig;
  data: PhoneData;
  session: Span | null;
  /** The break that runs. */
  rest: Span | null;
  visit: OpenVisit | null;
  /** Everything of the last seven days, the newest first. */
  outbox: OutboxItem[];
  backlog: Backlog;
  link: LinkState;
  place: Place;
  gaps: Gap[];
  /** Metres travelled in today's sessions as this phone saw it. */
  travelled_m: number;
  /** Up to which message the rep has read. */
  read_message: number;
  /** Things of a former enrolment: they are never sent under another. */
  foreign: number;
  /** Pictures that the server will not take, by their SHA-256. */
  refused_photos: { sha256: string; code: string }[];
  /** Positions that were refused today, by code. */
  refused_fixes: { [code: string]: number };
  /** The device's storage failed: what was just made may be lost. */
  storage_fault: boolean;
}

export interface RecordOptions {
  /** Without it that of the open visit; `null` for none. */
  visit_id?: string | null;
  /** A UUID that was chosen before, so that other records could name it. */
  id?: string;
}

export type Located = { fix: Fix; problem: null } | { fix: null; problem: PlaceProblem };

export interface PhoneActions {
  startSession(): Promise<void>;
  endSession(): Promise<void>;
  startBreak(): Promise<void>;
  endBreak(): Promise<void>;
  /** A fix of now, by the satellite where there is one. Never a remembered one. */
  locate(): Promise<Located>;
  /** Opens a visit; `why` is told as a note where the rep goes on far from the pin. */
  checkIn(outletId: number, fix: Fix | null, why?: string): Promise<string>;
  /** Ends the open visit; `reason` says why there was no order. */
  checkOut(fix: Fix | null, reason?: string): Promise<void>;
  /** The visit does not take place; with `toDate` the rep calls then instead. */
  cancelVisit(outletId: number, reason: string, toDate?: string): Promise<void>;
  missStop(outletId: number, reason: string): Promise<void>;
  /** Keeps a record and sends it when it can. Answers its id. */
  record(kind: string, body: object, options?: RecordOptions): Promise<string>;
  /** Keeps a picture, made smaller, and uploads it apart. Answers its SHA-256, by which records name it. */
  attachPhoto(picture: Blob): Promise<string>;
  /** A picture that is kept here, to show it. */
  photo(sha256: string): Promise<Blob | null>;
  /** What was half written, across a reload. */
  draft<T>(key: string): Promise<T | null>;
  /** Null forgets it. */
  keepDraft(key: string, value: unknown): Promise<void>;
  appeal(visitId: string, reason: string): Promise<string>;
  askAbsence(absence: { kind: string; from: string; to?: string; note?: string }): Promise<string>;
  /** Answers the privacy notice; where consent is required, a refusal ends the work that runs. */
  answerNotice(version: number, language: string, decision: Decision): Promise<void>;
  readMessages(upTo: number): void;
  keepAwake(on: boolean): void;
  /** Tries to connect at once. */
  retry(): void;
  /** Fetches what has changed. */
  refresh(): Promise<void>;
  /** Throws away what a former enrolment left. */
  dropForeign(): Promise<void>;
  /** Forgets this phone's rep and data, also what was not sent. */
  signOut(): Promise<void>;
}

export interface PhoneSource {
  subscribe(listener: () => void): () => void;
  view(): PhoneView;
  actions: PhoneActions;
}

export const PhoneContext = createContext<PhoneSource | null>(null);

export function usePhone(): PhoneView & PhoneActions {
  const source = useContext(PhoneContext);
  if (!source) throw new Error('no phone around this screen');
  const view = useSyncExternalStore(source.subscribe, source.view);
  return { ...view, ...source.actions };
}
