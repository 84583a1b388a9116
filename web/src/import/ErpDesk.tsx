// Documents as the ERP took them: what it refused and why, to be sent again.
import '../review/review.css';
import '../orders/orders.css';
import { Alert, Button, Checkbox, Chip } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { has, useRights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { ERP_STATES, type ErpMark, type ErpState, keyOf, marks, retry } from './erp';

export function ErpDesk({ state, onState }: { state: ErpState; onState: (state: ErpState) => void }) {
  const { t } = useTranslation();
  const rights = useRights();
  const list = useInfiniteQuery(marks(state));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const may = state === 'rejected' && has(rights, 'retry_erp');
  const chosen = rows.filter((row) => picked.has(keyOf(row)));
  const send = useMutation({
    mutationFn: retry,
    onSuccess: () => setPicked(new Set()),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['erp-marks'] }),
  });
  const toggle = (key: string) =>
    setPicked((old) => {
      const next = new Set(old);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <div className="fb-erp">
      <p className="fb-dim">{t('erp.about')}</p>
      <div className="fb-erp-head">
        <Chip.Group value={state} onChange={(value) => onState(value as ErpState)}>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these filter a list */}
          <div className="fb-review-chips" role="group" aria-label={t('erp.which')}>
            {ERP_STATES.map((each) => (
              <Chip key={each} value={each} size="xs">
                {t(`erp.state.${each}`)}
              </Chip>
            ))}
          </div>
        </Chip.Group>
        {may && rows.length > 0 && (
          <Button
            size="xs"
            disabled={chosen.length === 0}
            loading={send.isPending}
            onClick={() => send.mutate(chosen)}
          >
            {t('erp.retry', { count: chosen.length })}
          </Button>
        )}
      </div>
      <p role="status" className="fb-dim">
        {send.isSuccess &&
          t('erp.sent', { count: send.data.results.filter((r) => r.status === 'updated').length })}
      </p>
      {(list.error ?? send.error) && (
        <Alert color="red" role="alert" title={t('erp.failed')}>
          {problemText(list.error ?? send.error, t)}
        </Alert>
      )}
      {list.isSuccess && rows.length === 0 && <p className="fb-dim">{t(`erp.none.${state}`)}</p>}
      <ul className="fb-erp-rows" aria-label={t(`erp.state.${state}`)}>
        {rows.map((row) => (
          <li key={keyOf(row)} data-erp={row.document_id}>
            {may && (
              <Checkbox
                aria-label={t('erp.pick', { name: row.customer_name ?? t(`erp.kind.${row.kind}`) })}
                checked={picked.has(keyOf(row))}
                onChange={() => toggle(keyOf(row))}
              />
            )}
            <Mark mark={row} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('orders.more')}
        </Button>
      )}
    </div>
  );
}

function Mark({ mark }: { mark: ErpMark }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = `${t(`erp.kind.${mark.kind}`)} · ${mark.customer_name ?? '–'}`;
  return (
    <div>
      <span className="fb-erp-line">
        {mark.kind === 'order' ? (
          <Link to="/orders" search={{ show: 'all', id: mark.document_id }} className="fb-link">
            {name}
          </Link>
        ) : (
          <strong>{name}</strong>
        )}
        <b className="fb-num">{format.money(mark.minor, mark.currency)}</b>
      </span>
      {mark.reason && <span className="fb-erp-reason">“{mark.reason}”</span>}
      <span className="fb-dim">
        {[
          mark.number,
          format.day(mark.date),
          mark.rep_name,
          format.lately(mark.at),
          mark.attempts > 0 && t('erp.attempts', { count: mark.attempts }),
          mark.outdated && t('erp.outdated'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </div>
  );
}
