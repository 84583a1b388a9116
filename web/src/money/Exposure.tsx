// What counts against an account's limit, part by part, and what is wrong with it.
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import type { CreditAccount } from '../api/trade';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import { beyondLimit, exposureBar, isLate } from './money';

export function Exposure({ account }: { account: CreditAccount }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const money = (minor: number) => format.money(minor, currency);
  const bar = exposureBar(account);
  const parts = [
    ['ledger', bar.ledger, account.ledger_minor],
    ['unbilled', bar.unbilled, account.unbilled_minor],
    ['unconfirmed', bar.unconfirmed, account.unconfirmed_minor],
  ] as const;
  return (
    <section className="fb-section" aria-label={t('money.exposure')}>
      <p className="fb-exposure-sum" data-beyond={beyondLimit(account) || undefined}>
        <b>{money(account.exposure_minor)}</b>{' '}
        {account.limit_minor === null
          ? t('money.no_limit')
          : t('money.of_limit', { limit: money(account.limit_minor) })}
      </p>
      <div className="fb-exposure" aria-hidden="true">
        {parts.map(([part, share]) => (
          <i key={part} data-exposure={part} style={{ width: `${share}%` }} />
        ))}
        {bar.limit !== null && <b style={{ left: `${bar.limit}%` }} />}
      </div>
      <ul className="fb-parts-key">
        {parts.map(([part, , minor]) => (
          <li key={part}>
            <i data-exposure={part} />
            {t(`money.part.${part}`)} <b>{money(minor)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Over the limit, or an invoice past its due date; nothing where all is well. */
export function InTrouble({ account }: { account: CreditAccount }) {
  const { t } = useTranslation();
  const format = useFormat();
  const due = isLate(account, format.dateAt(serverNow())) ? account.oldest_due : null;
  const said = [
    beyondLimit(account) && t('money.beyond'),
    due !== null && t('money.late', { due: format.day(due) }),
  ].filter(Boolean);
  return said.length > 0 && <span className="fb-order-holds">{said.join(' · ')}</span>;
}
