// The days of vans: newest first, each with what is missing; one beside the list.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { useRights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { useFeed } from '../live/useFeed';
import { Told } from '../plans/Told';
import { VanDayDetail } from './VanDayDetail';
import { dayKey, differing, type VanDay, vanDaysQuery } from './vanDays';

const FEED = ['van_day_changed', 'delivery_changed'] as const;

export function VanDesk({ day, onPick }: { day: string | undefined; onPick: (key: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rights = useRights();
  const query = useQuery(vanDaysQuery);
  useFeed('stock', FEED);
  const picked = query.data?.find((row) => dayKey(row) === day) ?? query.data?.[0];
  return (
    <div className="fb-plans-two">
      <section className="fb-plans-list" aria-label={t('stock.tab.vans')}>
        <div className="fb-stock-search">
          <span className="fb-dim">{t('vans.about')}</span>
          <ExportButtons path="van-days" name={t('stock.tab.vans')} />
        </div>
        <Told query={query} empty={t('vans.none')}>
          {(rows: VanDay[]) => (
            <ul>
              {rows.map((row) => (
                <li key={dayKey(row)} data-focused={dayKey(row) === (picked && dayKey(picked)) || undefined}>
                  <button
                    type="button"
                    data-van-day={dayKey(row)}
                    aria-current={dayKey(row) === (picked && dayKey(picked)) || undefined}
                    onClick={() => onPick(dayKey(row))}
                  >
                    <strong className="fb-stock-name">
                      {row.rep_name}{' '}
                      <span className="fb-order-state" data-state={row.state}>
                        {t(`vans.state.${row.state}`)}
                      </span>
                    </strong>
                    <span className="fb-dim">
                      {format.day(row.date)} · {row.van_name}
                    </span>
                    {differing(row).length > 0 && (
                      <span className="fb-stock-bad">
                        {t('vans.differ', { count: differing(row).length })} ·{' '}
                        {format.money(row.difference_minor, row.currency)}
                      </span>
                    )}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Told>
      </section>
      {picked ? (
        <VanDayDetail
          key={`${dayKey(picked)}/${picked.state}/${picked.counted_at}`}
          day={picked}
          rights={rights}
        />
      ) : (
        <p className="fb-plans-detail fb-dim">{t('vans.pick')}</p>
      )}
    </div>
  );
}
