// Lines that somebody need not type: what the outlet should order, with the reasons of each, or its last order again.
import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import type { AskedLine } from '../catalogue/lines';
import type { Product } from '../catalogue/types';
import { useFormat } from '../format/useFormat';
import { useMilli } from '../stock/useMilli';
import {
  repeatedLines,
  repeatOrder,
  type SuggestedLine,
  type SuggestedOrder,
  suggestedLines,
  suggestedOrder,
} from './suggestions';

export function Suggestions({
  outlet,
  products,
  onLines,
}: {
  outlet: number;
  products: readonly Product[];
  onLines: (lines: AskedLine[]) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [shown, setShown] = useState(false);
  const suggested = useQuery(suggestedOrder(outlet));
  const repeat = useQuery(repeatOrder(outlet));
  const needed = suggested.data?.lines.filter((line) => line.quantity > 0) ?? [];
  const failed = suggested.error ?? repeat.error;
  return (
    <div className="fb-suggest">
      <div className="fb-cat-row">
        <Button
          size="xs"
          variant="light"
          loading={suggested.isPending}
          disabled={needed.length === 0}
          onClick={() => {
            if (suggested.data) onLines(suggestedLines(suggested.data, products));
            setShown(true);
          }}
        >
          {t('orders.suggest.take', { count: needed.length })}
        </Button>
        <Button
          size="xs"
          variant="light"
          loading={repeat.isPending}
          disabled={!repeat.data || repeat.data.lines.length === 0}
          onClick={() => {
            if (repeat.data) onLines(repeatedLines(repeat.data, products));
            setShown(false);
          }}
        >
          {repeat.data?.date
            ? t('orders.suggest.repeat', { date: format.day(repeat.data.date) })
            : t('orders.suggest.no_order')}
        </Button>
      </div>
      {failed && (
        <Alert color="red" role="alert">
          {problemText(failed, t)}
        </Alert>
      )}
      {suggested.data && (
        <details open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
          <summary>{t('orders.suggest.why')}</summary>
          <Reasons order={suggested.data} />
        </details>
      )}
    </div>
  );
}

function Reasons({ order }: { order: SuggestedOrder }) {
  const { t } = useTranslation();
  if (order.lines.length === 0) return <p className="fb-dim">{t('orders.suggest.nothing')}</p>;
  return (
    <>
      <p className="fb-dim">
        {t('orders.suggest.policy', {
          days: order.cover_days + order.lead_days,
          pct: order.service_pct,
        })}
      </p>
      <ul className="fb-suggest-lines" aria-label={t('orders.suggest.why')}>
        {order.lines.map((line) => (
          <Reason key={line.product_id} line={line} />
        ))}
      </ul>
    </>
  );
}

function Reason({ line }: { line: SuggestedLine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const milli = useMilli();
  // A forecast is no more exact than a piece.
  const base = (n: number) => `${milli(Math.round(n / 1000) * 1000)} ${line.base_unit}`;
  const parts = [
    t(`orders.suggest.from.${line.from}`, { amount: base(line.forecast_milli) }),
    line.counted_at
      ? t('orders.suggest.on_hand', {
          amount: base(line.on_hand_milli),
          when: format.lately(line.counted_at),
        })
      : t('orders.suggest.not_counted'),
    line.sold_since_milli > 0 && t('orders.suggest.sold_since', { amount: base(line.sold_since_milli) }),
    line.on_order_milli > 0 && t('orders.suggest.on_order', { amount: base(line.on_order_milli) }),
    line.days_of_cover !== null && t('stock.cover', { count: line.days_of_cover }),
    t('orders.suggest.target', { amount: base(line.target_milli), safety: base(line.safety_milli) }),
  ];
  return (
    <li data-suggested={line.product_code}>
      <span>
        <strong>{line.product_name}</strong>{' '}
        <b className="fb-num">
          {line.quantity > 0 ? `${line.quantity} ${line.unit}` : t('orders.suggest.enough')}
        </b>
      </span>
      <span className="fb-dim">{parts.filter(Boolean).join(' · ')}</span>
    </li>
  );
}
