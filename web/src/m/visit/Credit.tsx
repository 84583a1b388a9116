// What the customer owes and may still take, before anything is promised.
import { usePhone } from '../phone';
import { creditOf } from './credit_of';
import { Notice } from './StepFrame';
import { sentOrders, unsentMinor } from './sent_orders';
import { useWords } from './useWords';

export function Credit({
  customerId,
  partnerId,
  order = 0,
  brief = false,
}: {
  customerId: number | null;
  partnerId: number | null;
  /** What the order on the table would add. */
  order?: number;
  /** In one line, and what speaks against more. */
  brief?: boolean;
}) {
  const { t, money, day, today } = useWords();
  const { data, outbox } = usePhone();
  const credit = creditOf(data.debt, customerId, partnerId, today());
  if (!credit) return null;
  // What this phone has promised and the office does not know counts, too.
  const outlets = data.outlets.filter(({ customer_id }) => customer_id === customerId).map(({ id }) => id);
  const unsent = unsentMinor(sentOrders(outbox, data.orders), outlets);
  const left = credit.left_minor === null ? null : credit.left_minor - unsent - order;
  return (
    <section className={brief ? 'v-brief' : 'v-card'} aria-label={t('visit.credit.title')}>
      {brief ? (
        <p>
          {left === null
            ? t('visit.credit.brief_open', { owed: money(credit.owed_minor) })
            : t('visit.credit.brief', {
                left: left < 0 ? `− ${money(-left)}` : money(left),
                limit: money(credit.limit_minor ?? 0),
              })}
        </p>
      ) : (
        <>
          <h2>{t('visit.credit.title')}</h2>
          <dl className="v-facts">
            <div>
              <dt>{t('visit.credit.owed')}</dt>
              <dd>{money(credit.owed_minor)}</dd>
            </div>
            <div>
              <dt>{t('visit.credit.on_order')}</dt>
              <dd>{money(credit.on_order_minor)}</dd>
            </div>
            {unsent > 0 && (
              <div>
                <dt>{t('visit.credit.unsent')}</dt>
                <dd>{money(unsent)}</dd>
              </div>
            )}
            <div>
              <dt>{t('visit.credit.limit')}</dt>
              <dd>{credit.limit_minor === null ? t('visit.credit.no_limit') : money(credit.limit_minor)}</dd>
            </div>
            {left !== null && (
              <div>
                <dt>{order > 0 ? t('visit.credit.left_after') : t('visit.credit.left')}</dt>
                <dd data-bad={left < 0 || undefined}>{left < 0 ? `− ${money(-left)}` : money(left)}</dd>
              </div>
            )}
          </dl>
        </>
      )}
      {left !== null && left < 0 && <Notice tone="care">{t('visit.credit.over')}</Notice>}
      {credit.overdue && (
        <Notice tone="care">
          {t('visit.credit.overdue', {
            amount: money(credit.overdue.minor),
            since: day(credit.overdue.since),
          })}
        </Notice>
      )}
    </section>
  );
}
