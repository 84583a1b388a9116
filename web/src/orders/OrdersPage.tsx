// The desk of orders: what waits to be confirmed, what is held and by what, what is quoted; one beside the list with all
// that can be done, or a new one being taken. Renewed as orders come in and change.
import '../catalogue/catalogue.css';
import '../drawer/drawer.css';
import '../review/review.css';
import '../exceptions/exceptions.css';
import './orders.css';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { ExportButtons } from '../app/ExportButtons';
import { has, useRights } from '../app/rights';
import { ZoneContext } from '../format/useFormat';
import type { LiveEvent } from '../live/protocol';
import { useFeed } from '../live/useFeed';
import { useNews } from '../live/useNews';
import { PageBar } from '../pages/PageBar';
import { OrderDesk } from './OrderDesk';
import { OrderFilters } from './OrderFilters';
import { listPath } from './orders';
import { QuotationDesk } from './QuotationDesk';
import { quotationsPath } from './quotations';
import { TakeForm } from './TakeForm';
import type { Made } from './taking';

const route = getRouteApi('/orders');
/** What changes the lists, for who may not watch the live socket. */
const FEED = ['order_submitted', 'order_changed', 'return_recorded', 'return_decided'] as const;
const ofOrder = (event: LiveEvent): boolean => !!event.order;

export function OrdersPage() {
  const zone = useQuery(sessionQuery).data?.company?.time_zone ?? 'UTC';
  return (
    <ZoneContext.Provider value={zone}>
      <Desk />
    </ZoneContext.Provider>
  );
}

function Desk() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/orders' });
  const rights = useRights();
  const leave = useCallback(
    () => void navigate({ to: '/login', search: { next: location.pathname + location.search } }),
    [navigate],
  );
  const watches = has(rights, 'watch');
  useNews('orders', ofOrder, leave, watches);
  useFeed('orders', FEED, has(rights, 'read_trade') && !watches);
  const quotes = search.show === 'quotations';
  const mayTake = has(rights, 'take_orders');
  const go = (id: string) =>
    void navigate({ search: (old) => ({ ...old, id, make: undefined }), replace: true });
  const make = (on: boolean) => void navigate({ search: (old) => ({ ...old, make: on ? 1 : undefined }) });
  // A draft is in no other list than that of all.
  const toOrder = (id: string) => void navigate({ search: { show: 'all', id } });
  const made = (what: Made) =>
    'order' in what
      ? toOrder(what.order.id)
      : void navigate({ search: { show: 'quotations', id: what.quotation.id } });
  const making = search.make && mayTake && (
    <TakeForm
      key={quotes ? 'quotation' : 'order'}
      quote={quotes}
      onDone={made}
      onCancel={() => make(false)}
    />
  );

  return (
    <div className="fb-shell">
      <PageBar />
      <main className="fb-review fb-exceptions fb-orders">
        <div className="fb-review-head">
          <div className="fb-orders-title">
            <h1>{t('orders.title')}</h1>
            {mayTake && !making && (
              <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => make(true)}>
                {quotes ? t('orders.take.new_quotation') : t('orders.take.new_order')}
              </Button>
            )}
            <ExportButtons
              path={quotes ? quotationsPath(search) : listPath(search)}
              name={quotes ? t('orders.show.quotations') : t('orders.title')}
            />
          </div>
          <OrderFilters search={search} />
        </div>
        {quotes ? (
          <QuotationDesk search={search} rights={rights} onFocus={go} onOrder={toOrder} making={making} />
        ) : (
          <OrderDesk search={search} rights={rights} onFocus={go} making={making} />
        )}
      </main>
    </div>
  );
}
