// Products that the newest count at an outlet found none of. A rep's visit leads to the evidence.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { Loaded } from './Loaded';
import { outOfStock } from './stock';

export function MissingList() {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="fb-plans-one">
      <p className="fb-dim">{t('stock.missing_what')}</p>
      <Loaded query={useQuery(outOfStock)} empty={t('stock.none_missing')}>
        {(rows) => (
          <ul className="fb-plans-rows" aria-label={t('stock.tab.missing')}>
            {rows.map((row) => (
              <li key={`${row.outlet_id}/${row.product_id}`} data-missing={row.product_code}>
                <span>
                  <strong>{row.product_name}</strong> <span className="fb-dim">{row.product_code}</span>
                  <br />
                  {row.outlet_name} <span className="fb-dim">{row.outlet_code}</span>
                </span>
                <span className="fb-stock-end">
                  {format.lately(row.counted_at)}
                  <br />
                  {row.visit_id ? (
                    <Link
                      to="/map"
                      search={{
                        rep: row.rep_id,
                        visit: row.visit_id,
                        date: format.dateAt(Date.parse(row.counted_at)),
                      }}
                    >
                      {row.rep_name}
                    </Link>
                  ) : (
                    row.rep_name
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </div>
  );
}
