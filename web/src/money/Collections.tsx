// Collections: from whom, by whom, how much, and how far each is on its way into the books.
import { Alert, Button, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { COLLECTION_STATES, type Collection } from '../api/trade';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { CollectionActions } from './CollectionActions';
import { CollectionForm } from './CollectionForm';
import { collectionsPath, collectionsQuery, type MoneySearch } from './money';

export function Collections({ search, rights }: { search: MoneySearch; rights: Rights }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/money' });
  const [taking, setTaking] = useState(false);
  const list = useInfiniteQuery(collectionsQuery(search.state));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="fb-money-all">
      <div className="fb-order-selects">
        <Select
          size="xs"
          aria-label={t('orders.state')}
          placeholder={t('orders.state')}
          clearable
          data={COLLECTION_STATES.map((state) => ({ value: state, label: t(`collection_state.${state}`) }))}
          value={search.state ?? null}
          onChange={(value) => {
            const state = COLLECTION_STATES.find((each) => each === value);
            void navigate({ search: (old) => ({ ...old, state }), replace: true });
          }}
        />
        <ExportButtons path={collectionsPath(search.state)} name={t('money.tab.collections')} />
        {has(rights, 'take_collections') && !taking && (
          <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setTaking(true)}>
            {t('money.new_collection')}
          </Button>
        )}
      </div>
      {taking && <CollectionForm onDone={() => setTaking(false)} />}
      {list.isError && (
        <Alert color="red" role="alert" title={t('money.failed')}>
          {problemText(list.error, t)}
        </Alert>
      )}
      {list.isSuccess && rows.length === 0 && <p className="fb-dim">{t('money.no_collections')}</p>}
      {rows.length > 0 && <CollectionTable rows={rows} rights={rights} />}
      {list.hasNextPage && (
        <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('orders.more')}
        </Button>
      )}
    </div>
  );
}

/** With what can be done to each, by who reads. */
export function CollectionTable({ rows, rights }: { rows: readonly Collection[]; rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('money.tab.collections')}>
      <table className="fb-lines">
        <thead>
          <tr>
            <th>{t('orders.customer')}</th>
            <th className="fb-num">{t('money.amount')}</th>
            <th>{t('orders.state')}</th>
            <th>{t('orders.rep')}</th>
            <th>{t('money.date')}</th>
            <th>{t('money.how')}</th>
            <th>
              <span className="fb-hidden">{t('money.do.what')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Link to="/money" search={{ account: row.account_id }} className="fb-link">
                  {row.customer_name}
                </Link>
                {(row.note || row.reason) && <small className="fb-dim"> “{row.reason ?? row.note}”</small>}
              </td>
              <td className="fb-num">
                {format.money(row.amount_minor, row.currency)}
                {row.on_account_minor > 0 && (
                  <small className="fb-dim">
                    {' '}
                    {t('money.left_over', { amount: format.money(row.on_account_minor, row.currency) })}
                  </small>
                )}
              </td>
              <td>
                <span className="fb-order-state" data-state={row.state}>
                  {t(`collection_state.${row.state}`)}
                </span>
              </td>
              <td>{row.rep_name ?? t('money.by_company')}</td>
              <td>
                {row.visit_id && row.rep_id !== null ? (
                  <Link
                    to="/map"
                    search={{ rep: row.rep_id, visit: row.visit_id, date: row.date }}
                    className="fb-link"
                  >
                    {format.lately(row.collected_at)}
                  </Link>
                ) : (
                  format.lately(row.collected_at)
                )}
              </td>
              <td>{t(`money.method.${row.method}`)}</td>
              <td>
                <CollectionActions key={row.version} one={row} rights={rights} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
