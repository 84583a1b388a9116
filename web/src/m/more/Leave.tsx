// The rep asks to be away; the office decides, and what it said is shown here.
import { useState } from 'react';
import { shiftDate } from '../../format/format';
import { type OutboxItem, usePhone } from '../phone';
import { useSay } from '../say';
import { faultsOf, faultWords, recordState } from '../visit/record_state';

const KINDS = ['leave', 'sickness', 'meeting', 'training'] as const;
type Kind = (typeof KINDS)[number];

export function Leave() {
  const { outbox, askAbsence } = usePhone();
  const { t, dateOf } = useSay();
  const today = dateOf(Date.now());
  const [kind, setKind] = useState<Kind>('leave');
  const [from, setFrom] = useState(shiftDate(today, 1));
  const [to, setTo] = useState(shiftDate(today, 1));
  const [note, setNote] = useState('');
  const asked = outbox.filter((item) => item.kind === 'absence');
  const ask = async () => {
    await askAbsence({ kind, from, to, ...(note.trim() ? { note: note.trim() } : {}) });
    setNote('');
  };
  return (
    <>
      <form
        className="m-card"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <fieldset className="m-pick">
          <legend>{t('leave.kind')}</legend>
          {KINDS.map((value) => (
            <label key={value} className="m-option">
              <input type="radio" name="kind" checked={kind === value} onChange={() => setKind(value)} />
              {t(`leave.kinds.${value}`)}
            </label>
          ))}
        </fieldset>
        <label className="m-field">
          {t('leave.from')}
          <input
            type="date"
            required
            value={from}
            onChange={(event) => {
              setFrom(event.target.value);
              if (event.target.value > to) setTo(event.target.value);
            }}
          />
        </label>
        <label className="m-field">
          {t('leave.to')}
          <input type="date" required min={from} value={to} onChange={(event) => setTo(event.target.value)} />
        </label>
        <label className="m-field">
          {t('leave.note')}
          <textarea value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
        </label>
        <button type="submit" className="m-button" data-kind="main" disabled={!from || !to}>
          {t('leave.ask')}
        </button>
      </form>
      {asked.length > 0 && (
        <section className="m-list" aria-labelledby="asked">
          <h2 id="asked" className="m-head">
            {t('leave.asked')}
          </h2>
          {asked.map((item) => (
            <Asked key={item.id} item={item} />
          ))}
        </section>
      )}
    </>
  );
}

const DECIDED = ['requested', 'approved', 'refused', 'cancelled'] as const;

function Asked({ item }: { item: OutboxItem }) {
  const { t, day } = useSay();
  const { kind, from, to } = item.body as { kind: Kind; from: string; to: string };
  const state = recordState(item);
  const decided = DECIDED.find((word) => word === item.status?.detail?.state);
  return (
    <article className="m-card">
      <div className="m-row">
        <strong>{t(`leave.kinds.${kind}`)}</strong>
        <span
          className="m-chip"
          data-tone={
            decided === 'approved' ? 'good' : decided === 'refused' || state === 'refused' ? 'bad' : 'care'
          }
        >
          {decided ? t(`leave.state.${decided}`) : t(`visit.state.${state}`)}
        </span>
      </div>
      <p className="m-num">{from === to ? day(from) : `${day(from)} – ${day(to)}`}</p>
      {state === 'refused' && <p>{faultWords(faultsOf(item), t as (key: string) => string).join(' ')}</p>}
    </article>
  );
}
