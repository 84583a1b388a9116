// What an outlet bought, should have, and is suggested to order.
import { useMemo } from 'react';
import { usePhone } from '../phone';
import { type DraftLine, linesOf } from './order_draft';
import type { Goods } from './useGoods';

export interface OrderPast {
  /** Codes. */
  mustSell: ReadonlySet<string>;
  suggested: DraftLine[];
  /** Of the last order that was not called off, what was paid for and is still sold. */
  last: DraftLine[];
  /** Codes of whatever was bought lately. */
  bought: ReadonlySet<string>;
}

const CALLED_OFF = ['rejected', 'cancelled', 'draft'];

export function useOrderPast(outletId: number, goods: Goods): OrderPast {
  const { orders, must_sell, suggested_orders } = usePhone().data;
  return useMemo(() => {
    const sold = ({ code, unit }: DraftLine) => goods.byCode.get(code)?.units.includes(unit) ?? false;
    const past = orders
      .filter(({ outlet_id, state }) => outlet_id === outletId && !CALLED_OFF.includes(state))
      .sort((a, b) => b.date.localeCompare(a.date));
    const paid = past.map(({ lines }) => linesOf(lines.filter(({ free }) => !free)));
    const suggested = suggested_orders.find(({ outlet_id }) => outlet_id === outletId)?.lines ?? [];
    return {
      mustSell: new Set(must_sell.find(({ outlet_id }) => outlet_id === outletId)?.product_codes ?? []),
      suggested: suggested
        .map(({ product_code, unit, quantity }) => ({ code: product_code, unit, milli: quantity * 1000 }))
        .filter(sold),
      last: (paid[0] ?? []).filter(sold),
      bought: new Set(paid.flat().map(({ code }) => code)),
    };
  }, [orders, must_sell, suggested_orders, outletId, goods]);
}
