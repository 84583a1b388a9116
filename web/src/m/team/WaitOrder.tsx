// An order that something holds: what holds it, and letting go what the role may. Confirming it is the office's.
import { useQuery } from '@tanstack/react-query';
import type { Hold, Order } from '../../api/trade';
import { act, mayRelease, orderQuery } from '../../orders/orders';
import { Decide, Facts } from './Decide';
import { Known } from './Known';
import { useMe, useSay } from './say';

export function WaitOrder({ id }: { id: string }) {
  const asked = useQuery(orderQuery(id));
  return <Known of={asked}>{asked.data && <Held order={asked.data} />}</Known>;
}

function Held({ order }: { order: Order }) {
  const { t, money, moment } = useSay();
  const { rights } = useMe();
  const mine: Hold[] = order.holds.filter((hold) => mayRelease(hold, rights));
  const others = order.holds.filter((hold) => !mine.includes(hold));
  const [hold] = mine;
  const name = order.outlet_name ?? order.customer_name ?? '–';
  const what = { outlet: name };
  return (
    <>
      <section className="m-card">
        <h2>{name}</h2>
        <p className="m-dim">
          {order.rep_name} · {moment(order.ordered_at)}
        </p>
        <Facts
          of={[
            [t('team.order.customer'), order.customer_name],
            [t('team.order.total'), money(order.total_minor, order.currency)],
            [t('team.order.note'), order.note],
          ]}
        />
        <ul className="t-listed">
          {order.lines.map((line) => (
            <li key={line.line}>
              {Number(line.quantity)} {line.unit} {line.product_name}
            </li>
          ))}
        </ul>
      </section>
      {others.map((each) => (
        <p key={each} className="m-note">
          {t(`team.order.hold.${each}`)} {t('team.order.not_yours')}
        </p>
      ))}
      {hold && order.state === 'held' ? (
        <>
          <p className="m-note">
            {t(`team.order.hold.${hold}`)}{' '}
            {order.holds.length > 1 ? t('team.order.still_held') : t('team.order.then')}
          </p>
          <Decide
            key={hold}
            approve={t('team.order.release')}
            refuse={t('team.order.reject')}
            reasonAlways
            suggest={[t('team.order.suggest.agreed'), t('team.order.suggest.not_now')]}
            onDecide={async (yes, reason) => {
              if (yes) await act(order, 'release', { hold, reason });
              else await act(order, 'reject', { reason });
              return { text: yes ? t('team.order.released', what) : t('team.order.rejected', what) };
            }}
          />
        </>
      ) : (
        others.length === 0 && <p className="m-note">{t('team.problem.already_decided')}</p>
      )}
    </>
  );
}
