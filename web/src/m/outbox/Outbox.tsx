// Everything that was made on this phone, what waits for the link and what became of the rest. What was refused says why,
// and keeps nothing else back.
import { type OutboxItem, usePhone } from '../phone';
import { useSay } from '../say';
import { useNow } from '../useNow';
import { OutboxRow } from './OutboxRow';
import { Refusals } from './Refusals';
import { WaitingCard } from './WaitingCard';

export function Outbox() {
  const { outbox } = usePhone();
  const { t, dateOf, longDay } = useSay();
  const today = dateOf(useNow(60_000));
  const days = new Map<string, OutboxItem[]>();
  for (const item of outbox) {
    const date = dateOf(item.at);
    days.set(date, [...(days.get(date) ?? []), item]);
  }
  return (
    <>
      <WaitingCard />
      <Refusals />
      {outbox.length === 0 && <p className="m-card m-dim">{t('outbox.empty')}</p>}
      {[...days].map(([date, items]) => (
        <section key={date} className="m-list" aria-label={longDay(date)}>
          <h2 className="m-head">{date === today ? t('outbox.today') : longDay(date)}</h2>
          <ul className="m-list">
            {items.map((item) => (
              <li key={`${item.kind} ${item.id}`}>
                <OutboxRow item={item} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
