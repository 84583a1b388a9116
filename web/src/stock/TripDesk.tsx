// Delivery trips: what is planned, on its way and settled; one beside the list, or a new one being planned.
import '../catalogue/catalogue.css';
import '../orders/orders.css';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { has, useRights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { useFeed } from '../live/useFeed';
import { Told } from '../plans/Told';
import { TripDetail } from './TripDetail';
import { TripForm } from './TripForm';
import { openStops, type Trip, tripsQuery } from './trips';

const FEED = ['delivery_changed'] as const;

export function TripDesk({ trip, onPick }: { trip: string | undefined; onPick: (id: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rights = useRights();
  const [making, setMaking] = useState(false);
  const query = useQuery(tripsQuery);
  useFeed('stock', FEED);
  const picked = query.data?.find(({ id }) => id === trip) ?? query.data?.[0];
  return (
    <div className="fb-plans-two">
      <section className="fb-plans-list" aria-label={t('stock.tab.trips')}>
        <div className="fb-stock-search">
          {has(rights, 'deliver_orders') && !making && (
            <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
              {t('trips.new')}
            </Button>
          )}
          <ExportButtons path="deliveries" name={t('stock.tab.trips')} />
        </div>
        <Told query={query} empty={t('trips.none')}>
          {(rows: Trip[]) => (
            <ul>
              {rows.map((row) => (
                <li key={row.id} data-focused={(!making && row.id === picked?.id) || undefined}>
                  <button
                    type="button"
                    data-trip={row.id}
                    aria-current={(!making && row.id === picked?.id) || undefined}
                    onClick={() => {
                      setMaking(false);
                      onPick(row.id);
                    }}
                  >
                    <strong className="fb-stock-name">
                      {row.driver}{' '}
                      <span className="fb-order-state" data-state={row.state}>
                        {t(`trips.state.${row.state}`)}
                      </span>
                    </strong>
                    <span className="fb-dim">
                      {format.day(row.date)} · {t('trips.stops', { count: row.stops.length })}
                      {row.state === 'out' && ` · ${t('trips.open', { count: openStops(row) })}`}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Told>
      </section>
      {making ? (
        <TripForm
          onCancel={() => setMaking(false)}
          onDone={(made) => {
            setMaking(false);
            onPick(made.id);
          }}
        />
      ) : picked ? (
        <TripDetail key={picked.id} trip={picked} rights={rights} />
      ) : (
        <p className="fb-plans-detail fb-dim">{t('trips.pick')}</p>
      )}
    </div>
  );
}
