// Replenishment: warehouses with how long they last, and the orders to who supplies them; one of either beside the list.
import '../orders/orders.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { useRights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { useFeed } from '../live/useFeed';
import { Told } from '../plans/Told';
import { NeedDetail } from './NeedDetail';
import { SupplyDetail } from './SupplyDetail';
import { isShort, type Need, needsQuery, type SupplyOrder, soonest, sourceOf, supplyQuery } from './supply';

const FEED = ['supply_changed'] as const;

interface Props {
  place: number | undefined;
  order: string | undefined;
  onPlace: (id: number) => void;
  onOrder: (id: string) => void;
}

export function SupplyDesk({ place, order, onPlace, onOrder }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const rights = useRights();
  const needs = useQuery(needsQuery);
  const orders = useQuery(supplyQuery);
  useFeed('stock', FEED);
  const shown = orders.data?.find((one) => one.id === order);
  const need = needs.data?.find((one) => one.location_id === place) ?? needs.data?.[0];
  const current = (id: number) => (!shown && id === need?.location_id) || undefined;
  return (
    <div className="fb-plans-two">
      <section className="fb-plans-list" aria-label={t('stock.tab.supply')}>
        <div className="fb-stock-search">
          <span className="fb-dim">{t('supply.warehouses')}</span>
          <ExportButtons path="supply-orders" name={t('supply.orders')} />
        </div>
        <Told query={needs} empty={t('supply.no_warehouse')}>
          {(rows: Need[]) => (
            <ul aria-label={t('supply.warehouses')}>
              {rows.map((row) => (
                <li key={row.location_id} data-focused={current(row.location_id)}>
                  <button
                    type="button"
                    data-need={row.location_code}
                    aria-current={current(row.location_id)}
                    onClick={() => onPlace(row.location_id)}
                  >
                    <strong className="fb-stock-name">{row.location_name}</strong>
                    <span
                      className={row.lines.some((line) => isShort(row, line)) ? 'fb-stock-bad' : 'fb-dim'}
                    >
                      {soonest(row) === null
                        ? t('supply.nothing_leaves')
                        : t('supply.lasts', { count: soonest(row) ?? 0 })}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Told>
        <div className="fb-stock-search fb-dim">{t('supply.orders')}</div>
        <Told query={orders} empty={t('supply.no_orders')}>
          {(rows: SupplyOrder[]) => (
            <ul aria-label={t('supply.orders')}>
              {rows.map((row) => (
                <li key={row.id} data-focused={row.id === shown?.id || undefined}>
                  <button
                    type="button"
                    data-supply={row.id}
                    aria-current={row.id === shown?.id || undefined}
                    onClick={() => onOrder(row.id)}
                  >
                    <strong className="fb-stock-name">
                      {row.to_name}{' '}
                      <span className="fb-order-state" data-state={row.state}>
                        {t(`supply.state.${row.state}`)}
                      </span>
                    </strong>
                    <span className="fb-dim">
                      {t('supply.from_who', { who: sourceOf(row) })} · {format.lately(row.created_at)}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Told>
      </section>
      {shown ? (
        <SupplyDetail
          key={`${shown.id}/${shown.version}`}
          order={shown}
          orders={orders.data ?? []}
          rights={rights}
        />
      ) : need ? (
        <NeedDetail key={need.location_id} need={need} rights={rights} onOrder={onOrder} />
      ) : (
        <p className="fb-plans-detail fb-dim">{t('supply.pick')}</p>
      )}
    </div>
  );
}
