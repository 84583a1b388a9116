// The products of an order: searched without diacritics, filtered by why they might be ordered.
import { useDeferredValue, useMemo, useState } from 'react';
import { matches } from './find_goods';
import type { SetQuantity } from './OrderReview';
import { type Ordered, OrderRow } from './OrderRow';
import type { DraftLine } from './order_draft';
import type { Good, Goods } from './useGoods';
import type { OrderPast } from './useOrderPast';
import { useWords } from './useWords';

const FILTERS = ['all', 'must_sell', 'suggested', 'bought', 'ordered'] as const;
export type Filter = (typeof FILTERS)[number];

/** Rows at once: more than anybody scrolls through, few enough for a slow phone. */
const SHOWN = 40;
const NONE: readonly Ordered[] = [];

export function OrderGoods({
  goods,
  prices,
  lines,
  past,
  filter,
  onFilter,
  onSet,
}: {
  goods: Goods;
  prices: ReadonlyMap<string, number> | null;
  lines: readonly DraftLine[];
  past: OrderPast;
  filter: Filter;
  onFilter: (filter: Filter) => void;
  onSet: SetQuantity;
}) {
  const { t, number } = useWords();
  const [typed, setTyped] = useState('');
  const [shown, setShown] = useState(SHOWN);
  const looked = useDeferredValue(typed);
  const ordered = useMemo(() => {
    const by = new Map<string, Ordered[]>();
    for (const { code, unit, milli } of lines) by.set(code, [...(by.get(code) ?? []), { unit, milli }]);
    return by;
  }, [lines]);
  const suggested = useMemo(() => new Map(past.suggested.map((line) => [line.code, line])), [past]);
  const last = useMemo(() => new Map(past.last.map((line) => [line.code, line])), [past]);
  const is: Record<Filter, (code: string) => boolean> = {
    all: () => true,
    must_sell: (code) => past.mustSell.has(code),
    suggested: (code) => suggested.has(code),
    bought: (code) => past.bought.has(code),
    ordered: (code) => ordered.has(code),
  };
  // What matters here comes first. By the past alone, so that no row moves while it is typed in.
  const sorted = useMemo(() => {
    const rank = ({ code }: Good) =>
      (past.mustSell.has(code) ? 4 : 0) + (suggested.has(code) ? 2 : 0) + (past.bought.has(code) ? 1 : 0);
    return [...goods.all].sort((a, b) => rank(b) - rank(a));
  }, [goods, past, suggested]);
  const found = sorted.filter(({ code, name }) => is[filter](code) && matches(looked, name, code));
  const missing = [...past.mustSell].filter((code) => goods.byCode.has(code) && !ordered.has(code));
  return (
    <>
      <div className="v-search">
        <input
          type="search"
          enterKeyHint="search"
          autoComplete="off"
          placeholder={t('visit.order.search')}
          aria-label={t('visit.order.search')}
          value={typed}
          onChange={({ currentTarget: { value } }) => {
            setTyped(value);
            setShown(SHOWN);
          }}
        />
        <fieldset className="v-filters" aria-label={t('visit.order.show')}>
          {FILTERS.map((one) => {
            const many = goods.all.filter(({ code }) => is[one](code)).length;
            if (one !== 'all' && one !== filter && many === 0) return null;
            return (
              <button
                key={one}
                type="button"
                aria-pressed={filter === one}
                onClick={() => {
                  onFilter(one);
                  setShown(SHOWN);
                }}
              >
                {t(`visit.order.filter.${one}`)} {number(many)}
              </button>
            );
          })}
        </fieldset>
      </div>
      {missing.length > 0 && typed === '' && (
        <p className="v-missing">
          ★ {t('visit.order.must_sell_missing', { products: missing.map(goods.named).join(', ') })}
        </p>
      )}
      {found.length === 0 && <p className="v-empty">{t('visit.order.nothing_found')}</p>}
      <ul className="v-goods">
        {found.slice(0, shown).map((good) => (
          <OrderRow
            key={good.code}
            good={good}
            goods={goods}
            prices={prices}
            ordered={ordered.get(good.code) ?? NONE}
            suggested={suggested.get(good.code)}
            last={last.get(good.code)}
            mustSell={past.mustSell.has(good.code)}
            onChange={onSet}
          />
        ))}
      </ul>
      {found.length > shown && (
        <button type="button" className="v-button" onClick={() => setShown(shown + SHOWN)}>
          {t('visit.order.more_goods', { count: found.length - shown, n: number(found.length - shown) })}
        </button>
      )}
      {goods.truncated && <p className="v-dim">{t('visit.order.truncated')}</p>}
    </>
  );
}
