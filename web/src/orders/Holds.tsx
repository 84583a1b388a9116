// What holds an order, in words with the figures that decide, and who may let it go.
import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import type { Hold, Order } from '../api/trade';
import { type Rights, useMay } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { useRightWords } from '../roles/useRightWords';
import { accountOf, creditFigures, customerAccounts, daysBetween, mayRelease, RELEASES } from './orders';

interface Props {
  order: Order;
  rights: Rights;
  /** Why somebody put it aside. */
  why: string | null;
  busy: boolean;
  onRelease: (hold: Hold, reason: string) => void;
}

export function Holds({ order, rights, why, busy, onRelease }: Props) {
  const { t } = useTranslation();
  if (order.holds.length === 0) return null;
  return (
    <section className="fb-section" aria-label={t('orders.holds')}>
      <ul className="fb-holds">
        {order.holds.map((hold) => (
          <li key={hold} data-hold={hold}>
            <h3>{t(`orders.hold_title.${hold}`)}</h3>
            <Why hold={hold} order={order} why={why} />
            <Release
              hold={hold}
              rights={rights}
              busy={busy}
              onRelease={(reason) => onRelease(hold, reason)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Why({ hold, order, why }: { hold: Hold; order: Order; why: string | null }) {
  const { t } = useTranslation();
  if (hold === 'credit' || hold === 'overdue') return <Credit hold={hold} order={order} />;
  if (hold === 'price') return <Price order={order} />;
  return <p>{hold === 'review' && why ? `“${why}”` : t(`orders.hold_why.${hold}`)}</p>;
}

function Credit({ hold, order }: { hold: 'credit' | 'overdue'; order: Order }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery({
    ...customerAccounts(order.customer_id ?? 0),
    enabled: useMay('read_receivables') && order.customer_id !== null,
  });
  const account = accountOf(order, query.data ?? []);
  if (!account) return null;
  const today = format.dateAt(serverNow());
  const link = (
    <Link to="/money" search={{ account: account.id }} className="fb-link">
      {t('orders.to_account')}
    </Link>
  );
  if (hold === 'overdue')
    return (
      <p>
        {account.oldest_due === null
          ? t('orders.overdue_paid')
          : t('orders.overdue_why', {
              due: format.day(account.oldest_due),
              days: t('orders.days', { count: daysBetween(account.oldest_due, today) }),
              most: t('orders.days', { count: account.overdue_days ?? 0 }),
            })}{' '}
        {link}
      </p>
    );
  const figures = creditFigures(order, account);
  const rows: [string, number][] = [
    [t('orders.credit.exposure'), figures.exposure],
    [t('orders.credit.order'), figures.order],
  ];
  if (figures.limit !== null) rows.unshift([t('orders.credit.limit'), figures.limit]);
  if (figures.beyond > 0) rows.push([t('orders.credit.beyond'), figures.beyond]);
  return (
    <>
      <Figures of="credit" rows={rows} currency={order.currency} />
      <p>
        {figures.beyond === 0 && t('orders.credit.fits')} {link}
      </p>
    </>
  );
}

function Price({ order }: { order: Order }) {
  const { t } = useTranslation();
  const format = useFormat();
  const note = order.price_note;
  if (!note) return null;
  const money = (minor: number) => format.money(minor, order.currency);
  if (note.catalogue_minor === undefined)
    return (
      <p>
        {t('orders.no_price', { phone: money(note.promised_minor) })}{' '}
        {(note.errors ?? []).map(({ code }) => t(`orders.fault.${code}`, { defaultValue: code })).join(', ')}
      </p>
    );
  const rows: [string, number][] = [
    [t('orders.price.phone'), note.promised_minor],
    [t('orders.price.catalogue'), note.catalogue_minor],
    [t('orders.price.difference'), note.catalogue_minor - note.promised_minor],
  ];
  return (
    <>
      <Figures of="price" rows={rows} currency={order.currency} />
      <p>{note.why === 'too_old' ? t('orders.price.too_old') : t('orders.price.stands')}</p>
    </>
  );
}

/** Figures under each other, what follows from them last. */
function Figures({
  of,
  rows,
  currency,
}: {
  of: 'credit' | 'price';
  rows: readonly (readonly [string, number])[];
  currency: string;
}) {
  const format = useFormat();
  return (
    <dl className="fb-figures" data-testid={`${of}-figures`}>
      {rows.map(([name, minor]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="fb-num">{format.money(minor, currency)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The button for who may, for others what they lack. */
function Release({
  hold,
  rights,
  busy,
  onRelease,
}: {
  hold: Hold;
  rights: Rights;
  busy: boolean;
  onRelease: (reason: string) => void;
}) {
  const { t } = useTranslation();
  const words = useRightWords();
  const [reason, setReason] = useState('');
  if (!mayRelease(hold, rights)) {
    return <p className="fb-dim">{t('orders.may_release', { right: words(RELEASES[hold]) })}</p>;
  }
  return (
    <form
      className="fb-reason"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim()) onRelease(reason.trim());
      }}
    >
      <Textarea
        aria-label={t('orders.release_why')}
        placeholder={t('orders.release_why')}
        autosize
        minRows={1}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!reason.trim()} loading={busy}>
        {t('orders.release')}
      </Button>
    </form>
  );
}
