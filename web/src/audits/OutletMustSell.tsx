// What an outlet must sell, and which of it is missing lately.
import './audits.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMay } from '../app/rights';
import { mustSell } from './audits';

export function OutletMustSell({ outlet }: { outlet: number }) {
  const { t } = useTranslation();
  const rows = useQuery({ ...mustSell(outlet), enabled: useMay('read_field') }).data ?? [];
  if (rows.length === 0) return null;
  const missing = rows.filter((row) => row.missing);
  return (
    <div className="fb-must-sell" data-testid="must-sell">
      <span className="fb-dim">
        {missing.length === 0
          ? t('audits.must_all', { count: rows.length })
          : t('audits.must_missing', { n: missing.length, count: rows.length })}
      </span>
      {missing.length > 0 && (
        <ul aria-label={t('audits.missing')}>
          {missing.map((row) => (
            <li key={row.product_id}>{row.product_name}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
