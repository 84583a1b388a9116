// A product that may be ordered: what it costs, in which unit, how many.
import { memo, useState } from 'react';
import { priceKey } from '../pricing/list_prices';
import { Stepper } from './Stepper';
import type { Good, Goods } from './useGoods';
import { useWords } from './useWords';

export interface Ordered {
  unit: string;
  milli: number;
}

export const OrderRow = memo(function OrderRow({
  good,
  goods,
  prices,
  ordered,
  suggested,
  last,
  mustSell,
  onChange,
}: {
  good: Good;
  goods: Goods;
  /** Null while they are asked for. */
  prices: ReadonlyMap<string, number> | null;
  /** What the order has of it, by unit. */
  ordered: readonly Ordered[];
  suggested: Ordered | undefined;
  /** What was bought last. */
  last: Ordered | undefined;
  mustSell: boolean;
  onChange: (code: string, unit: string, milli: number) => void;
}) {
  const { t, money, milli, number } = useWords();
  const usual = ordered[0]?.unit ?? suggested?.unit ?? last?.unit ?? good.units[0] ?? good.piece;
  const [picked, setPicked] = useState<string | null>(null);
  const unit = picked ?? usual;
  const one = prices?.get(priceKey(good.id, unit));
  const pieces = goods.book.products[good.id]?.units[unit] ?? 1;
  const has = ordered.find((line) => line.unit === unit)?.milli ?? 0;
  const others = ordered.filter((line) => line.unit !== unit);
  const so = (line: Ordered) => t('price.so_much', { quantity: milli(line.milli), unit: line.unit });
  return (
    <li className="v-good" data-on={ordered.length > 0 || undefined}>
      <div className="v-good-what">
        <h3>{good.name}</h3>
        <p className="v-price">
          <b>{one === undefined ? (prices ? t('visit.order.no_price') : '…') : money(one)}</b>
          <span className="v-dim">
            {' / '}
            {unit}
            {pieces > 1 && ` · ${t('visit.order.pieces_in', { count: number(pieces), piece: good.piece })}`}
          </span>
        </p>
        <p className="v-tags">
          {mustSell && (
            <span className="v-tag" data-tone="care">
              ★ {t('visit.order.must_sell')}
            </span>
          )}
          {suggested && (
            <button
              type="button"
              className="v-tag"
              onClick={() => onChange(good.code, suggested.unit, suggested.milli)}
            >
              {t('visit.order.suggested', { quantity: so(suggested) })}
            </button>
          )}
          {last && <span className="v-tag">{t('visit.order.last_time', { quantity: so(last) })}</span>}
          {others.map((line) => (
            <button key={line.unit} type="button" className="v-tag" onClick={() => setPicked(line.unit)}>
              {t('visit.order.and', { quantity: so(line) })}
            </button>
          ))}
        </p>
      </div>
      <div className="v-good-how">
        <fieldset className="v-units" aria-label={t('visit.order.unit_of', { product: good.name })}>
          {good.units.map((name) => (
            <button key={name} type="button" aria-pressed={name === unit} onClick={() => setPicked(name)}>
              {name}
            </button>
          ))}
        </fieldset>
        <Stepper
          label={t('visit.order.quantity_of', { product: good.name, unit })}
          milli={has}
          onChange={(next) => onChange(good.code, unit, next ?? 0)}
        />
      </div>
    </li>
  );
});
