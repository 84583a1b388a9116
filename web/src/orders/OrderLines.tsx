// The lines of an order: what was ordered, at which price, what schemes took off and gave, tax, and what of it was
// delivered.
import { useTranslation } from 'react-i18next';
import type { Order } from '../api/trade';
import { useFormat } from '../format/useFormat';
import { orderedMilli } from './orders';

export function OrderLines({ order }: { order: Order }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (minor: number) => format.money(minor, order.currency);
  const moved = order.lines.some((line) => line.delivered_milli > 0 || line.returned_milli > 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('orders.lines')}>
      <table className="fb-lines">
        <thead>
          <tr>
            <th>{t('order.product')}</th>
            <th className="fb-num">{t('order.quantity')}</th>
            {moved && <th className="fb-num">{t('orders.delivered')}</th>}
            <th className="fb-num">{t('orders.unit_price')}</th>
            <th className="fb-num">{t('orders.discount')}</th>
            <th className="fb-num">{t('order.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.line} data-free={line.free || undefined}>
              <td>
                {line.product_name} <small className="fb-dim">{line.product_code}</small>
                {line.free && <b className="fb-tag-free">{t('orders.free')}</b>}
              </td>
              <td className="fb-num">
                {format.quantity(line.quantity)} {line.unit}
              </td>
              {moved && (
                <td className="fb-num" data-open={line.delivered_milli < orderedMilli(line) || undefined}>
                  {format.count(line.delivered_milli / 1000)}
                  {line.returned_milli > 0 && (
                    <small className="fb-dim">
                      {' '}
                      {t('orders.back', { count: line.returned_milli / 1000 })}
                    </small>
                  )}
                </td>
              )}
              <td className="fb-num">{line.free ? '–' : money(line.unit_price_minor)}</td>
              <td className="fb-num">{line.discount_minor > 0 ? `− ${money(line.discount_minor)}` : '–'}</td>
              <td className="fb-num">{money(line.total_minor)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={moved ? 5 : 4}>
              {t('order.total', { count: order.lines.length })}{' '}
              <span className="fb-dim">{t('orders.with_tax', { tax: money(order.tax_minor) })}</span>
            </td>
            <td className="fb-num">{money(order.total_minor)}</td>
          </tr>
          {order.live_minor !== order.total_minor && (
            <tr>
              <td colSpan={moved ? 5 : 4}>{t('orders.stands_for')}</td>
              <td className="fb-num">{money(order.live_minor)}</td>
            </tr>
          )}
        </tfoot>
      </table>
    </section>
  );
}
