// A cumulative scheme over its period: how far every outlet is, and the end: who is credited what.
import '../orders/orders.css';
import { Alert, Button, Tabs } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { useMilli } from '../stock/useMilli';
import { useCurrency } from './AmountInput';
import {
  dueQuery,
  nearestFirst,
  type PeriodTab,
  type Progress,
  progressQuery,
  type Settlement,
  settle,
} from './periods';
import { useSaying } from './SchemePanel';
import { benefitWords } from './scheme_words';
import type { Scheme, Tier, ValueTier } from './types';

export function SchemePeriod({
  scheme,
  rights,
  tab,
  onTab,
}: {
  scheme: Scheme;
  rights: Rights;
  tab: PeriodTab;
  onTab: (tab: PeriodTab) => void;
}) {
  const { t } = useTranslation();
  if (scheme.valid_from === null || scheme.valid_to === null)
    return <p className="fb-dim">{t('catalogue.period.none')}</p>;
  const settles = has(rights, 'manage_receivables');
  return (
    <Tabs
      value={settles ? tab : 'progress'}
      keepMounted={false}
      mt="md"
      onChange={(value) => onTab(value === 'settle' ? 'settle' : 'progress')}
    >
      <Tabs.List aria-label={t('catalogue.period.title')}>
        <Tabs.Tab value="progress">{t('catalogue.period.progress')}</Tabs.Tab>
        {settles && <Tabs.Tab value="settle">{t('catalogue.period.settle')}</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel tabIndex={0} value="progress" pt="sm">
        <ProgressList scheme={scheme} />
      </Tabs.Panel>
      {settles && (
        <Tabs.Panel tabIndex={0} value="settle" pt="sm">
          <Settle scheme={scheme} />
        </Tabs.Panel>
      )}
    </Tabs>
  );
}

function useTierWords(): (tier: Tier | ValueTier | null) => string {
  const { t } = useTranslation();
  const saying = useSaying();
  const milli = useMilli();
  return (tier) =>
    tier === null
      ? '–'
      : t('catalogue.period.tier', {
          quantity: 'at_least_milli' in tier ? milli(tier.at_least_milli) : saying.money(tier.at_least_minor),
          benefit: benefitWords(tier.benefit, saying),
        });
}

/** What was bought, in that which reaches the tiers. */
export function useBoughtWords(): (
  row: Pick<Progress, 'bought_milli' | 'value_minor'>,
  tier: Tier | ValueTier | null,
) => string {
  const milli = useMilli();
  const { money } = useSaying();
  return (row, tier) =>
    tier !== null && 'at_least_minor' in tier ? money(row.value_minor) : milli(row.bought_milli);
}

/** What is missing to the next tier, and what that gives. */
export function useNextWords(): (row: Pick<Progress, 'next' | 'missing_milli' | 'missing_minor'>) => string {
  const { t } = useTranslation();
  const milli = useMilli();
  const { money } = useSaying();
  const tier = useTierWords();
  return ({ next, missing_milli, missing_minor }) =>
    next === null
      ? t('catalogue.period.highest')
      : `${t('catalogue.period.missing', {
          quantity: missing_milli === null ? money(missing_minor ?? 0) : milli(missing_milli),
        })} ${tier(next)}`;
}

function ProgressList({ scheme }: { scheme: Scheme }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(progressQuery(scheme.id));
  const rows = nearestFirst((list.data?.pages ?? []).flatMap((page) => page.items));
  if (list.isPending) return <Waiting />;
  if (list.isError && rows.length === 0)
    return (
      <Alert color="red" role="alert">
        {problemText(list.error, t)}
      </Alert>
    );
  if (rows.length === 0) return <p className="fb-dim">{t('catalogue.period.nobody')}</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-lines-scroll" tabIndex={0} aria-label={t('catalogue.period.progress')}>
        <table className="fb-lines">
          <thead>
            <tr>
              <th>{t('catalogue.outlet')}</th>
              <th className="fb-num">{t('catalogue.period.bought')}</th>
              <th>{t('catalogue.period.reached')}</th>
              <th>{t('catalogue.period.next')}</th>
              <th className="fb-num">{t('catalogue.period.due')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ProgressRow key={row.outlet_id} row={row} />
            ))}
          </tbody>
        </table>
      </section>
      {list.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('catalogue.more')}
        </Button>
      )}
    </>
  );
}

function ProgressRow({ row }: { row: Progress }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const bought = useBoughtWords();
  const tier = useTierWords();
  const next = useNextWords();
  const due = row.due_minor === null ? t('catalogue.period.goods') : format.money(row.due_minor, currency);
  return (
    <tr data-outlet={row.outlet_code}>
      <td>
        {row.customer_id === null ? (
          row.outlet_name
        ) : (
          <Link to="/customers/$id" params={{ id: row.customer_id }} className="fb-name-link">
            {row.outlet_name}
          </Link>
        )}{' '}
        <span className="fb-dim">{row.outlet_code}</span>
      </td>
      <td className="fb-num">{bought(row, row.reached ?? row.next)}</td>
      <td>{tier(row.reached)}</td>
      <td>{next(row)}</td>
      <td className="fb-num">
        {row.settled
          ? t('catalogue.period.credited', { amount: format.money(row.settled.credit_minor, currency) })
          : due}
      </td>
    </tr>
  );
}

function Settle({ scheme }: { scheme: Scheme }) {
  const { t } = useTranslation();
  const format = useFormat();
  const due = useQuery(dueQuery(scheme.id));
  const run = useMutation({
    mutationFn: () => settle(scheme.id, false),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['catalogue', 'schemes'] }),
        queryClient.invalidateQueries({ queryKey: ['money'] }),
      ]),
  });
  if (due.isPending) return <Waiting />;
  if (due.isError)
    return (
      <Alert color="gray" role="alert">
        {problemText(due.error, t)}
      </Alert>
    );
  const shown = due.data;
  const money = (minor: number) => format.money(minor, shown.currency);
  return (
    <>
      <p>
        {t('catalogue.period.over', { from: format.longDay(shown.from), to: format.longDay(shown.to) })}{' '}
        {shown.budget_left_minor !== null &&
          t('catalogue.period.budget_left', { amount: money(shown.budget_left_minor) })}
      </p>
      <p className="fb-dim">{t('catalogue.period.about')}</p>
      <div className="fb-actions">
        <Button
          color="teal.9"
          disabled={shown.settled === 0}
          loading={run.isPending}
          onClick={() => run.mutate()}
        >
          {t('catalogue.period.credit', { count: shown.settled, amount: money(shown.credit_minor) })}
        </Button>
        <span role="status" className="fb-review-said">
          {run.isError
            ? problemText(run.error, t)
            : run.data
              ? t('catalogue.period.done', { count: run.data.settled, amount: money(run.data.credit_minor) })
              : ''}
        </span>
      </div>
      <SettleRows settlement={shown} />
    </>
  );
}

function SettleRows({ settlement }: { settlement: Settlement }) {
  const { t } = useTranslation();
  const format = useFormat();
  const bought = useBoughtWords();
  const tier = useTierWords();
  if (settlement.rows.length === 0) return <p className="fb-dim">{t('catalogue.period.nobody_reached')}</p>;
  const money = (minor: number) => format.money(minor, settlement.currency);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('catalogue.period.settle')}>
      <table className="fb-lines">
        <thead>
          <tr>
            <th>{t('catalogue.outlet')}</th>
            <th className="fb-num">{t('catalogue.period.bought')}</th>
            <th>{t('catalogue.period.reached')}</th>
            <th className="fb-num">{t('catalogue.period.due')}</th>
            <th className="fb-num">{t('catalogue.period.gets')}</th>
            <th>{t('catalogue.period.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {settlement.rows.map((row) => (
            <tr key={row.outlet_id} data-outlet={row.outlet_code} data-outcome={row.outcome}>
              <td>
                {row.outlet_name} <span className="fb-dim">{row.outlet_code}</span>
              </td>
              <td className="fb-num">{bought(row, row.tier)}</td>
              <td>{tier(row.tier)}</td>
              <td className="fb-num">{money(row.due_minor)}</td>
              <td className="fb-num">{money(row.credit_minor)}</td>
              <td>{t(`catalogue.period.outcomes.${row.outcome}`)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={3}>{t('catalogue.period.sum')}</td>
            <td className="fb-num">{money(settlement.due_minor)}</td>
            <td className="fb-num">{money(settlement.credit_minor)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
