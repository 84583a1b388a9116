// A quotation: what is offered until when and why it costs that, and the customer's answer: an order, or a reason.
import { Alert, Button, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { queryClient } from '../api/queries';
import type { Quotation } from '../api/trade';
import { PrintMenu } from '../app/PrintMenu';
import { problemText } from '../app/problem';
import type { Rights } from '../app/rights';
import { Facts } from '../catalogue/Facts';
import { useNames } from '../catalogue/names';
import { PriceExplained } from '../catalogue/PriceExplained';
import { newId } from '../client/ids';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { useRepNames } from '../reps/useRepNames';
import { answer, answersFor, expired, quotationQuery } from './quotations';

interface Props {
  id: string | undefined;
  rights: Rights;
  /** It became this order. */
  onOrder: (id: string) => void;
  /** It is answered: it is to stay, wherever the list takes it. */
  onTouch: (id: string) => void;
}

export function QuotationDetail({ id, ...rest }: Props) {
  const { t } = useTranslation();
  const query = useQuery({ ...quotationQuery(id ?? ''), enabled: id !== undefined });
  if (id !== undefined && query.isPending) return <Waiting />;
  if (query.isError && !query.data)
    return (
      <Alert color="red" title={t('orders.failed')} role="alert">
        {problemText(query.error, t)}
      </Alert>
    );
  return query.data ? <Whole key={query.data.id} quotation={query.data} {...rest} /> : null;
}

function Whole({ quotation, rights, onOrder, onTouch }: Omit<Props, 'id'> & { quotation: Quotation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const rep = useRepNames().find(({ id }) => id === quotation.rep_id);
  const today = format.dateAt(serverNow());
  // Made once, so that a retry is the same order.
  const [order] = useState(newId);
  const said = useMutation({
    mutationFn: (body: { order_id: string } | { reason: string }) => {
      onTouch(quotation.id);
      return answer(quotation, body);
    },
    onSuccess: (now) => {
      if (now.order_id) onOrder(now.order_id);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['orders'] }),
  });
  const facts: [string, string][] = [
    [t('orders.rep'), rep?.name ?? '–'],
    [t('orders.offer.quoted'), format.moment(quotation.quoted_at)],
    [t('orders.take.valid_to'), format.day(quotation.valid_to)],
  ];
  const late = expired(quotation, today);
  return (
    <>
      <header className="fb-review-detail-head">
        <h2>
          {quotation.outlet_name}{' '}
          <span className="fb-order-state" data-state={quotation.state} data-testid="quotation-state">
            {late ? t('orders.offer.expired') : t(`quotation_state.${quotation.state}`)}
          </span>
        </h2>
        <b className="fb-num">{format.money(quotation.total_minor, quotation.currency)}</b>
        <PrintMenu papers={[{ name: 'quotation', of: `quotations/${quotation.id}` }]} />
      </header>
      <Facts rows={facts} />
      {said.error && (
        <Alert color="red" role="alert" mb="sm">
          {problemText(said.error, t)}
        </Alert>
      )}
      {quotation.order_id && (
        <p>
          <Link to="/orders" search={{ show: 'all', id: quotation.order_id }} className="fb-link">
            {t('orders.offer.to_order')}
          </Link>
        </p>
      )}
      <Answers
        key={quotation.version}
        answers={answersFor(quotation, rights, today)}
        busy={said.isPending}
        onAccept={() => said.mutate({ order_id: order })}
        onDecline={(reason) => said.mutate({ reason })}
      />
      {quotation.note && <p className="fb-note">“{quotation.note}”</p>}
      {quotation.reason && (
        <p className="fb-note">{t('orders.offer.declined', { reason: quotation.reason })}</p>
      )}
      <section className="fb-section">
        <PriceExplained priced={quotation.priced} names={names} currency={quotation.currency} />
      </section>
    </>
  );
}

function Answers({
  answers,
  busy,
  onAccept,
  onDecline,
}: {
  answers: readonly ('accept' | 'decline')[];
  busy: boolean;
  onAccept: () => void;
  onDecline: (reason: string) => void;
}) {
  const { t } = useTranslation();
  const [why, setWhy] = useState<string | null>(null);
  if (answers.length === 0) return null;
  if (why === null)
    return (
      <div className="fb-actions">
        {answers.includes('accept') && (
          <Button loading={busy} onClick={onAccept}>
            {t('orders.offer.accept')}
          </Button>
        )}
        <Button variant="default" loading={busy} onClick={() => setWhy('')}>
          {t('orders.offer.decline')}…
        </Button>
      </div>
    );
  return (
    <form
      className="fb-reason"
      onSubmit={(event) => {
        event.preventDefault();
        if (why.trim()) onDecline(why.trim());
      }}
    >
      <Textarea
        autoFocus
        aria-label={t('orders.why')}
        placeholder={t('orders.why')}
        autosize
        minRows={1}
        maxLength={200}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <Button type="submit" color="red.9" disabled={!why.trim()} loading={busy}>
        {t('orders.offer.decline')}
      </Button>
      <Button variant="subtle" color="gray" onClick={() => setWhy(null)}>
        {t('review.cancel')}
      </Button>
    </form>
  );
}
