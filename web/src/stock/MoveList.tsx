// How a product came to a place and left it, newest first.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { Loaded } from './Loaded';
import { moves } from './stock';
import { useMilli } from './useMilli';

export function MoveList({ place, product }: { place: number; product: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const milli = useMilli();
  return (
    <Loaded query={useQuery(moves(place, product))} empty={t('stock.no_moves')}>
      {(rows) => (
        <ol className="fb-plans-rows" aria-label={t('stock.moves')}>
          {rows.map((row) => (
            <li key={row.id} data-undone={row.countered_by !== null || undefined}>
              <span>
                <strong>{t(`stock.move.${row.kind}`)}</strong>
                {row.counter_of !== null && ` · ${t('stock.counter')}`}
                {row.countered_by !== null && ` · ${t('stock.countered')}`}
                {row.reason && ` · ${row.reason === 'count' ? t('stock.by_count') : row.reason}`}
                {row.note && ` · ${row.note}`}
                <br />
                <span className="fb-dim">
                  {[
                    format.lately(row.moved_at),
                    row.by,
                    row.batch,
                    row.expires_on && t('stock.expires', { date: format.day(row.expires_on) }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <b className="fb-num" data-out={row.milli < 0 || undefined}>
                {row.milli > 0 ? '+' : ''}
                {milli(row.milli)} {row.unit}
              </b>
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  );
}
