// The newest counts, each with what was found.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { useFormat } from '../format/useFormat';
import { CountTable } from './CountTable';
import { Loaded } from './Loaded';
import { counts } from './stock';

export function CountList() {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="fb-plans-one">
      <ExportButtons path="stock-counts" name={t('stock.tab.counts')} />
      <Loaded query={useQuery(counts)} empty={t('stock.no_counts')}>
        {(rows) => (
          <ul className="fb-stock-counts" aria-label={t('stock.tab.counts')}>
            {rows.map((row) => (
              <li key={row.id}>
                <details>
                  <summary>
                    <span>
                      <strong>{row.outlet_name}</strong> <span className="fb-dim">{row.outlet_code}</span>
                      <br />
                      {row.rep_name} · {format.lately(row.counted_at)}
                    </span>
                    <span className="fb-dim">{t('stock.products', { count: row.lines.length })}</span>
                  </summary>
                  <CountTable count={row} />
                  {row.visit_id && (
                    <Link
                      to="/map"
                      search={{ rep: row.rep_id, visit: row.visit_id, date: row.date }}
                      className="fb-stock-visit"
                    >
                      {t('stock.to_visit')}
                    </Link>
                  )}
                </details>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </div>
  );
}
