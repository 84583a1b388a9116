// The desk of orders: what waits to be confirmed, what is held and by what, many confirmed at once; one beside the list
// with all that can be done. Renewed as orders come in and change.
import '../catalogue/catalogue.css';
import '../drawer/drawer.css';
import '../review/review.css';
import '../exceptions/exceptions.css';
import './orders.css';
import { Alert, Button, Checkbox } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { usePicking } from '../app/usePicking';
import { ZoneContext } from '../format/useFormat';
import type { LiveEvent } from '../live/protocol';
import { useNews } from '../live/useNews';
import { PageBar } from '../pages/PageBar';
import { useShortcuts } from '../pages/useShortcuts';
import { OrderDetail } from './OrderDetail';
import { OrderFilters } from './OrderFilters';
import { OrderList } from './OrderList';
import { confirmMany, MAY_CONFIRM, ordersQuery, outcome } from './orders';

const route = getRouteApi('/orders');
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
  const role = useQuery(sessionQuery).data?.user.role;
  const mayConfirm = role !== undefined && MAY_CONFIRM.includes(role);
  const list = useInfiniteQuery(ordersQuery(search));
  const leave = useCallback(
    () => void navigate({ to: '/login', search: { next: location.pathname + location.search } }),
    [navigate],
  );
  useNews('orders', ofOrder, leave);

  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  // An order that left the list stays beside it until another is looked at.
  const focused = search.id ?? rows[0]?.id;
  const go = (id: string) => void navigate({ search: (old) => ({ ...old, id }), replace: true });
  const picking = usePicking(ids, focused, go);
  const chosen = rows.filter((row) => picking.selected.has(row.id));
  const [said, setSaid] = useState<ReturnType<typeof outcome> | null>(null);

  const confirm = useMutation({
    mutationFn: confirmMany,
    onSuccess: (results) => {
      setSaid(outcome(results));
      picking.none();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['orders'] }),
  });
  const able = chosen.filter((row) => row.state === 'submitted').map((row) => row.id);
  const say = () => {
    if (mayConfirm && able.length > 0 && !confirm.isPending) confirm.mutate(able);
  };
  useShortcuts({ ...picking.keys, a: say });

  return (
    <div className="fb-shell">
      <PageBar />
      <main className="fb-review fb-exceptions fb-orders">
        <div className="fb-review-head">
          <h1>{t('orders.title')}</h1>
          <OrderFilters search={search} />
        </div>
        {list.isError && (
          <Alert color="red" role="alert" title={t('orders.failed')}>
            {problemText(list.error, t)}
            <Button mt="sm" size="xs" variant="light" color="red" onClick={() => void list.refetch()}>
              {t('app.retry')}
            </Button>
          </Alert>
        )}
        {list.isSuccess && rows.length === 0 && search.id === undefined ? (
          <p className="fb-review-empty">{t('orders.empty')}</p>
        ) : (
          <div className="fb-review-body">
            <OrderList
              rows={rows}
              focused={focused}
              selected={picking.selected}
              onFocus={go}
              onToggle={picking.toggle}
              onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
              busy={list.isFetchingNextPage}
            />
            <OrderDetail id={focused} role={role} onTouch={go} />
          </div>
        )}
        {mayConfirm && (
          <div className="fb-review-bar">
            <Checkbox
              label={t('queue.selected', { count: chosen.length })}
              checked={chosen.length > 0 && chosen.length === ids.length}
              indeterminate={chosen.length > 0 && chosen.length < ids.length}
              onChange={(event) => (event.currentTarget.checked ? picking.all() : picking.none())}
            />
            <Button color="teal.9" disabled={able.length === 0} loading={confirm.isPending} onClick={say}>
              {t('orders.confirm_many', { count: able.length })}
            </Button>
            <span role="status" className="fb-review-said">
              {confirm.isError ? (
                problemText(confirm.error, t)
              ) : said ? (
                <Told said={said} />
              ) : (
                <span className="fb-wide-only">{t('orders.keys')}</span>
              )}
            </span>
          </div>
        )}
      </main>
    </div>
  );
}

function Told({ said }: { said: ReturnType<typeof outcome> }) {
  const { t } = useTranslation();
  const parts = [
    t('orders.told.confirmed', { count: said.confirmed }),
    said.held.length > 0 && t('orders.told.held', { count: said.held.length }),
    said.failed > 0 && t('orders.told.failed', { count: said.failed }),
  ];
  return <>{parts.filter(Boolean).join(' ')}</>;
}
