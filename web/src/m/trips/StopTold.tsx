// A stop of a trip: the way there, what goes there, and what became of it: delivered, in part or refused, with who took it.
import { useMemo, useState } from 'react';
import { navigate, placeOf } from '../call/place_of';
import { usePhone } from '../phone';
import { go } from '../route';
import { LineQuantities } from '../visit/LineQuantities';
import { Photos } from '../visit/Photos';
import { faultWords } from '../visit/record_state';
import { SendButton } from '../visit/SendButton';
import { Choices, Field, Notice, StepFrame } from '../visit/StepFrame';
import { useDraft } from '../visit/useDraft';
import { useWords } from '../visit/useWords';
import { deliveryBody, EMPTY, faultsOf, isRight, milliOf, type StopDraft, TEXT_MAX } from './handing_over';
import { OUTCOMES, type Trip, type TripStop, trips } from './trips';

export function StopTold({ orderId, onDone }: { orderId: string; onDone: () => void }) {
  const { t } = useWords();
  const { data, outbox } = usePhone();
  const all = useMemo(() => trips(data.deliveries, outbox), [data, outbox]);
  const trip = all.find(({ stops }) => stops.some(({ order_id }) => order_id === orderId));
  const stop = trip?.stops.find(({ order_id }) => order_id === orderId);
  if (!trip || !stop)
    return (
      <StepFrame title={t('trip.stop')} onBack={onDone}>
        <Notice tone="care">{t('trip.gone')}</Notice>
      </StepFrame>
    );
  return stop.state === 'open' ? (
    <HandOver trip={trip} stop={stop} onDone={onDone} />
  ) : (
    <StepFrame title={stop.name} onBack={onDone}>
      <Told stop={stop} />
      <Where stop={stop} />
    </StepFrame>
  );
}

/** What was said of it, and how far that is. */
function Told({ stop }: { stop: TripStop }) {
  const { t } = useWords();
  const { state, record, receiver, reason, why } = stop;
  return (
    <section className="v-card" data-testid="told">
      <h2>{state !== 'open' && t(`trip.outcome.${state}`)}</h2>
      {receiver && <p>{t('trip.taken_by', { name: receiver })}</p>}
      {reason && <p>{t('trip.because', { reason })}</p>}
      {record && (
        <p className="v-state" data-state={record}>
          {t(`visit.state.${record}`)}
        </p>
      )}
      {faultWords(why, t).map((words) => (
        <Notice key={words} tone="care">
          {words}
        </Notice>
      ))}
    </section>
  );
}

/** The way there, what goes there, and what is to be paid. */
function Where({ stop }: { stop: TripStop }) {
  const { t, money, milli } = useWords();
  const { data } = usePhone();
  const { outlet_id, name, address, pin, lines, cash, to_pay_minor, state } = stop;
  // Money is taken where the rep calls, too.
  const calls = outlet_id !== null && placeOf(data, outlet_id) !== null;
  const nameOf = useNames();
  return (
    <>
      {address && <p className="v-dim">{address}</p>}
      {pin && (
        <button type="button" className="v-button" onClick={() => navigate({ name, pin })}>
          {t('outlet.way')}
        </button>
      )}
      {state === 'open' && lines.length > 0 && (
        <ul className="v-lines" aria-label={t('trip.what')}>
          {lines.map(({ line, product_code, unit, most_milli }) => (
            <li key={line}>
              <b>{nameOf(product_code)}</b>
              <span className="v-sum">{t('price.so_much', { quantity: milli(most_milli), unit })}</span>
            </li>
          ))}
        </ul>
      )}
      {to_pay_minor !== null && (
        <dl className="v-total">
          <div className="v-total-sum">
            <dt>{cash ? t('trip.to_take') : t('trip.on_account')}</dt>
            <dd>{money(to_pay_minor)}</dd>
          </div>
        </dl>
      )}
      {cash && state !== 'refused' && calls && (
        <button type="button" className="v-button" onClick={() => go('at', outlet_id, 'collection')}>
          {t('visit.step.collection')}
        </button>
      )}
    </>
  );
}

/** By the catalogue, else as the trip's goods call it. */
function useNames(): (code: string) => string {
  const { catalogue, deliveries } = usePhone().data;
  return useMemo(() => {
    const names = new Map([
      ...deliveries.flatMap(({ goods }) =>
        goods.map(({ product_code, product_name }) => [product_code, product_name] as const),
      ),
      ...(catalogue?.products ?? []).map(({ code, name }) => [code, name] as const),
    ]);
    return (code) => names.get(code) ?? code;
  }, [catalogue, deliveries]);
}

function HandOver({ trip, stop, onDone }: { trip: Trip; stop: TripStop; onDone: () => void }) {
  const { t } = useWords();
  const { record, visit } = usePhone();
  const nameOf = useNames();
  const { value: draft, ready, change, forget } = useDraft<StopDraft>(`delivery ${stop.order_id}`, EMPTY);
  const [tried, setTried] = useState(false);
  const put = (some: Partial<StopDraft>) => change((was) => ({ ...was, ...some }));
  const { lines } = stop;
  const faults = faultsOf(draft, lines);
  const { outcome } = draft;
  const send = async () => {
    setTried(true);
    if (!isRight(faults)) return;
    // Of a visit that is open elsewhere it is no part.
    const visit_id = visit?.outlet_id === stop.outlet_id ? visit?.id : null;
    await record('delivery', deliveryBody(draft, stop.order_id, lines), { visit_id: visit_id ?? null });
    await forget();
    onDone();
  };
  if (!ready) return null;
  return (
    <StepFrame
      title={stop.name}
      onBack={onDone}
      foot={
        <SendButton onSend={send}>{outcome ? t(`trip.send.${outcome}`) : t('trip.send_none')}</SendButton>
      }
    >
      {trip.state === 'planned' && <Notice>{t('trip.not_loaded')}</Notice>}
      {stop.record === 'refused' && (
        <Notice tone="bad">
          {t('trip.not_taken')} {faultWords(stop.why, t).join(' ')}
        </Notice>
      )}
      <Where stop={stop} />
      <Choices
        label={t('trip.what_became')}
        required
        value={outcome}
        // Lines are what part of it is told by.
        options={OUTCOMES.filter((one) => one !== 'partly' || lines.length > 0).map((value) => ({
          value,
          label: t(`trip.outcome.${value}`),
        }))}
        onPick={(picked) => put({ outcome: picked })}
        wrong={tried && faults.outcome && t('visit.why.required')}
      />
      {outcome === 'partly' && (
        <section className="v-done" aria-labelledby="handed-over">
          <h2 id="handed-over">{t('trip.handed_over')}</h2>
          <LineQuantities
            lines={lines.map((line) => ({ ...line, name: nameOf(line.product_code) }))}
            milliOf={(line) => milliOf(draft, line)}
            over={faults.over}
            onChange={(line, milli) => change((was) => ({ ...was, lines: { ...was.lines, [line]: milli } }))}
          />
          {tried && faults.lines && (
            <p className="v-wrong" role="alert">
              {t(`trip.wrong.${faults.lines}`)}
            </p>
          )}
        </section>
      )}
      {outcome !== null && outcome !== 'delivered' && (
        <TextField
          label={t('trip.reason')}
          hint={t('trip.reason_hint')}
          value={draft.reason}
          wrong={tried && faults.reason}
          onType={(reason) => put({ reason })}
        />
      )}
      {outcome !== null && outcome !== 'refused' && (
        <TextField
          label={t('trip.receiver')}
          value={draft.receiver}
          wrong={tried && faults.receiver}
          onType={(receiver) => put({ receiver })}
        />
      )}
      {outcome !== null && (
        <>
          <Photos
            label={t('trip.photo')}
            photos={draft.photos}
            most={1}
            onChange={(photos) => put({ photos })}
          />
          <Field label={t('visit.note')}>
            {(field) => (
              <textarea
                {...field}
                rows={2}
                maxLength={TEXT_MAX}
                value={draft.note}
                onChange={({ currentTarget: { value } }) => put({ note: value })}
              />
            )}
          </Field>
        </>
      )}
    </StepFrame>
  );
}

function TextField({
  label,
  hint,
  value,
  wrong,
  onType,
}: {
  label: string;
  hint?: string;
  value: string;
  wrong: boolean | undefined;
  onType: (text: string) => void;
}) {
  const { t } = useWords();
  return (
    <Field label={label} hint={hint} required wrong={wrong && t('visit.why.required')}>
      {(field) => (
        <input
          {...field}
          autoComplete="off"
          maxLength={TEXT_MAX}
          value={value}
          onChange={({ currentTarget }) => onType(currentTarget.value)}
        />
      )}
    </Field>
  );
}
