// Money that was taken: how far it is, and taking it back while the rep still carries it.
import { useState } from 'react';
import { type OutboxItem, usePhone } from '../phone';
import { METHODS } from './collection';
import { faultsOf, faultWords, recordState } from './record_state';
import { SendButton } from './SendButton';
import { Field } from './StepFrame';
import { useWords } from './useWords';

const STATES = ['recorded', 'handed_in', 'verified', 'posted', 'rejected', 'void'] as const;
type Word = (typeof STATES)[number];

export function CollectionDone({ item, outbox }: { item: OutboxItem; outbox: readonly OutboxItem[] }) {
  const { t, money, clock } = useWords();
  const { record } = usePhone();
  const [voiding, setVoiding] = useState(false);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const state = recordState(item);
  const voids = outbox.filter((one) => one.kind === 'collection_void' && one.body.collection === item.id);
  const gone = voids.some((one) => recordState(one) !== 'refused');
  const notGone = gone ? undefined : voids[0];
  const told = item.status?.detail?.state;
  const word = STATES.find((one) => one === (gone ? 'void' : told)) as Word | undefined;
  const method = METHODS.find((one) => one === item.body.method);
  const mayVoid = !gone && state !== 'refused' && (word === undefined || word === 'recorded');
  const take = async () => {
    setTried(true);
    if (!reason.trim()) return;
    await record(
      'collection_void',
      { collection: item.id, reason: reason.trim() },
      { visit_id: item.visit_id },
    );
    setVoiding(false);
  };
  return (
    <div className="v-record" data-state={gone ? 'off' : state}>
      <span>
        <b>
          {t('visit.kind.collection')}{' '}
          {typeof item.body.amount_minor === 'number' && money(item.body.amount_minor)}
        </b>
        <span className="v-dim">
          {clock(item.at)}
          {method && ` · ${t(`visit.collect.by.${method}`)}`}
        </span>
        {state === 'refused' && <span className="v-wrong">{faultWords(faultsOf(item), t).join(' ')}</span>}
        {notGone && (
          <span className="v-wrong">
            {t('visit.collect.not_void')} {faultWords(faultsOf(notGone), t).join(' ')}
          </span>
        )}
        {voiding ? (
          <>
            <Field
              label={t('visit.collect.void_why')}
              required
              wrong={tried && !reason.trim() && t('visit.why.required')}
            >
              {(field) => (
                <input
                  {...field}
                  autoComplete="off"
                  maxLength={200}
                  value={reason}
                  onChange={({ currentTarget }) => setReason(currentTarget.value)}
                />
              )}
            </Field>
            <span className="v-row">
              <button type="button" className="v-button" onClick={() => setVoiding(false)}>
                {t('visit.collect.keep')}
              </button>
              <SendButton bad onSend={take}>
                {t('visit.collect.void_now')}
              </SendButton>
            </span>
          </>
        ) : (
          mayVoid && (
            <button type="button" className="v-link" onClick={() => setVoiding(true)}>
              {t('visit.collect.void')}
            </button>
          )
        )}
      </span>
      <span className="v-state" data-state={gone ? 'off' : state}>
        {word && (state === 'done' || gone) ? t(`visit.collect.state.${word}`) : t(`visit.state.${state}`)}
      </span>
    </div>
  );
}
