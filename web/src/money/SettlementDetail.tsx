// One hand-in: what it should be, counting by another than who handed it in with the difference explained, posting.
import { Alert, Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { PrintMenu } from '../app/PrintMenu';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { MoneyInput, useCurrency } from '../catalogue/AmountInput';
import { Facts } from '../catalogue/Facts';
import { useFormat } from '../format/useFormat';
import { CollectionTable } from './Collections';
import { count, post, type Settlement, settlementCollections } from './money';

export function SettlementDetail({ one, rights }: { one: Settlement; rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const money = (minor: number) => format.money(minor, currency);
  const rows = useQuery(settlementCollections(one.id)).data ?? [];
  const may = has(rights, 'manage_receivables');
  const facts: [string, string][] = [
    [t('money.expected_cash'), money(one.expected_cash_minor)],
    ...(one.expected_minor !== one.expected_cash_minor
      ? [[t('money.expected'), money(one.expected_minor)] as [string, string]]
      : []),
    ...(one.counted_cash_minor !== null
      ? [[t('money.counted'), money(one.counted_cash_minor)] as [string, string]]
      : []),
    ...(one.variance_minor ? [[t('money.variance'), money(one.variance_minor)] as [string, string]] : []),
    [t('money.handed_in_at'), format.moment(one.handed_in_at)],
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-review-detail" tabIndex={0} aria-label={t('money.handed')}>
      <header className="fb-review-detail-head">
        <h2>
          {one.rep_name}{' '}
          <span className="fb-order-state" data-state={one.state} data-testid="settlement-state">
            {t(`money.settlement.${one.state}`)}
          </span>
        </h2>
        <PrintMenu papers={[{ name: 'hand_in', of: `settlements/${one.id}` }]} />
      </header>
      <Facts rows={facts} />
      {one.variance_reason && <p className="fb-note">“{one.variance_reason}”</p>}
      {one.verified_by && one.verified_at && (
        <p className="fb-dim">
          {t('money.verified_by', { by: one.verified_by, at: format.moment(one.verified_at) })}
        </p>
      )}
      {one.posted_by && one.posted_at && (
        <p className="fb-dim">
          {t('money.posted_by', { by: one.posted_by, at: format.moment(one.posted_at) })}
        </p>
      )}
      {one.state !== 'posted' &&
        (may ? <Next one={one} /> : <p className="fb-dim">{t('money.waits_for_accounting')}</p>)}
      <section className="fb-section">
        <h3>{t('money.tab.collections')}</h3>
        <CollectionTable rows={rows} rights={rights} />
      </section>
    </section>
  );
}

function Next({ one }: { one: Settlement }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const [counted, setCounted] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const step = useMutation({
    mutationFn: () => (one.state === 'verified' ? post(one) : count(one, counted ?? 0, reason.trim())),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['money'] }),
  });
  const variance = counted === null ? 0 : counted - one.expected_cash_minor;
  return (
    <form
      className="fb-parts-form"
      onSubmit={(event) => {
        event.preventDefault();
        step.mutate();
      }}
    >
      {step.isError && (
        <Alert color="red" role="alert">
          {problemText(step.error, t)}
        </Alert>
      )}
      {one.state === 'handed_in' && (
        <>
          <MoneyInput label={t('money.counted')} required value={counted} onChange={setCounted} />
          {variance !== 0 && (
            <TextInput
              label={t('money.variance_why', { amount: format.money(variance, currency) })}
              required
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </>
      )}
      <div className="fb-actions">
        <Button
          type="submit"
          color="teal.9"
          loading={step.isPending}
          disabled={
            one.state === 'handed_in' && (counted === null || (variance !== 0 && reason.trim() === ''))
          }
        >
          {one.state === 'verified' ? t('money.post') : t('money.verify')}
        </Button>
      </div>
    </form>
  );
}
