// Orders as rows to pick from: where, whose, how much, what holds them.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Order } from '../api/trade';
import { PickList } from '../app/PickList';
import { useFormat } from '../format/useFormat';

interface Props {
  rows: readonly Order[];
  focused: string | undefined;
  selected: ReadonlySet<string>;
  onFocus: (id: string) => void;
  onToggle: (id: string) => void;
  /** Older ones; absent where there are none. */
  onMore: (() => void) | undefined;
  busy: boolean;
}

export function OrderList({ rows, focused, selected, onFocus, onToggle, onMore, busy }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (order: Order) => format.money(order.total_minor, order.currency);
  return (
    <PickList
      label={t('orders.list')}
      rows={rows}
      focused={focused}
      selected={selected}
      onToggle={onToggle}
      selectLabel={(order) => t('orders.select', { outlet: order.outlet_name ?? '', total: money(order) })}
      after={
        onMore && (
          <Button variant="subtle" fullWidth loading={busy} onClick={onMore}>
            {t('orders.more')}
          </Button>
        )
      }
    >
      {(order, current) => (
        <button
          type="button"
          data-order={order.id}
          onClick={() => onFocus(order.id)}
          aria-current={current || undefined}
        >
          <span className="fb-review-row-head">
            <strong>{order.outlet_name ?? t('visit.no_outlet')}</strong>
            <b className="fb-num">{money(order)}</b>
          </span>
          <span className="fb-review-row-head">
            <span>{order.rep_name}</span>
            <span className="fb-dim">{format.lately(order.ordered_at)}</span>
          </span>
          <span className="fb-review-row-head">
            {order.holds.length > 0 ? (
              <span className="fb-order-holds">
                {order.holds.map((hold) => t(`orders.hold.${hold}`)).join(', ')}
              </span>
            ) : (
              <span className="fb-order-state" data-state={order.state}>
                {t(`order_state.${order.state}`)}
              </span>
            )}
            <span className="fb-dim">{order.customer_name}</span>
          </span>
        </button>
      )}
    </PickList>
  );
}
