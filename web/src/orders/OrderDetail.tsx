// The order under the cursor: what holds it, what can be done, its lines, why it costs what it costs, and what was done
// by whom.
import { Alert, Button } from '@mantine/core';
import { IconMap2 } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import type { Hold, Order } from '../api/trade';
import { PrintMenu } from '../app/PrintMenu';
import { problemText } from '../app/problem';
import type { Rights } from '../app/rights';
import { Facts } from '../catalogue/Facts';
import { useNames } from '../catalogue/names';
import { PriceExplained } from '../catalogue/PriceExplained';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { Holds } from './Holds';
import { type Deed, OrderActions } from './OrderActions';
import { OrderBill } from './OrderBill';
import { OrderLines } from './OrderLines';
import { OrderSteps } from './OrderSteps';
import { act, deliver, orderQuery, type Story, storyQuery, takeBack } from './orders';
import { Returns } from './Returns';

interface Props {
  id: string | undefined;
  rights: Rights;
  /** Something is done to it: it is to stay, wherever the list takes it. */
  onTouch: (id: string) => void;
  /** Its lines are to change. */
  onRevise: (order: Order) => void;
}

export function OrderDetail({ id, ...rest }: Props) {
  const { t } = useTranslation();
  const query = useQuery({ ...orderQuery(id ?? ''), enabled: id !== undefined });
  if (id !== undefined && query.isPending) return <Waiting />;
  if (query.isError && !query.data)
    return (
      <Alert color="red" title={t('orders.failed')} role="alert">
        {problemText(query.error, t)}
      </Alert>
    );
  return query.data ? <Whole key={query.data.id} order={query.data} {...rest} /> : null;
}

const changed = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: ['orders'] }),
    queryClient.invalidateQueries({ queryKey: ['money'] }),
  ]);

function run(order: Order, deed: Deed): Promise<unknown> {
  if (deed.what === 'deliver')
    return deliver(order, { id: deed.id, lines: deed.lines, receiver: deed.receiver });
  if (deed.what === 'return') return takeBack(order, { id: deed.id, lines: deed.lines, reason: deed.reason });
  return act(order, deed.action, { reason: deed.reason });
}

function Whole({ order, rights, onTouch, onRevise }: Omit<Props, 'id'> & { order: Order }) {
  const { t } = useTranslation();
  const story = useQuery(storyQuery(order.id)).data;
  const done = useMutation({ mutationFn: (deed: Deed) => run(order, deed), onSettled: changed });
  const release = useMutation({
    mutationFn: ({ hold, reason }: { hold: Hold; reason: string }) => act(order, 'release', { hold, reason }),
    onSettled: changed,
  });
  const error = done.error ?? release.error;
  const busy = done.isPending || release.isPending;
  const put = story?.steps.filter((step) => step.action === 'hold').at(-1);
  return (
    <>
      <Head order={order} />
      {error && (
        <Alert color="red" role="alert" mb="sm">
          {problemText(error, t)}
        </Alert>
      )}
      <Holds
        order={order}
        rights={rights}
        why={put?.reason ?? null}
        busy={busy}
        onRelease={(hold, reason) => {
          onTouch(order.id);
          release.mutate({ hold, reason });
        }}
      />
      <OrderActions
        key={order.version}
        order={order}
        rights={rights}
        busy={busy}
        onRevise={() => onRevise(order)}
        onDo={(deed) => {
          onTouch(order.id);
          done.mutate(deed);
        }}
      />
      <section className="fb-section">
        <h3>{t('orders.lines')}</h3>
        <OrderLines order={order} />
        {order.price_note?.why === 'honoured' && <Honoured order={order} />}
        {order.note && <p className="fb-note">“{order.note}”</p>}
      </section>
      <OrderBill key={`bill${order.version}`} order={order} rights={rights} />
      <Returns order={order} rights={rights} />
      {story && <OrderSteps order={order} story={story} />}
      <Explained order={order} story={story} />
    </>
  );
}

const PAPERS = ['order', 'pick_list', 'delivery_note'] as const;

function Head({ order }: { order: Order }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts: [string, string][] = [
    [t('orders.rep'), order.rep_name],
    [t('orders.ordered'), format.moment(order.ordered_at)],
    [t('orders.source'), t(`orders.from.${order.source}`)],
    [t('orders.billing'), t(`orders.billed.${order.billing}`)],
    [t('orders.payment'), t(`orders.paid.${order.payment}`)],
  ];
  return (
    <>
      <header className="fb-review-detail-head">
        <div>
          <h2>
            {order.outlet_name ?? t('visit.no_outlet')}{' '}
            <span className="fb-order-state" data-state={order.state} data-testid="order-state">
              {t(`order_state.${order.state}`)}
            </span>
          </h2>
          <p className="fb-dim">
            {order.customer_id === null ? (
              t('orders.no_customer')
            ) : (
              <Link to="/customers/$id" params={{ id: order.customer_id }} className="fb-link">
                {order.customer_name}
              </Link>
            )}
          </p>
        </div>
        <div className="fb-head-tools">
          <PrintMenu papers={PAPERS.map((name) => ({ name, of: `orders/${order.id}` }))} />
          {order.visit_id && (
            <Link
              to="/map"
              search={{ rep: order.rep_id, visit: order.visit_id, date: order.date }}
              className="fb-review-map"
            >
              <Button component="span" size="xs" variant="light" leftSection={<IconMap2 size={16} />}>
                {t('orders.to_visit')}
              </Button>
            </Link>
          )}
        </div>
      </header>
      <Facts rows={facts} />
    </>
  );
}

function Honoured({ order }: { order: Order }) {
  const { t } = useTranslation();
  const format = useFormat();
  const note = order.price_note;
  if (note?.catalogue_minor === undefined) return null;
  return (
    <p className="fb-note">
      {t('orders.price.honoured', {
        phone: format.money(note.promised_minor, order.currency),
        catalogue: format.money(note.catalogue_minor, order.currency),
      })}
    </p>
  );
}

function Explained({ order, story }: { order: Order; story: Story | undefined }) {
  const { t } = useTranslation();
  const names = useNames();
  if (!story) return null;
  return (
    <details className="fb-explained">
      <summary>{t('orders.explained')}</summary>
      {story.priced ? (
        <PriceExplained priced={story.priced} names={names} currency={order.currency} />
      ) : (
        <p className="fb-dim">{t('orders.not_by_catalogue')}</p>
      )}
    </details>
  );
}
