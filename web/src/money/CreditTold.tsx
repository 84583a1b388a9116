// What was credited for a document, with the way to the account.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CreditNote } from '../api/trade';
import { useFormat } from '../format/useFormat';

export function CreditTold({ credit, currency }: { credit: CreditNote | null; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (credit === null) return null;
  return (
    <p data-testid="credit-told">
      {t('money.credited', {
        amount: format.money(credit.amount_minor, currency),
        customer: credit.customer_name,
        date: format.day(credit.date),
      })}{' '}
      {credit.on_account_minor > 0 &&
        t('money.credited_rest', { amount: format.money(credit.on_account_minor, currency) })}{' '}
      <Link to="/money" search={{ all: 1, account: credit.account_id }} className="fb-link">
        {t('orders.to_account')}
      </Link>
    </p>
  );
}
