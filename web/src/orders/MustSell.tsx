// What the outlet of an order must sell and that is not in the order yet; one press takes it in.
import '../audits/audits.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMay } from '../app/rights';
import { mustSell } from '../audits/audits';
import { type AskedLine, notIn, withProduct } from '../catalogue/lines';
import type { Product } from '../catalogue/types';

export function MustSell({
  outlet,
  products,
  lines,
  onLines,
}: {
  outlet: number;
  products: readonly Product[];
  lines: readonly AskedLine[];
  onLines: (lines: AskedLine[]) => void;
}) {
  const { t } = useTranslation();
  const rows = useQuery({ ...mustSell(outlet), enabled: useMay('read_field') }).data ?? [];
  if (rows.length === 0) return null;
  const left = notIn(rows, lines);
  return (
    <div className="fb-must-sell" data-testid="must-sell-order">
      <span className="fb-dim" role="status">
        {left.length === 0
          ? t('orders.take.must_all', { count: rows.length })
          : t('orders.take.must_left', { count: left.length })}
      </span>
      {left.length > 0 && (
        <ul aria-label={t('orders.take.must_left', { count: left.length })}>
          {left.map((row) => {
            const product = products.find(({ id }) => id === row.product_id);
            return (
              <li key={row.product_id} data-missing={row.missing || undefined}>
                {row.product_name}{' '}
                {row.missing && <span className="fb-dim">{t('orders.take.must_missing')}</span>}
                {product && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={t('orders.take.must_add', { product: row.product_name })}
                    onClick={() => onLines(withProduct(lines, product))}
                  >
                    {t('orders.take.must_take')}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
