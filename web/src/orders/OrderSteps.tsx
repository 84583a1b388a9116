// What was done to an order, by whom and why, with what was delivered; the newest last.
import { useTranslation } from 'react-i18next';
import type { Order } from '../api/trade';
import { useFormat } from '../format/useFormat';
import type { OrderStep, Story } from './orders';

export function OrderSteps({ order, story }: { order: Order; story: Story }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (minor: number) => format.money(minor, order.currency);
  const figures = (step: OrderStep): string | null => {
    const { total_minor, was_minor, value_minor } = step.detail;
    if (was_minor !== undefined && total_minor !== undefined)
      return `${money(was_minor)} → ${money(total_minor)}`;
    if (value_minor !== undefined) return money(value_minor);
    return total_minor === undefined ? null : money(total_minor);
  };
  return (
    <section className="fb-section">
      <h3>{t('orders.history')}</h3>
      <ol className="fb-exception-history" data-testid="order-steps">
        {story.steps.map((step, i) => (
          <li key={i}>
            <time>{format.lately(step.at)}</time>
            <span>
              {t(`orders.done.${step.action}`, { by: step.by ?? t('orders.system') })}
              {step.detail.hold && ` (${t(`orders.hold.${step.detail.hold}`)})`}
              {step.state === 'held' && step.action !== 'hold' && step.holds.length > 0 && (
                <>
                  {' '}
                  · {t('orders.held_by', { holds: step.holds.map((h) => t(`orders.hold.${h}`)).join(', ') })}
                </>
              )}
              {figures(step) && <span className="fb-dim"> · {figures(step)}</span>}
              {step.reason && <em>“{step.reason}”</em>}
            </span>
          </li>
        ))}
      </ol>
      {story.deliveries.length > 0 && (
        <>
          <h3>{t('orders.deliveries')}</h3>
          <ul className="fb-exception-history">
            {story.deliveries.map((one) => (
              <li key={one.id}>
                <time>{format.lately(one.delivered_at)}</time>
                <span>
                  {one.lines
                    .map((part) => {
                      const line = order.lines.find((l) => l.line === part.line);
                      return `${format.count(part.quantity_milli / 1000)} ${line?.unit ?? ''} ${line?.product_name ?? ''}`;
                    })
                    .join(', ')}
                  {' · '}
                  {money(one.value_minor)}
                  {one.receiver && <em>{t('orders.taken_by', { who: one.receiver })}</em>}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
