// An order before it is sent: each line, what schemes give and why, the sum, credit, and the promise to the customer.
import type { Missing } from '../pricing/next_tier';
import { inUnits } from '../pricing/next_tier';
import type { Price } from '../pricing/usePriced';
import { appliedWords, missingWords, quantityWords, type Saying } from '../pricing/words';
import { Credit } from './Credit';
import { endFault, latestEnd, usualEnd } from './offers';
import type { OrderDraft } from './order_draft';
import { NOTE_MAX } from './order_draft';
import { Choices, Field, Notice } from './StepFrame';
import type { Goods } from './useGoods';
import { useWords } from './useWords';

export type SetQuantity = (code: string, unit: string, milli: number) => void;

export function useSaying(goods: Goods): Saying {
  const { t, money, number, all } = useWords();
  return { t, money, number, all, product: goods.product };
}

export function OrderReview({
  draft,
  goods,
  price,
  customerId,
  changing,
  faults,
  onChange,
  onSet,
  onAdd,
}: {
  draft: OrderDraft;
  goods: Goods;
  price: Price;
  customerId: number | null;
  /** Of an order that was sent: it is one. */
  changing: boolean;
  /** Lines that have no price or are not sold any more, by code: in words. */
  faults: ReadonlyMap<string, string>;
  onChange: (how: (was: OrderDraft) => OrderDraft) => void;
  onSet: SetQuantity;
  /** So much more. */
  onAdd: SetQuantity;
}) {
  const { t, money, milli } = useWords();
  const saying = useSaying(goods);
  const { priced, near } = price;
  return (
    <>
      <ol className="v-lines">
        {draft.lines.map(({ code, unit, milli: quantity }) => {
          const line = priced?.lines.find((one) => one.product === goods.ids.get(code) && one.unit === unit);
          const wrong = faults.get(code);
          return (
            <li key={`${code} ${unit}`} data-wrong={wrong ? true : undefined}>
              <span>
                <b>{goods.named(code)}</b>
                <span className="v-dim">
                  {t('price.so_much', { quantity: milli(quantity), unit })}
                  {line && ` × ${money(line.price.minor)}`}
                </span>
                {wrong && (
                  <span className="v-wrong" role="alert">
                    {wrong}
                  </span>
                )}
              </span>
              {wrong ? (
                <button type="button" className="v-button" onClick={() => onSet(code, unit, 0)}>
                  {t('visit.order.take_out')}
                </button>
              ) : (
                <span className="v-sum">
                  {line ? money(line.gross_minor) : '…'}
                  {line && line.gross_minor !== line.net_minor && (
                    <span className="v-off">− {money(line.gross_minor - line.net_minor)}</span>
                  )}
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {priced && priced.free.length > 0 && (
        <section className="v-card">
          <h2>{t('visit.order.gifts')}</h2>
          <ul className="v-plain">
            {priced.free.map((free) => (
              <li key={`${free.applied} ${free.product} ${free.unit}`}>
                <b>{quantityWords(free, saying)}</b>
                <span className="v-dim">{t('visit.order.worth', { amount: money(free.value_minor) })}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {priced && priced.applied.length > 0 && (
        <section className="v-card">
          <h2>{t('visit.order.why')}</h2>
          <ul className="v-plain">
            {priced.applied.map((applied, at) => (
              <li key={at}>
                <span>{appliedWords(goods.book, applied, saying)}</span>
                <span className="v-dim">
                  {t('visit.order.worth', { amount: money(applied.value_minor) })}
                  {applied.limited && ` · ${t('visit.order.limited')}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Near near={near} goods={goods} saying={saying} onAdd={onAdd} />
      {priced && (
        <dl className="v-total" aria-live="polite" data-stale={price.stale || undefined}>
          <div>
            <dt>{t('visit.order.goods')}</dt>
            <dd>{money(priced.gross_minor)}</dd>
          </div>
          {priced.discount_minor > 0 && (
            <div>
              <dt>{t('visit.order.discount')}</dt>
              <dd>− {money(priced.discount_minor)}</dd>
            </div>
          )}
          <Tax priced={priced} />
          <div className="v-total-sum">
            <dt>{t('visit.order.to_pay')}</dt>
            <dd>{money(priced.total_minor)}</dd>
          </div>
        </dl>
      )}
      <Credit
        customerId={customerId}
        partnerId={goods.buyer?.supplier ?? null}
        order={priced?.total_minor ?? 0}
      />
      {!changing && <OrderOrOffer draft={draft} onChange={onChange} />}
      <Choices
        label={t('visit.order.how_paid')}
        value={draft.cash ? 'cash' : 'credit'}
        options={[
          { value: 'credit', label: t('visit.order.on_credit') },
          { value: 'cash', label: t('visit.order.on_the_spot') },
        ]}
        onPick={(how) => onChange((was) => ({ ...was, cash: how === 'cash' }))}
      />
      <Field label={t('visit.note')}>
        {(field) => (
          <textarea
            {...field}
            rows={2}
            maxLength={NOTE_MAX}
            value={draft.note}
            onChange={({ currentTarget: { value } }) => onChange((was) => ({ ...was, note: value }))}
          />
        )}
      </Field>
      {price.broken && <Notice tone="care">{t('visit.order.no_engine')}</Notice>}
    </>
  );
}

function OrderOrOffer({
  draft,
  onChange,
}: {
  draft: OrderDraft;
  onChange: (how: (was: OrderDraft) => OrderDraft) => void;
}) {
  const { t, today } = useWords();
  const { valid_to } = draft;
  const fault = valid_to === undefined ? null : endFault(valid_to, today());
  const pick = (what: 'order' | 'offer') =>
    onChange(({ valid_to, ...was }) =>
      what === 'order' ? was : { ...was, valid_to: valid_to ?? usualEnd(today()) },
    );
  return (
    <>
      <Choices
        label={t('visit.offer.which')}
        value={valid_to === undefined ? 'order' : 'offer'}
        options={[
          { value: 'order', label: t('visit.kind.order') },
          { value: 'offer', label: t('visit.kind.quotation') },
        ]}
        onPick={pick}
      />
      {valid_to !== undefined && (
        <Field
          label={t('visit.offer.valid_to')}
          hint={t('visit.offer.hint')}
          required
          wrong={fault && t(`visit.why.${fault}`)}
        >
          {(field) => (
            <input
              {...field}
              type="date"
              min={today()}
              max={latestEnd(today())}
              value={valid_to}
              onChange={({ currentTarget: { value } }) => onChange((was) => ({ ...was, valid_to: value }))}
            />
          )}
        </Field>
      )}
    </>
  );
}

function Tax({ priced }: { priced: NonNullable<Price['priced']> }) {
  const { t, money } = useWords();
  if (priced.tax_minor === 0) return null;
  const added = priced.total_minor - (priced.gross_minor - priced.discount_minor);
  return (
    <div className="v-dim">
      <dt>{added > 0 ? t('visit.order.tax_added') : t('visit.order.tax_inside')}</dt>
      <dd>{money(priced.tax_minor)}</dd>
    </div>
  );
}

/** What a little more would bring, and a button for it. */
export function Near({
  near,
  goods,
  saying,
  onAdd,
}: {
  near: readonly Missing[];
  goods: Goods;
  saying: Saying;
  onAdd: SetQuantity;
}) {
  const { t } = useWords();
  if (near.length === 0) return null;
  return (
    <section className="v-near" aria-label={t('visit.order.near')}>
      {near.map((one) => (
        <div key={`${one.scheme.id} ${one.goods[0]?.product ?? ''}`}>
          <span>{missingWords(goods.book, one, saying)}</span>
          {one.goods.length > 0 && (
            <button
              type="button"
              className="v-button"
              onClick={() => {
                for (const { product, base_milli } of one.goods) {
                  const line = inUnits(goods.book, product, base_milli);
                  const code = goods.all.find(({ id }) => id === product)?.code;
                  if (code !== undefined) onAdd(code, line.unit, line.quantity_milli);
                }
              }}
            >
              {t('visit.order.add_it')}
            </button>
          )}
        </div>
      ))}
    </section>
  );
}
