// What was recorded in this visit, newest first: what each is, how far it is, why it was not taken.
import { usePhone } from '../phone';
import { CollectionDone } from './CollectionDone';
import { OfferLine } from './OfferLine';
import { OrderLine } from './OrderLine';
import { offers } from './offers';
import { faultsOf, faultWords, recordState } from './record_state';
import { sentOrders } from './sent_orders';
import { useWords } from './useWords';

const KINDS = [
  'stock_count',
  'audit',
  'survey',
  'photo',
  'display_execution',
  'competitor',
  'note',
  'case',
  'task',
  'activity',
  'return',
] as const;
type Kind = (typeof KINDS)[number];
const isKind = (kind: string): kind is Kind => (KINDS as readonly string[]).includes(kind);

export function DoneHere({
  visitId,
  onStep,
}: {
  visitId: string | null;
  onStep: (step: string | null) => void;
}) {
  const { t, clock, today } = useWords();
  const { outbox, data } = usePhone();
  if (visitId === null) return null;
  const here = outbox.filter(({ visit_id }) => visit_id === visitId);
  const orders = sentOrders(outbox, data.orders).filter((order) => order.visit_id === visitId);
  const offered = offers(outbox, data.quotations, today()).filter((offer) => offer.visit_id === visitId);
  const taken = here.filter(({ kind }) => kind === 'collection');
  const others = here.filter(({ kind }) => isKind(kind));
  if (orders.length + offered.length + taken.length + others.length === 0) return null;
  return (
    <section className="v-done" aria-label={t('visit.done_here')}>
      <h2>{t('visit.done_here')}</h2>
      <ul className="v-plain">
        {orders.map((order) => (
          <li key={order.id}>
            <OrderLine order={order} onOpen={() => onStep(`sent ${order.id}`)} />
          </li>
        ))}
        {offered.map((offer) => (
          <li key={offer.id}>
            <OfferLine offer={offer} onOpen={() => onStep(`offer ${offer.id}`)} />
          </li>
        ))}
        {taken.map((item) => (
          <li key={item.id}>
            <CollectionDone item={item} outbox={outbox} />
          </li>
        ))}
        {others.map((item) => {
          const state = recordState(item);
          const why = state === 'refused' || state === 'waits' ? faultWords(faultsOf(item), t) : [];
          return (
            <li key={item.id} className="v-record" data-state={state}>
              <span>
                <b>{isKind(item.kind) && t(`visit.kind.${item.kind}`)}</b>
                <span className="v-dim">{clock(item.at)}</span>
                <Result item={item} />
                {why.length > 0 && <span className="v-wrong">{why.join(' ')}</span>}
              </span>
              <span className="v-state" data-state={state}>
                {t(`visit.state.${state}`)}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What the server made of it, where that says something: a score. */
function Result({ item }: { item: ReturnType<typeof usePhone>['outbox'][number] }) {
  const { t, number } = useWords();
  const score = item.status?.detail?.score_bp;
  if (item.kind !== 'audit' || typeof score !== 'number') return null;
  return <span className="v-dim">{t('visit.form.score', { percent: number(score / 100) })}</span>;
}
