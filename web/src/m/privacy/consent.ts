// Where the rep stands with the privacy notice: the server's word, and what was answered here since. Pure.
import type { OutboxItem } from '../phone';
import type { Decision, Privacy } from '../protocol';

export interface Said {
  version: number;
  decision: Decision;
  at: number;
}

/** The newest answer, sent or not. */
export function answerOf(privacy: Privacy | null, outbox: readonly OutboxItem[]): Said | null {
  const told = privacy?.answer;
  const known = told ? [{ ...told, at: Date.parse(told.at) }] : [];
  const own = outbox
    .filter(
      ({ kind, state, status }) => kind === 'consent' && state !== 'refused' && status?.status !== 'invalid',
    )
    .map(({ at, body }) => ({ at, version: Number(body.version), decision: body.decision as Decision }));
  return [...known, ...own].reduce<Said | null>((last, one) => (last && last.at > one.at ? last : one), null);
}

/** Whether the notice is to be shown before work: it was never answered, or a newer one is there. */
export const isAsked = (privacy: Privacy | null, said: Said | null): boolean =>
  privacy !== null &&
  privacy.policy !== 'off' &&
  privacy.notice !== null &&
  (said === null || said.version < privacy.notice.version);

/** Whether the server would take the start of work. */
export const mayStart = (privacy: Privacy | null, said: Said | null): boolean =>
  privacy?.policy !== 'required' || privacy.notice === null || said?.decision === 'given';
