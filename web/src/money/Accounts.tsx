// Accounts of customers, those in trouble first asked for, and one beside the list.
import { Alert, Button, Switch } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import type { CreditAccount } from '../api/trade';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { AccountDetail } from './AccountDetail';
import { AccountForm } from './AccountForm';
import { InTrouble } from './Exposure';
import { accountQuery, accountsPath, accountsQuery, type MoneySearch } from './money';

export function Accounts({ search, rights }: { search: MoneySearch; rights: Rights }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/money' });
  const [opening, setOpening] = useState(false);
  const may = has(rights, 'manage_receivables');
  const list = useInfiniteQuery(accountsQuery(search.all === 1));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const id = search.account ?? rows[0]?.id;
  // What a link names need not be in the list.
  const one = useQuery({ ...accountQuery(id ?? 0), enabled: id !== undefined });
  return (
    <div className="fb-review-body">
      <div className="fb-money-list">
        <div className="fb-money-head">
          <Switch
            label={t('money.in_trouble')}
            checked={search.all !== 1}
            onChange={(event) => {
              const all = event.currentTarget.checked ? undefined : 1;
              void navigate({ search: (old) => ({ ...old, all }), replace: true });
            }}
          />
          <ExportButtons path={accountsPath(search.all === 1)} name={t('money.tab.accounts')} />
        </div>
        <div className="fb-money-head">
          <span className="fb-dim">{t('money.invoices')}</span>
          <ExportButtons path="invoices" name={t('money.invoices')} />
        </div>
        {may && !opening && (
          <div className="fb-money-head">
            <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setOpening(true)}>
              {t('money.new_account')}
            </Button>
          </div>
        )}
        {list.isError && (
          <Alert color="red" role="alert" title={t('money.failed')}>
            {problemText(list.error, t)}
          </Alert>
        )}
        {list.isSuccess && rows.length === 0 && <p className="fb-dim">{t('money.no_trouble')}</p>}
        <ul aria-label={t('money.tab.accounts')}>
          {rows.map((row) => (
            <li key={row.id} data-focused={row.id === id || undefined}>
              <button
                type="button"
                data-account={row.id}
                aria-current={row.id === id || undefined}
                onClick={() =>
                  void navigate({ search: (old) => ({ ...old, account: row.id }), replace: true })
                }
              >
                <AccountRow row={row} />
              </button>
            </li>
          ))}
        </ul>
        {list.hasNextPage && (
          <Button
            variant="subtle"
            fullWidth
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('orders.more')}
          </Button>
        )}
      </div>
      {opening ? (
        <section className="fb-review-detail" aria-label={t('money.new_account')}>
          <header className="fb-review-detail-head">
            <h2>{t('money.new_account')}</h2>
          </header>
          <AccountForm
            onCancel={() => setOpening(false)}
            onSaved={({ id: made }) => {
              setOpening(false);
              void navigate({ search: { all: 1, account: made } });
            }}
          />
        </section>
      ) : (
        <AccountDetail query={one} rights={rights} />
      )}
    </div>
  );
}

function AccountRow({ row }: { row: CreditAccount }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useQuery(sessionQuery).data?.company?.currency ?? 'VND';
  return (
    <>
      <span className="fb-review-row-head">
        <strong>{row.customer_name}</strong>
        <b className="fb-num">{format.money(row.exposure_minor, currency)}</b>
      </span>
      <span className="fb-review-row-head">
        <span className="fb-dim">{row.customer_code}</span>
        <span className="fb-dim">
          {row.limit_minor === null
            ? t('money.no_limit')
            : t('money.of_limit', { limit: format.money(row.limit_minor, currency) })}
        </span>
      </span>
      <InTrouble account={row} />
    </>
  );
}
