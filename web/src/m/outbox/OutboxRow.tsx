// One thing that was made here: what, where, when, how far it is, and what was wrong with it.
import { placeOf } from '../call/place_of';
import { type OutboxItem, usePhone } from '../phone';
import { MARK_TYPES } from '../protocol';
import { href } from '../route';
import { useSay } from '../say';
import { faultsOf, faultWords, recordState } from '../visit/record_state';
import { CODES } from './codes';

const TONES = { waiting: 'care', sent: 'plain', waits: 'care', done: 'good', refused: 'bad' } as const;

export function OutboxRow({ item }: { item: OutboxItem }) {
  const { data } = usePhone();
  const { t, clock } = useSay();
  const isRecord = !MARKS.has(item.kind);
  // A mark has no later word: acknowledged is done.
  const state = isRecord
    ? recordState(item)
    : item.state === 'refused'
      ? 'refused'
      : item.state === 'waiting'
        ? 'waiting'
        : 'done';
  const place = item.outlet_id === null ? null : placeOf(data, item.outlet_id);
  const code = CODES.find((known) => known === item.code);
  const said =
    (state === 'refused' || state === 'waits') && isRecord && item.status
      ? faultWords(faultsOf(item), t as (key: string, values?: Record<string, unknown>) => string)
      : code
        ? [t(`code.${code}`)]
        : item.code
          ? [item.code]
          : [];
  return (
    <article className="m-item" data-outbox={item.kind} data-state={item.state}>
      <span className="m-item-words">
        <strong>{t(`made.${item.kind}`, { defaultValue: item.kind })}</strong>
        <span className="m-dim">
          <span className="m-num">{clock(item.at)}</span>
          {place && ` · ${place.name}`}
        </span>
        {said.map((words) => (
          <span key={words}>{words}</span>
        ))}
        {item.kind === 'order' && item.outlet_id !== null && (
          <a className="m-button" data-kind="quiet" href={href('at', item.outlet_id, `sent ${item.id}`)}>
            {t('outbox.order')}
          </a>
        )}
        {item.kind === 'quotation' && item.outlet_id !== null && (
          <a className="m-button" data-kind="quiet" href={href('at', item.outlet_id, `offer ${item.id}`)}>
            {t('outbox.offer')}
          </a>
        )}
      </span>
      <span className="m-chip" data-tone={TONES[state]}>
        {t(`visit.state.${state}`)}
      </span>
    </article>
  );
}

const MARKS = new Set<string>(MARK_TYPES);
