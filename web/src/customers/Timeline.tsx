// Everything that happened with a customer, newest first, day by day; each item leads to where it is shown.
import { Alert, Button, Chip } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { type Rights, useMay } from '../app/rights';
import { useCurrency } from '../catalogue/AmountInput';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import {
  accountsOf,
  byDay,
  collectionsOf,
  creditOf,
  invoicesOf,
  KINDS,
  type Kind,
  type Place,
  placeOf,
  type TimelineItem,
  timelineQuery,
} from './customers';
import { EmailText } from './EmailText';

const route = getRouteApi('/customers/$id');

export function Timeline({ customer, rights }: { customer: number; rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind } = route.useSearch();
  const list = useInfiniteQuery(timelineQuery(customer));
  const accountOf = useAccountOf(customer);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const days = byDay(items, kind, format.dateAt);
  const shown = days.reduce((sum, day) => sum + day.items.length, 0);
  const box = useRef<HTMLElement>(null);
  const reached = useRef<number | null>(null);
  const loaded = list.data?.pages.length ?? 0;
  // Older ones are read on from the first of them, not from the button that moved below them.
  useEffect(() => {
    if (reached.current === null || loaded < 2) return;
    const rows = box.current?.querySelectorAll<HTMLElement>('[data-kind], [role="status"]');
    rows?.[reached.current]?.focus();
    reached.current = null;
  }, [loaded]);
  const more = () => {
    if (list.isFetchingNextPage) return;
    reached.current = shown;
    void list.fetchNextPage();
  };
  const said =
    shown > 0
      ? t('customer.shown', { count: shown })
      : list.hasNextPage
        ? t('customer.none_yet')
        : t('customer.nothing');
  return (
    <section ref={box} className="fb-section fb-timeline" aria-label={t('customer.timeline')}>
      <h2>{t('customer.timeline')}</h2>
      <KindFilter kind={kind} />
      {list.isPending && <Waiting />}
      {list.isError && (
        <Alert color="red" role="alert" title={t('customer.failed')}>
          {problemText(list.error, t)}
          <Button mt="sm" size="xs" variant="light" color="red" onClick={() => void list.refetch()}>
            {t('app.retry')}
          </Button>
        </Alert>
      )}
      {days.map((day) => (
        <section key={day.date} aria-label={format.longDay(day.date)} data-day={day.date}>
          <h3>{format.longDay(day.date)}</h3>
          <ol>
            {day.items.map((item) => (
              <Item key={`${item.kind}${item.id}`} item={item} place={placeOf(item, accountOf, rights)} />
            ))}
          </ol>
        </section>
      ))}
      <p role="status" tabIndex={-1} className="fb-dim">
        {list.isSuccess && said}
      </p>
      {list.hasNextPage && (
        <Button variant="light" fullWidth aria-busy={list.isFetchingNextPage} onClick={more}>
          {t('orders.more')}
        </Button>
      )}
    </section>
  );
}

/** Documents are asked for only where more than one account could be theirs. */
function useAccountOf(customer: number) {
  const accounts = useQuery({ ...creditOf(customer), enabled: useMay('read_receivables') }).data ?? [];
  const several = accounts.length > 1;
  const invoices = useQuery({ ...invoicesOf(customer), enabled: several }).data ?? [];
  const collections = useQuery({ ...collectionsOf(customer), enabled: several }).data ?? [];
  return accountsOf(accounts, [...invoices, ...collections]);
}

function KindFilter({ kind }: { kind: Kind | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/customers/$id' });
  return (
    <Chip.Group
      value={kind ?? 'all'}
      onChange={(value) =>
        void navigate({ search: { kind: KINDS.find((each) => each === value) }, replace: true })
      }
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these filter a list */}
      <div className="fb-review-chips" role="group" aria-label={t('customer.which')}>
        <Chip value="all" size="xs">
          {t('customer.all')}
        </Chip>
        {KINDS.map((each) => (
          <Chip key={each} value={each} size="xs">
            {t(`customer.kinds.${each}`)}
          </Chip>
        ))}
      </div>
    </Chip.Group>
  );
}

function stateWords({ kind, state }: TimelineItem, t: TFunction): string {
  if (kind === 'visit') return t(`verdict.overall.${state}`);
  if (kind === 'order') return t(`order_state.${state}`);
  if (kind === 'quotation') return t(`quotation_state.${state}`);
  if (kind === 'activity') return t(`crm.state.${state}`);
  if (kind === 'opportunity') return t(`customer.outcome.${state}`);
  if (kind === 'case') return t(`crm.case_state.${state}`);
  if (kind === 'task') return t(`crm.task_state.${state}`);
  if (kind === 'contract') return t(`crm.validity.${state}`);
  if (kind === 'expense') return t(`expenses.state.${state}`);
  if (kind === 'delivery') return t(`trips.stop.${state}`);
  if (kind === 'display') return t(`displays.state.${state}`);
  if (kind === 'stock_count') return t(`customer.count.${state}`);
  if (kind === 'appointment') return t(`crm.appointment_state.${state}`);
  if (kind === 'collection') return t(`collection_state.${state}`);
  if (kind === 'credit_note') return t(`money.credit_for.${state}`);
  if (kind === 'photo') return t(`photos.status.${state}`);
  if (kind === 'audit' || kind === 'survey' || kind === 'competitor') return t(`customer.form.${state}`);
  return kind === 'invoice' ? t(`customer.invoice.${state}`) : t(`customer.return.${state}`);
}

function kindWords({ kind, sort }: TimelineItem, t: TFunction): string {
  if (sort === null) return t(`customer.kind.${kind}`);
  return kind === 'expense' ? t(`expenses.category.${sort}`) : t(`crm.kind.${sort}`);
}

function Item({ item, place }: { item: TimelineItem; place: Place | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  // A contract is of a day and has no time.
  const time = item.kind === 'contract' ? '' : format.clock(item.at);
  return (
    <li data-kind={item.kind} tabIndex={-1}>
      <time dateTime={item.at}>{time}</time>
      <div>
        <span>
          <Leading place={place} at={item.at}>
            {kindWords(item, t)}
            {item.number !== null && ` ${item.number}`}
            {/* Read out of their row, links of one kind would all be called the same. */}
            <span className="fb-hidden">
              , {time} {item.outlet_name}
            </span>
          </Leading>{' '}
          <span className="fb-order-state" data-state={item.state}>
            {item.direction === null ? stateWords(item, t) : t(`mail.direction.${item.direction}`)}
          </span>
          {item.date_doubtful && (
            <>
              {' '}
              <span className="fb-order-state">{t('mail.date_doubtful')}</span>
            </>
          )}
        </span>
        {item.subject && <span>{item.subject}</span>}
        <span className="fb-dim">{[item.outlet_name, item.rep_name].filter(Boolean).join(' · ')}</span>
        {item.direction !== null && <EmailText activity={item.id} subject={item.subject ?? ''} />}
      </div>
      {item.amount_minor !== null && <b className="fb-num">{format.money(item.amount_minor, currency)}</b>}
    </li>
  );
}

function Leading({ place, at, children }: { place: Place | null; at: string; children: ReactNode }) {
  const format = useFormat();
  const date = format.dateAt(Date.parse(at));
  if (place?.to === 'visit')
    return (
      <Link to="/map" search={{ visit: place.visit }} className="fb-link">
        {children}
      </Link>
    );
  if (place?.to === 'order')
    return (
      <Link to="/orders" search={{ show: 'all', id: place.order }} className="fb-link">
        {children}
      </Link>
    );
  if (place?.to === 'photo')
    return (
      <Link to="/photos" search={{ show: 'all', id: place.photo }} className="fb-link">
        {children}
      </Link>
    );
  if (place?.to === 'form')
    return (
      <Link to="/audits" search={{ kind: place.kind, id: place.form }} className="fb-link">
        {children}
      </Link>
    );
  if (place?.to === 'account')
    return (
      <Link to="/money" search={{ all: 1, account: place.account }} className="fb-link">
        {children}
      </Link>
    );
  if (place?.to === 'appointment')
    return (
      <Link to="/calendar" search={{ date, id: place.appointment }} className="fb-link">
        {children}
      </Link>
    );
  if (place?.to === 'activity' || place?.to === 'relation')
    return (
      <Link
        to="/relations"
        search={place.to === 'relation' ? place.search : { one: place.activity }}
        className="fb-link"
      >
        {children}
      </Link>
    );
  return <strong>{children}</strong>;
}
