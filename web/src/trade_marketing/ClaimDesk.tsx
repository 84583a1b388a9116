// Claims of partners, and beside them the one picked with its evidence.
import { Alert, Button, Chip } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import type { Rights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { ClaimDetail } from './ClaimDetail';
import { CLAIM_STATES, type ClaimState, claimsPath, claimsQuery } from './claims';

interface Props {
  claim: string | undefined;
  rights: Rights;
  user: number | undefined;
  onPick: (claim: string) => void;
}

export function ClaimDesk({ claim, rights, user, onPick }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [state, setState] = useState<ClaimState>();
  const list = useInfiniteQuery(claimsQuery(state));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const picked = claim ?? rows[0]?.id;
  return (
    <div className="fb-plans-two">
      <section className="fb-plans-list" aria-label={t('claims.title')}>
        <div className="fb-plans-head">
          <Chip.Group
            value={state ?? 'all'}
            onChange={(value) => setState(CLAIM_STATES.find((each) => each === value))}
          >
            {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these filter a list */}
            <div className="fb-review-chips" role="group" aria-label={t('claims.which')}>
              <Chip value="all" size="xs">
                {t('displays.all')}
              </Chip>
              {CLAIM_STATES.map((each) => (
                <Chip key={each} value={each} size="xs">
                  {t(`claims.state.${each}`)}
                </Chip>
              ))}
            </div>
          </Chip.Group>
          <ExportButtons path={claimsPath(state)} name={t('claims.title')} />
        </div>
        {list.isPending && <Waiting />}
        {list.isError && (
          <Alert color="red" role="alert">
            {problemText(list.error, t)}
          </Alert>
        )}
        {list.isSuccess && rows.length === 0 && <p className="fb-dim">{t('claims.none')}</p>}
        <ul>
          {rows.map((row) => (
            <li key={row.id} data-focused={row.id === picked || undefined}>
              <button
                type="button"
                aria-current={row.id === picked || undefined}
                onClick={() => onPick(row.id)}
              >
                <span className="fb-review-row-head">
                  <strong>{row.title}</strong>
                  <b className="fb-num">{format.money(row.claimed_minor, row.currency)}</b>
                </span>
                <span className="fb-review-row-head">
                  <span className="fb-dim">
                    {row.partner_name} · {format.day(row.date)}
                  </span>
                  <span className="fb-order-state" data-state={row.state}>
                    {t(`claims.state.${row.state}`)}
                  </span>
                </span>
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
      </section>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-plans-detail" tabIndex={0} aria-label={t('claims.detail')}>
        {picked ? (
          <ClaimDetail key={picked} id={picked} rights={rights} user={user} />
        ) : (
          <p className="fb-dim">{t('claims.how')}</p>
        )}
      </section>
    </div>
  );
}
