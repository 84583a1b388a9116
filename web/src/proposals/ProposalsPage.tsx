// Pins that the field says are wrong: old and new side by side, one key to approve or refuse.
import '../review/review.css';
import './proposals.css';
import { Alert, Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { useShortcuts } from '../pages/useShortcuts';
import { ProposalDetail } from './ProposalDetail';
import { type Action, type Decided, decide, mayMove, openProposals, type PinProposal } from './proposals';

const route = getRouteApi('/outlets/proposals');

export function ProposalsPage() {
  const zone = useQuery(sessionQuery).data?.company?.time_zone ?? 'UTC';
  return (
    <ZoneContext.Provider value={zone}>
      <Desk />
    </ZoneContext.Provider>
  );
}

function Desk() {
  const { t } = useTranslation();
  const { proposal: focus } = route.useSearch();
  const navigate = useNavigate({ from: '/outlets/proposals' });
  const role = useQuery(sessionQuery).data?.user.role;
  const queue = useQuery(openProposals);
  const [why, setWhy] = useState('');
  /** The last decision; an approval can be taken back. */
  const [last, setLast] = useState<{ done: Decided; action: Action } | null>(null);

  const rows = queue.data ?? [];
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === focus),
  );
  const focused = rows[at];
  const go = (row: PinProposal | undefined) =>
    row && void navigate({ search: { proposal: row.id }, replace: true });

  const act = useMutation({
    mutationFn: ({ id, action, text }: { id: number; action: Action; text: string }) =>
      decide(id, action, text),
    onSuccess: async (done, { action }) => {
      setLast({ done, action });
      setWhy('');
      if (action !== 'rollback') go(rows[at + 1] ?? rows[at - 1]);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: openProposals.queryKey }),
        queryClient.invalidateQueries({ queryKey: ['review-queue'] }),
        queryClient.invalidateQueries({ queryKey: ['board'] }),
      ]);
    },
  });
  const say = (action: 'approval' | 'refusal') => {
    if (!focused || act.isPending || !mayMove(role, focused)) return;
    act.mutate({ id: focused.id, action, text: why.trim() || t(`pins.default.${action}`) });
  };
  const undo = () => {
    if (last?.action === 'approval' && !act.isPending)
      act.mutate({ id: last.done.id, action: 'rollback', text: t('pins.default.rollback') });
  };
  const move = (by: number) => go(rows[Math.min(rows.length - 1, Math.max(0, at + by))]);
  useShortcuts({
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    j: () => move(1),
    k: () => move(-1),
    a: () => say('approval'),
    r: () => say('refusal'),
    u: undo,
  });
  const allowed = focused !== undefined && mayMove(role, focused);

  return (
    <div className="fb-shell">
      <PageBar />
      <main className="fb-review">
        <div className="fb-review-head">
          <h1>{t('pins.title', { count: rows.length })}</h1>
        </div>
        {queue.isError && (
          <Alert color="red" role="alert" title={t('pins.failed')}>
            {problemText(queue.error, t)}
          </Alert>
        )}
        {queue.isSuccess && rows.length === 0 ? (
          <p className="fb-review-empty">{t('pins.empty')}</p>
        ) : (
          <div className="fb-review-body">
            <List rows={rows} focused={focused?.id} onFocus={go} />
            <ProposalDetail id={focused?.id} />
          </div>
        )}
        <div className="fb-review-bar">
          <TextInput
            className="fb-review-why"
            aria-label={t('review.reason')}
            placeholder={t('queue.reason')}
            maxLength={200}
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
          <Button color="teal.9" disabled={!allowed} loading={act.isPending} onClick={() => say('approval')}>
            {t('pins.approve')}
          </Button>
          <Button color="red.9" disabled={!allowed} loading={act.isPending} onClick={() => say('refusal')}>
            {t('pins.refuse')}
          </Button>
          <span role="status" className="fb-review-said">
            {act.isError
              ? problemText(act.error, t)
              : last
                ? t(`pins.done.${last.action}`, { count: last.done.redecided_visits.length })
                : focused && !allowed
                  ? t('pins.planner')
                  : t('pins.keys')}
          </span>
          {last?.action === 'approval' && (
            <Button variant="subtle" loading={act.isPending} onClick={undo}>
              {t('queue.undo')}
            </Button>
          )}
        </div>
      </main>
    </div>
  );
}

function List({
  rows,
  focused,
  onFocus,
}: {
  rows: readonly PinProposal[];
  focused: number | undefined;
  onFocus: (row: PinProposal) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="fb-review-list">
      <ul className="fb-pins-list" aria-label={t('pins.list')}>
        {rows.map((row) => (
          <li key={row.id} data-focused={row.id === focused || undefined}>
            <button type="button" aria-current={row.id === focused || undefined} onClick={() => onFocus(row)}>
              <span className="fb-review-row-head">
                <strong>{row.outlet_name}</strong>
                <span className="fb-dim">
                  {row.distance_m === null
                    ? t('pins.none')
                    : t('pins.metres', { count: Math.round(row.distance_m) })}
                </span>
              </span>
              <span className="fb-dim">
                {row.rep_name ?? t(`pins.source.${row.source}`)} ·{' '}
                {t('pins.by', { visits: row.visits.length, reps: row.reps })}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
