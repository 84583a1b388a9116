// What a rep can do, as acts upon the day: each reads the day as it is now, keeps what it makes, and returns.
import type { PhoneActions } from '../phone';
import type { RecordFrame } from '../protocol';
import * as day from './day';
import type { Engine } from './engine';
import { metres } from './geo';

const uuid = () => crypto.randomUUID();

export function phoneActions(phone: Engine): PhoneActions {
  const act = ({ day: next, marks }: day.Act) => phone.keep(marks, next);
  const recorded = async (frame: RecordFrame) => {
    await phone.keep([frame]);
    return frame.id;
  };
  /** Where the phone was seen a moment ago, for a word that needs no fix of its own. */
  const lately = (now: number) => {
    const { fix } = phone.place.place;
    return fix && now - fix.at < 60_000 ? fix : null;
  };
  return {
    startSession: () => act(day.startSession(phone.day, uuid(), Date.now())),
    endSession: () => act(day.endSession(phone.day, Date.now())),
    startBreak: () => act(day.startBreak(phone.day, uuid(), Date.now())),
    endBreak: () => act(day.endBreak(phone.day, Date.now())),
    async locate() {
      const located = await phone.place.locate();
      // What was measured for a mark belongs on the track as well.
      if (located.fix) await phone.fixed(located.fix);
      return located;
    },
    async checkIn(outletId, fix, why) {
      const outlet = phone.data.outlets.find(({ id }) => id === outletId);
      const stop = phone.data.plan?.stops.find((s) => s.outlet_id === outletId);
      const { lat, lng } = outlet ?? stop ?? { lat: null, lng: null };
      const distance_m = fix && lat !== null && lng !== null ? metres(fix, { lat, lng }) : null;
      const visit = { id: uuid(), outlet_id: outletId, at: Date.now(), distance_m };
      await act(day.checkIn(phone.day, visit, fix, uuid()));
      if (why)
        await recorded({
          type: 'record',
          kind: 'note',
          id: uuid(),
          visit_id: visit.id,
          at: Date.now(),
          body: { text: why },
        });
      return visit.id;
    },
    checkOut: (fix, reason) => act(day.checkOut(phone.day, Date.now(), fix, reason)),
    cancelVisit(outletId, reason, toDate) {
      const at = Date.now();
      const said = { id: uuid(), outlet: outletId, reason, toDate, fix: lately(at) };
      return act(day.cancelVisit(phone.day, said, at));
    },
    missStop(outletId, reason) {
      const at = Date.now();
      return phone.keep([day.missStop(outletId, uuid(), reason, lately(at), at)]);
    },
    record(kind, body, options = {}) {
      const visit_id = options.visit_id === undefined ? phone.day.visit?.id : (options.visit_id ?? undefined);
      const frame: RecordFrame = { type: 'record', kind, id: options.id ?? uuid(), at: Date.now(), body };
      return recorded(visit_id ? { ...frame, visit_id } : frame);
    },
    attachPhoto: (picture) => phone.photos.keep(picture),
    photo: async (sha256) => (await phone.db.photo(sha256))?.picture ?? null,
    draft: (key) => phone.db.draft(key),
    keepDraft: (key, value) => phone.db.keepDraft(key, value),
    appeal: (visit_id, reason) =>
      recorded({ type: 'record', kind: 'appeal', id: uuid(), visit_id, at: Date.now(), body: { reason } }),
    askAbsence: (absence) =>
      recorded({ type: 'record', kind: 'absence', id: uuid(), at: Date.now(), body: absence }),
    answerNotice(version, language, decision) {
      const at = Date.now();
      const ends = decision !== 'given' && phone.data.privacy?.policy === 'required';
      const ended = ends ? day.endSession(phone.day, at) : { day: phone.day, marks: [] };
      const body = { version, language, decision };
      const answer: RecordFrame = { type: 'record', kind: 'consent', id: uuid(), at, body };
      return phone.keep([...ended.marks, answer], ended.day);
    },
    readMessages: (upTo) => phone.readMessages(upTo),
    keepAwake: (on) => phone.place.keepAwake(on),
    retry: () => phone.retry(),
    refresh: () => phone.knowledge.refresh(),
    dropForeign: () => phone.dropForeign(),
    async signOut() {
      phone.stop();
      await phone.db.forget();
      location.assign(`/m/${location.search}`);
    },
  };
}
