// Money on its way into the books: what reps carry, what was handed in, counted by another, posted.
import { Alert, Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { queryClient } from '../api/queries';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { useCurrency } from '../catalogue/AmountInput';
import { newId } from '../client/ids';
import { useFormat } from '../format/useFormat';
import { type Carried, carriedQuery, handIn, type MoneySearch, settlementsQuery } from './money';
import { SettlementDetail } from './SettlementDetail';

export function HandIns({ search, rights }: { search: MoneySearch; rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate({ from: '/money' });
  const pockets = useQuery(carriedQuery);
  const list = useInfiniteQuery(settlementsQuery);
  const currency = useCurrency();
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const focused = rows.find((row) => row.id === search.settlement) ?? rows[0];
  const go = (settlement: string) =>
    void navigate({ search: (old) => ({ ...old, settlement }), replace: true });
  const failed = pockets.error ?? list.error;
  return (
    <div className="fb-review-body">
      <div className="fb-money-list">
        {failed && (
          <Alert color="red" role="alert" title={t('money.failed')}>
            {problemText(failed, t)}
          </Alert>
        )}
        <div className="fb-money-head">
          <h2>{t('money.carried')}</h2>
          <ExportButtons path="settlements" name={t('money.tab.hand_ins')} />
        </div>
        {pockets.data?.length === 0 && <p className="fb-dim">{t('money.nothing_carried')}</p>}
        <ul aria-label={t('money.carried')}>
          {(pockets.data ?? []).map((one) => (
            <Pocket key={one.rep} one={one} may={has(rights, 'take_collections')} onDone={go} />
          ))}
        </ul>
        <h2>{t('money.tab.hand_ins')}</h2>
        <ul aria-label={t('money.tab.hand_ins')}>
          {rows.map((row) => (
            <li key={row.id} data-focused={row.id === focused?.id || undefined}>
              <button
                type="button"
                data-settlement={row.id}
                aria-current={row.id === focused?.id || undefined}
                onClick={() => go(row.id)}
              >
                <span className="fb-review-row-head">
                  <strong>{row.rep_name}</strong>
                  <b className="fb-num">{format.money(row.expected_cash_minor, currency)}</b>
                </span>
                <span className="fb-review-row-head">
                  <span className="fb-order-state" data-state={row.state}>
                    {t(`money.settlement.${row.state}`)}
                  </span>
                  <span className="fb-dim">{format.lately(row.handed_in_at)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        {list.hasNextPage && (
          <Button variant="subtle" fullWidth onClick={() => void list.fetchNextPage()}>
            {t('orders.more')}
          </Button>
        )}
      </div>
      {focused ? (
        <SettlementDetail key={`${focused.id}${focused.version}`} one={focused} rights={rights} />
      ) : (
        <p className="fb-review-empty">{t('money.no_hand_ins')}</p>
      )}
    </div>
  );
}

function Pocket({ one, may, onDone }: { one: Carried; may: boolean; onDone: (id: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = format.dateAt(serverNow());
  const hand = useMutation({
    mutationFn: () => handIn(newId(), one.rep),
    onSuccess: (made) => onDone(made.id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['money'] }),
  });
  return (
    <li className="fb-pocket" data-pocket={one.rep}>
      <div>
        <span className="fb-review-row-head">
          <strong>{one.name}</strong>
          <b className="fb-num">{format.money(one.cash, one.currency)}</b>
        </span>
        <span className="fb-review-row-head">
          <span className={one.since < today ? 'fb-order-holds' : 'fb-dim'}>
            {one.since < today ? t('money.since', { day: format.day(one.since) }) : t('money.of_today')}
          </span>
          <span className="fb-dim">{t('money.collections', { count: one.count })}</span>
        </span>
        {one.other > 0 && (
          <span className="fb-dim">
            {t('money.other', { amount: format.money(one.other, one.currency) })}
          </span>
        )}
        {hand.isError && <span role="alert">{problemText(hand.error, t)}</span>}
      </div>
      {may && (
        <Button size="xs" variant="light" loading={hand.isPending} onClick={() => hand.mutate()}>
          {t('money.hand_in')}
        </Button>
      )}
    </li>
  );
}
