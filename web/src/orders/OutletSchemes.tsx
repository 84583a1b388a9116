// How far the outlet of an order is in the schemes of a period: what is missing to the next tier.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { outletSchemesQuery } from '../catalogue/periods';
import { useBoughtWords, useNextWords } from '../catalogue/SchemePeriod';
import { useFormat } from '../format/useFormat';

export function OutletSchemes({ outlet }: { outlet: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const bought = useBoughtWords();
  const next = useNextWords();
  const rows = useQuery(outletSchemesQuery(outlet)).data ?? [];
  if (rows.length === 0) return null;
  return (
    <ul className="fb-cat-said" aria-label={t('orders.take.schemes')} data-testid="outlet-schemes">
      {rows.map((row) => (
        <li key={row.scheme_id}>
          <strong>{row.scheme_name}</strong>{' '}
          <span className="fb-dim">{t('orders.take.scheme_to', { date: format.day(row.to) })}</span>
          <br />
          {t('orders.take.scheme_bought', { quantity: bought(row, row.reached ?? row.next) })} {next(row)}
        </li>
      ))}
    </ul>
  );
}
