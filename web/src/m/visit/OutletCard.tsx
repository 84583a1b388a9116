// What a rep should know before going in: credit, the last orders, what is open, how far the schemes are, who is there.
import './visit.css';
import { usePhone } from '../phone';
import type { Benefit } from '../pricing/types';
import { benefitWords, goodsWords } from '../pricing/words';
import { trips } from '../trips/trips';
import { Credit } from './Credit';
import { mayCall } from './calling';
import { concernsOutlet, openActivities, openTasks } from './due';
import { useOrderWords } from './OrderLine';
import { useSaying } from './OrderReview';
import { type Goods, useGoods } from './useGoods';
import { useWords } from './useWords';

export function OutletCard({ outletId }: { outletId: number }) {
  const { data } = usePhone();
  const goods = useGoods(outletId);
  const outlet = data.outlets.find(({ id }) => id === outletId);
  const customer = outlet?.customer_id ?? null;
  const buyer = data.catalogue?.buyers.find(({ outlet_id }) => outlet_id === outletId)?.buyer;
  return (
    <div className="v-card-of-outlet">
      <Open outletId={outletId} customer={customer} />
      <Credit customerId={customer} partnerId={buyer?.supplier ?? null} />
      <Orders outletId={outletId} />
      {goods && <Schemes outletId={outletId} goods={goods} />}
      <People customer={customer} />
    </div>
  );
}

/** What somebody waits for: tasks, visits agreed on, complaints, goods on the van. */
function Open({ outletId, customer }: { outletId: number; customer: number | null }) {
  const { t, moment, day } = useWords();
  const { data, outbox } = usePhone();
  const here = concernsOutlet(outletId, customer);
  const rows = [
    ...trips(data.deliveries, outbox).flatMap((trip) =>
      trip.stops
        .filter((stop) => stop.outlet_id === outletId && stop.state === 'open')
        .map((stop) => ({ key: stop.order_id, what: t('visit.card.delivery'), says: day(trip.date) })),
    ),
    ...data.appointments
      .filter(here)
      .map((one) => ({ key: one.appointment, what: one.subject, says: moment(one.starts_at) })),
    ...openTasks(data.tasks, outbox, outletId, customer).map((one) => ({
      key: one.task,
      what: one.subject,
      says: one.due_date ? t('visit.tasks.due', { date: day(one.due_date) }) : t('visit.tasks.task'),
    })),
    ...openActivities(data.activities, outbox, outletId, customer).map((one) => ({
      key: one.activity,
      what: one.subject,
      says: t('visit.tasks.due', { date: day(one.date) }),
    })),
    ...data.cases
      .filter(here)
      .filter(({ resolved_at }) => resolved_at === null)
      .map((one) => ({
        key: one.case,
        what: one.subject,
        says: one.resolve_by ? t('visit.card.case_by', { at: moment(one.resolve_by) }) : t('visit.card.case'),
      })),
  ];
  if (rows.length === 0) return null;
  return (
    <section className="v-card">
      <h2>{t('visit.card.open')}</h2>
      <ul className="v-plain">
        {rows.map(({ key, what, says }) => (
          <li key={key}>
            <b>{what}</b>
            <span className="v-dim">{says}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const SHOWN = 3;

function Orders({ outletId }: { outletId: number }) {
  const { t, money, day, number } = useWords();
  const words = useOrderWords();
  const orders = usePhone()
    .data.orders.filter(({ outlet_id }) => outlet_id === outletId)
    .sort((a, b) => b.date.localeCompare(a.date));
  return (
    <section className="v-card">
      <h2>{t('visit.card.orders')}</h2>
      {orders.length === 0 && <p className="v-dim">{t('visit.card.no_orders')}</p>}
      <ul className="v-plain">
        {orders.slice(0, SHOWN).map((order) => (
          <li key={order.id} className="v-person">
            <span>
              <b>{day(order.date)}</b>
              <span className="v-dim">
                {t('visit.order.lines', { count: order.lines.length, n: number(order.lines.length) })}
                {' · '}
                {[words.state(order.state), ...order.holds.map(words.hold)].join(' · ')}
              </span>
            </span>
            <span className="v-sum">{money(order.total_minor)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How far the outlet is in schemes that count over a period. */
function Schemes({ outletId, goods }: { outletId: number; goods: Goods }) {
  const { t, money, milli, day } = useWords();
  const saying = useSaying(goods);
  const rows = usePhone()
    .data.scheme_progress.filter(({ outlet_id }) => outlet_id === outletId)
    .flatMap((row) => {
      const scheme = goods.book.schemes.find(({ id }) => id === row.scheme_id);
      return scheme ? [{ row, scheme }] : [];
    });
  if (rows.length === 0) return null;
  return (
    <section className="v-card">
      <h2>{t('visit.card.schemes')}</h2>
      <ul className="v-plain">
        {rows.map(({ row, scheme }) => {
          const next = row.next as { benefit: Benefit } | null;
          const [bought, missing] =
            scheme.rule.type === 'cumulative_value'
              ? [money(row.value_minor), row.missing_minor === null ? null : money(row.missing_minor)]
              : [
                  t('price.pieces', { quantity: milli(row.bought_milli) }),
                  row.missing_milli === null
                    ? null
                    : t('price.pieces', { quantity: milli(row.missing_milli) }),
                ];
          return (
            <li key={row.scheme_id}>
              <b>{goodsWords(goods.book, scheme, saying)}</b>
              <span className="v-dim">{t('visit.card.bought', { bought, date: day(row.to) })}</span>
              {next && missing !== null ? (
                <span>{t('visit.card.missing', { missing, gives: benefitWords(next.benefit, saying) })}</span>
              ) : (
                <span>{t('visit.card.reached')}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Whom to ask for, and how they may be called: who does not want to be, is not. */
function People({ customer }: { customer: number | null }) {
  const { t } = useWords();
  const { data } = usePhone();
  const owner = data.customers.find(({ id }) => id === customer);
  const contacts = data.contacts.filter(({ customer_id }) => customer_id === customer);
  if (customer === null || (!owner?.phone && contacts.length === 0)) return null;
  return (
    <section className="v-card">
      <h2>{t('visit.card.people')}</h2>
      <ul className="v-plain">
        {owner && (
          <Person
            name={owner.name}
            says={t('visit.card.customer')}
            phone={owner.phone}
            may={mayCall(owner.phone, contacts)}
          />
        )}
        {contacts.map((contact) => (
          <Person
            key={contact.id}
            name={contact.name}
            says={contact.title ?? (contact.role && t(`visit.card.role.${contact.role}`))}
            phone={contact.phone}
            may={!contact.opted_out.includes('call')}
          />
        ))}
      </ul>
    </section>
  );
}

function Person({
  name,
  says,
  phone,
  may,
}: {
  name: string;
  says: string | null;
  phone: string | null;
  may: boolean;
}) {
  const { t } = useWords();
  return (
    <li className="v-person">
      <span>
        <b>{name}</b>
        {says && <span className="v-dim">{says}</span>}
        {!may && <span className="v-dim">{t('visit.card.no_calls')}</span>}
      </span>
      {phone && may && (
        <a
          className="v-call"
          href={`tel:${phone.replace(/[^\d+]/g, '')}`}
          aria-label={t('visit.card.call', { name })}
        >
          {phone}
        </a>
      )}
    </li>
  );
}
