// Lots at outlets that expire within a month or have, what expires first, first.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { Loaded } from './Loaded';
import { nearExpiry, urgency } from './stock';
import { useMilli } from './useMilli';

export function ExpiryList() {
  const { t } = useTranslation();
  const format = useFormat();
  const milli = useMilli();
  return (
    <div className="fb-plans-one">
      <p className="fb-dim">{t('stock.expiry_what')}</p>
      <Loaded query={useQuery(nearExpiry)} empty={t('stock.none_expiring')}>
        {(rows) => (
          <ul className="fb-plans-rows" aria-label={t('stock.tab.expiry')}>
            {rows.map((row) => (
              <li key={`${row.outlet_id}/${row.product_id}/${row.batch}/${row.expires_on}`}>
                <span>
                  <strong>{row.product_name}</strong>{' '}
                  <span className="fb-dim">{row.batch || row.product_code}</span>
                  <br />
                  {row.outlet_name} <span className="fb-dim">{row.outlet_code}</span>
                </span>
                <span className="fb-stock-end">
                  {milli(row.milli)} {row.unit}
                  <br />
                  <span data-urgency={urgency(row.days_left)}>
                    {row.days_left < 0
                      ? t('stock.expired_on', { date: format.day(row.expires_on) })
                      : t('stock.days_left', { count: row.days_left })}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </div>
  );
}
