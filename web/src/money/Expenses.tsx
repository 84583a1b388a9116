// Expenses of reps: what was claimed, kilometres beside the measured ones, and what is decided about each.
import { Alert, Button, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { ExpenseActions } from './ExpenseActions';
import { ExpenseForm } from './ExpenseForm';
import { EXPENSE_STATES, type Expense, expensesPath, expensesQuery } from './expenses';
import type { MoneySearch } from './money';

export function Expenses({ search, rights }: { search: MoneySearch; rights: Rights }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/money' });
  const [making, setMaking] = useState(false);
  const list = useInfiniteQuery(expensesQuery(search.spent));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="fb-money-all">
      <div className="fb-order-selects">
        <Select
          size="xs"
          aria-label={t('orders.state')}
          placeholder={t('orders.state')}
          clearable
          data={EXPENSE_STATES.map((state) => ({ value: state, label: t(`expenses.state.${state}`) }))}
          value={search.spent ?? null}
          onChange={(value) => {
            const spent = EXPENSE_STATES.find((each) => each === value);
            void navigate({ search: (old) => ({ ...old, spent }), replace: true });
          }}
        />
        <ExportButtons path={expensesPath(search.spent)} name={t('money.tab.expenses')} />
        {has(rights, 'claim_expenses') && !making && (
          <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
            {t('expenses.new')}
          </Button>
        )}
      </div>
      {making && <ExpenseForm onClose={() => setMaking(false)} />}
      {list.isError && (
        <Alert color="red" role="alert" title={t('money.failed')}>
          {problemText(list.error, t)}
        </Alert>
      )}
      {list.isSuccess && rows.length === 0 && <p className="fb-dim">{t('expenses.none')}</p>}
      {rows.length > 0 && <ExpenseTable rows={rows} rights={rights} />}
      {list.hasNextPage && (
        <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('orders.more')}
        </Button>
      )}
    </div>
  );
}

function ExpenseTable({ rows, rights }: { rows: readonly Expense[]; rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('money.tab.expenses')}>
      <table className="fb-lines">
        <thead>
          <tr>
            <th>{t('orders.rep')}</th>
            <th>{t('money.date')}</th>
            <th>{t('expenses.what')}</th>
            <th className="fb-num">{t('expenses.claimed')}</th>
            <th className="fb-num">{t('expenses.measured')}</th>
            <th className="fb-num">{t('money.amount')}</th>
            <th>{t('orders.state')}</th>
            <th>
              <span className="fb-hidden">{t('money.do.what')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-expense={row.id} data-claim={row.claim ?? undefined}>
              <td>
                <Link to="/map" search={{ rep: row.rep_id, date: row.date }} className="fb-link">
                  {row.rep_name}
                </Link>
              </td>
              <td>{format.day(row.date)}</td>
              <td>
                {t(`expenses.category.${row.category}`)}
                {row.note && <small className="fb-dim"> “{row.note}”</small>}
                {row.reason && <small className="fb-dim"> → “{row.reason}”</small>}
              </td>
              <td className="fb-num">
                {row.claimed_m !== null && format.kilometres(row.claimed_m)}
                {row.day_claimed_m !== null && row.day_claimed_m !== row.claimed_m && (
                  <small className="fb-dim">
                    {' '}
                    {t('expenses.of_day', { km: format.kilometres(row.day_claimed_m) })}
                  </small>
                )}
              </td>
              <td className="fb-num" data-open={row.claim === 'over' || undefined}>
                {row.claimed_m !== null &&
                  (row.measured_m === null ? t('expenses.unmeasured') : format.kilometres(row.measured_m))}
                {row.claim === 'over' && <strong> · {t('expenses.over')}</strong>}
              </td>
              <td className="fb-num">
                {format.money(row.approved_minor ?? row.amount_minor, row.currency)}
                {row.approved_minor !== null && row.approved_minor < row.amount_minor && (
                  <small className="fb-dim">
                    {' '}
                    {t('money.of_limit', { limit: format.money(row.amount_minor, row.currency) })}
                  </small>
                )}
              </td>
              <td>
                <span className="fb-order-state" data-state={row.state}>
                  {t(`expenses.state.${row.state}`)}
                </span>
              </td>
              <td>
                <ExpenseActions key={row.version} one={row} rights={rights} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
