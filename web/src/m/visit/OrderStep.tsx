// Takes an order at the shop: finds products, prices while it is typed, reviews, promises, sends.
import { useCallback, useEffect, useMemo, useState } from 'react';
import { usePhone } from '../phone';
import { listPrices } from '../pricing/list_prices';
import type { Ask } from '../pricing/types';
import { usePriced } from '../pricing/usePriced';
import { Credit } from './Credit';
import { draftKey } from './draft_key';
import { type Filter, OrderGoods } from './OrderGoods';
import { Near, OrderReview, useSaying } from './OrderReview';
import { endFault } from './offers';
import {
  askLines,
  EMPTY,
  kindOf,
  LINES_MAX,
  milliOf,
  type OrderDraft,
  orderBody,
  withAtLeast,
  withQuantity,
} from './order_draft';
import { SendButton } from './SendButton';
import { Notice, StepFrame } from './StepFrame';
import type { StepProps } from './step';
import { useDraft } from './useDraft';
import { type Goods, useGoods } from './useGoods';
import { useOrderPast } from './useOrderPast';
import { useWords } from './useWords';

/** `changes`: the sent order whose lines are replaced. */
export function OrderStep(props: StepProps & { changes: string | null }) {
  const { t } = useWords();
  const goods = useGoods(props.outletId);
  if (!goods?.buyer)
    return (
      <StepFrame title={t('visit.step.order')} onBack={props.onDone}>
        <Notice tone="care">{goods ? t('visit.order.not_own_outlet') : t('visit.order.no_catalogue')}</Notice>
      </StepFrame>
    );
  return <Order {...props} goods={goods} />;
}

function Order({
  outletId,
  visitId,
  onDone,
  changes,
  goods,
}: StepProps & { changes: string | null; goods: Goods }) {
  const { t, money, number, day, today } = useWords();
  const { record, data } = usePhone();
  const draft = useDraft<OrderDraft>(draftKey(visitId, outletId, changes), EMPTY);
  const [reviewing, setReviewing] = useState(false);
  const [filter, setFilter] = useState<Filter>('all');
  const [cleared, setCleared] = useState<OrderDraft | null>(null);
  const { change } = draft;
  const { lines, cash, valid_to } = draft.value;
  const { book, ids } = goods;
  const buyer = goods.buyer!;
  const date = today();
  const customerId = data.outlets.find(({ id }) => id === outletId)?.customer_id ?? null;
  const past = useOrderPast(outletId, goods);

  const asked = useMemo(() => askLines(lines, ids, book), [lines, ids, book]);
  const ask = useMemo<Ask | null>(
    () => (asked.lines.length === 0 ? null : { date, buyer, cash, lines: asked.lines }),
    [asked, date, buyer, cash],
  );
  const price = usePriced(book, ask);
  const prices = useListPrices(goods, date);
  const saying = useSaying(goods);

  const faults = useMemo(() => {
    const said = new Map(asked.unknown.map((code) => [code, t('visit.order.not_sold')]));
    for (const { line, code } of price.faults) {
      const of = line === null ? undefined : asked.codes[line];
      if (of !== undefined)
        said.set(of, code === 'no_price' ? t('visit.order.no_price_here') : t('visit.why.invalid'));
    }
    return said;
  }, [asked, price.faults, t]);

  const set = useCallback(
    (code: string, unit: string, milli: number) => change((was) => withQuantity(was, code, unit, milli)),
    [change],
  );
  const add = useCallback(
    (code: string, unit: string, milli: number) =>
      change((was) => withQuantity(was, code, unit, milliOf(was, code, unit) + milli)),
    [change],
  );

  // Where the engine does not run, the order still goes: nothing is promised then. An offer without a price is none.
  const offer = valid_to !== undefined && changes === null;
  const unpriced = price.broken && faults.size === 0 && !offer;
  const ready =
    faults.size === 0 &&
    lines.length <= LINES_MAX &&
    (unpriced || (price.priced !== null && !price.stale)) &&
    (!offer || endFault(valid_to, date) === null);
  const send = async () => {
    if (!ready) return;
    const promised = price.priced && {
      total_minor: price.priced.total_minor,
      book_at: new Date(data.synced_at ?? Date.now()).toISOString(),
    };
    const made = { ...draft.value, changes };
    await record(kindOf(made), orderBody(made, outletId, promised), { visit_id: visitId });
    await draft.forget();
    onDone();
  };

  const total = price.priced ? money(price.priced.total_minor) : '…';
  return (
    <StepFrame
      title={changes === null ? t('visit.step.order') : t('visit.order.changing')}
      onBack={reviewing ? () => setReviewing(false) : onDone}
      foot={
        lines.length > 0 && (
          <div className="v-order-foot">
            {!reviewing && <Near near={price.near.slice(0, 1)} goods={goods} saying={saying} onAdd={add} />}
            <p className="v-running" aria-live="polite">
              <span>{t('visit.order.lines', { count: lines.length, n: number(lines.length) })}</span>
              <b data-stale={price.stale || undefined} data-testid="order-total">
                {total}
              </b>
            </p>
            {reviewing ? (
              <SendButton patient disabled={!ready} onSend={send}>
                {offer
                  ? t('visit.offer.send', { total, date: valid_to ? day(valid_to) : '…' })
                  : unpriced
                    ? t('visit.order.send_unpriced')
                    : t('visit.order.send', { total })}
              </SendButton>
            ) : (
              <button type="button" className="v-button" data-main onClick={() => setReviewing(true)}>
                {t('visit.order.review')}
              </button>
            )}
          </div>
        )
      }
    >
      {!draft.ready ? null : reviewing && lines.length > 0 ? (
        <OrderReview
          draft={draft.value}
          goods={goods}
          price={price}
          customerId={customerId}
          changing={changes !== null}
          faults={faults}
          onChange={change}
          onSet={set}
          onAdd={add}
        />
      ) : (
        <>
          <Credit customerId={customerId} partnerId={buyer.supplier} brief />
          {price.broken && <Notice tone="care">{t('visit.order.no_engine')}</Notice>}
          {faults.size > 0 && (
            <Notice tone="bad">
              {t('visit.order.faulty', { products: [...faults.keys()].map(goods.named).join(', ') })}
            </Notice>
          )}
          <div className="v-quick">
            {past.suggested.length > 0 && (
              <button
                type="button"
                className="v-button"
                onClick={() => change((was) => withAtLeast(was, past.suggested))}
              >
                {t('visit.order.take_suggested', {
                  count: past.suggested.length,
                  n: number(past.suggested.length),
                })}
              </button>
            )}
            {past.last.length > 0 && (
              <button
                type="button"
                className="v-button"
                onClick={() => change((was) => withAtLeast(was, past.last))}
              >
                {t('visit.order.repeat_last', { count: past.last.length, n: number(past.last.length) })}
              </button>
            )}
            {lines.length > 0 && (
              <button
                type="button"
                className="v-button"
                onClick={() => {
                  if (changes !== null) return void draft.forget().then(onDone);
                  setCleared(draft.value);
                  change(() => EMPTY);
                }}
              >
                {changes === null ? t('visit.order.clear') : t('visit.order.leave_as_is')}
              </button>
            )}
            {lines.length === 0 && cleared && (
              <button
                type="button"
                className="v-button"
                onClick={() => {
                  change(() => cleared);
                  setCleared(null);
                }}
              >
                {t('visit.order.undo')}
              </button>
            )}
          </div>
          <OrderGoods
            goods={goods}
            prices={prices}
            lines={lines}
            past={past}
            filter={filter}
            onFilter={setFilter}
            onSet={set}
          />
        </>
      )}
    </StepFrame>
  );
}

/** What one of each unit costs here, without schemes. Null until it is known. */
function useListPrices(goods: Goods, date: string): ReadonlyMap<string, number> | null {
  const [prices, setPrices] = useState<ReadonlyMap<string, number> | null>(null);
  const { book, buyer, all } = goods;
  useEffect(() => {
    if (!buyer) return;
    let gone = false;
    const asked = all.flatMap(({ id, units }) => units.map((unit) => ({ product: id, unit })));
    listPrices(book, { date, buyer }, asked).then(
      (found) => gone || setPrices(found),
      // What is typed will tell that the engine does not run.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [book, buyer, all, date]);
  return prices;
}
