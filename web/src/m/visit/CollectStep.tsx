// Takes money from a customer: how much, how, and for which of the open invoices.
import { useState } from 'react';
import { usePhone } from '../phone';
import { Credit } from './Credit';
import { type CollectionDraft, collectionBody, EMPTY, faultsOf, METHODS, shares } from './collection';
import { accountOf } from './credit_of';
import { minorTyped, typedMinor } from './money_typed';
import { SendButton } from './SendButton';
import { Choices, Field, Notice, StepFrame } from './StepFrame';
import type { StepProps } from './step';
import { useDraft } from './useDraft';
import { useWords } from './useWords';

const NOTE_MAX = 2000;
/** Invoices at first: the oldest are asked for. */
const SHOWN = 5;

export function CollectStep({ outletId, visitId, onDone }: StepProps) {
  const { t, money, day, digits, today, all, number } = useWords();
  const { data, record } = usePhone();
  const {
    value: draft,
    ready,
    change,
    forget,
  } = useDraft<CollectionDraft>(`collection ${visitId ?? outletId}`, EMPTY);
  const [tried, setTried] = useState(false);
  const [shown, setShown] = useState(SHOWN);
  const customer = data.outlets.find(({ id }) => id === outletId)?.customer_id ?? null;
  const buyer = data.catalogue?.buyers.find(({ outlet_id }) => outlet_id === outletId)?.buyer;
  const account = customer === null ? null : accountOf(data.debt, customer, buyer?.supplier ?? null);
  const open = (account?.invoices ?? []).map((invoice) => ({ ...invoice, id: String(invoice.id) }));
  const faults = faultsOf(draft, digits);
  const amount = minorTyped(draft.amount, digits) ?? 0;
  const picked = open.filter(({ id }) => draft.invoices.includes(id));
  const set = shares(amount, picked);
  const left = amount - set.reduce((sum, { minor }) => sum + minor, 0);
  const put = (some: Partial<CollectionDraft>) => change((was) => ({ ...was, ...some }));

  const pick = (id: string) =>
    change((was) => {
      const invoices = was.invoices.includes(id)
        ? was.invoices.filter((one) => one !== id)
        : [...was.invoices, id];
      const sum = open.reduce((all, one) => all + (invoices.includes(one.id) ? one.open_minor : 0), 0);
      // An amount that was only the sum of what was picked follows what is picked.
      const before = open.reduce((all, one) => all + (was.invoices.includes(one.id) ? one.open_minor : 0), 0);
      const follows = was.amount === '' || minorTyped(was.amount, digits) === before;
      return { ...was, invoices, amount: follows ? (sum > 0 ? typedMinor(sum, digits) : '') : was.amount };
    });

  const send = async () => {
    setTried(true);
    if (Object.keys(faults).length > 0 || customer === null) return;
    await record('collection', collectionBody(draft, outletId, open, digits), { visit_id: visitId });
    await forget();
    onDone();
  };

  if (customer === null)
    return (
      <StepFrame title={t('visit.step.collection')} onBack={onDone}>
        <Notice tone="care">{t('visit.collect.no_customer')}</Notice>
      </StepFrame>
    );
  if (!ready) return null;
  return (
    <StepFrame
      title={t('visit.step.collection')}
      onBack={onDone}
      foot={
        <SendButton onSend={send}>
          {amount > 0 ? t('visit.collect.take', { amount: money(amount) }) : t('visit.collect.take_nothing')}
        </SendButton>
      }
    >
      <Credit customerId={customer} partnerId={buyer?.supplier ?? null} />
      <Field
        label={t('visit.collect.amount')}
        required
        hint={amount > 0 ? money(amount) : undefined}
        wrong={tried && faults.amount && t(`visit.why.${faults.amount}`)}
      >
        {(field) => (
          <input
            {...field}
            className="v-big"
            inputMode={digits > 0 ? 'decimal' : 'numeric'}
            autoComplete="off"
            value={draft.amount}
            onChange={({ currentTarget: { value } }) => put({ amount: value })}
          />
        )}
      </Field>
      <Choices
        label={t('visit.collect.method')}
        required
        value={draft.method}
        options={METHODS.map((value) => ({ value, label: t(`visit.collect.by.${value}`) }))}
        onPick={(method) => put({ method })}
        wrong={tried && faults.method && t('visit.why.required')}
      />
      {draft.method !== null && draft.method !== 'cash' && (
        <Field
          label={draft.method === 'cheque' ? t('visit.collect.cheque_number') : t('visit.collect.reference')}
        >
          {(field) => (
            <input
              {...field}
              autoComplete="off"
              maxLength={200}
              value={draft.reference}
              onChange={({ currentTarget: { value } }) => put({ reference: value })}
            />
          )}
        </Field>
      )}
      {open.length > 0 && (
        <fieldset className="v-field">
          <legend>{t('visit.collect.for_which')}</legend>
          <ul className="v-picks">
            {open.slice(0, shown).map((invoice) => {
              const share = set.find(({ invoice_id }) => invoice_id === invoice.id);
              return (
                <li key={invoice.id}>
                  <label className="v-pick" data-on={draft.invoices.includes(invoice.id) || undefined}>
                    <input
                      type="checkbox"
                      checked={draft.invoices.includes(invoice.id)}
                      onChange={() => pick(invoice.id)}
                    />
                    <span>
                      <b>{invoice.number}</b>
                      <span className="v-dim" data-bad={invoice.due < today() || undefined}>
                        {invoice.due < today()
                          ? t('visit.collect.overdue_since', { date: day(invoice.due) })
                          : t('visit.collect.due', { date: day(invoice.due) })}
                      </span>
                    </span>
                    <span className="v-sum">
                      {money(invoice.open_minor)}
                      {share && share.minor < invoice.open_minor && (
                        <span className="v-dim">
                          {t('visit.collect.of_it', { amount: money(share.minor) })}
                        </span>
                      )}
                    </span>
                  </label>
                </li>
              );
            })}
          </ul>
          {open.length > shown && (
            <button type="button" className="v-button" onClick={() => setShown(open.length)}>
              {t('visit.collect.more', { count: open.length - shown, n: number(open.length - shown) })}
            </button>
          )}
        </fieldset>
      )}
      {picked.length > 0 && left > 0 && (
        <Notice>
          {t('visit.collect.rest', {
            amount: money(left),
            invoices: all(picked.map((invoice) => invoice.number)),
          })}
        </Notice>
      )}
      {picked.length === 0 && open.length > 0 && amount > 0 && (
        <p className="v-dim">{t('visit.collect.oldest')}</p>
      )}
      <Field label={t('visit.note')}>
        {(field) => (
          <textarea
            {...field}
            rows={2}
            maxLength={NOTE_MAX}
            value={draft.note}
            onChange={({ currentTarget: { value } }) => put({ note: value })}
          />
        )}
      </Field>
    </StepFrame>
  );
}
