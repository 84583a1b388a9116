// Pins that the field says are wrong: old and new side by side, one key to approve or refuse.
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { useRights } from '../app/rights';
import { ZoneContext } from '../format/useFormat';
import { around, Desk } from '../outlets/Desk';
import { ProposalDetail } from './ProposalDetail';
import { type Action, type Decided, decide, mayMove, openProposals, type PinProposal } from './proposals';

const route = getRouteApi('/outlets/proposals');

export function ProposalsPage() {
  const zone = useQuery(sessionQuery).data?.company?.time_zone ?? 'UTC';
  return (
    <ZoneContext.Provider value={zone}>
      <Proposals />
    </ZoneContext.Provider>
  );
}

function Proposals() {
  const { t } = useTranslation();
  const { proposal: focus } = route.useSearch();
  const navigate = useNavigate({ from: '/outlets/proposals' });
  const rights = useRights();
  const queue = useQuery(openProposals);
  const { focused, next } = around(queue.data ?? [], focus);
  /** The last decision; an approval can be taken back. */
  const [last, setLast] = useState<{ done: Decided; action: Action } | null>(null);
  const go = (row: PinProposal | undefined) =>
    row && void navigate({ search: { proposal: row.id }, replace: true });

  const act = useMutation({
    mutationFn: ({ id, action, text }: { id: number; action: Action; text: string }) =>
      decide(id, action, text || t(`pins.default.${action}`)),
    onSuccess: async (done, { action }) => {
      setLast({ done, action });
      if (action !== 'rollback') go(next);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: openProposals.queryKey }),
        queryClient.invalidateQueries({ queryKey: ['review-queue'] }),
        queryClient.invalidateQueries({ queryKey: ['board'] }),
      ]);
    },
  });
  const allowed = focused !== undefined && mayMove(rights, focused);

  return (
    <Desk
      title={t('pins.title', { count: queue.data?.length ?? 0 })}
      list={t('pins.list')}
      failed={t('pins.failed')}
      empty={t('pins.empty')}
      rows={queue.data}
      error={queue.error}
      focused={focused}
      onFocus={go}
      item={(row) => (
        <>
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
        </>
      )}
      detail={<ProposalDetail id={focused?.id} />}
      yes={t('pins.approve')}
      no={t('pins.refuse')}
      mayYes={allowed}
      mayNo={allowed}
      busy={act.isPending}
      onSay={(yes, text) =>
        focused && act.mutate({ id: focused.id, action: yes ? 'approval' : 'refusal', text })
      }
      onUndo={
        last?.action === 'approval'
          ? () => act.mutate({ id: last.done.id, action: 'rollback', text: '' })
          : undefined
      }
      said={
        act.isError
          ? problemText(act.error, t)
          : last
            ? t(`pins.done.${last.action}`, { count: last.done.redecided_visits.length })
            : focused && !allowed
              ? t('pins.planner')
              : t('pins.keys')
      }
    />
  );
}
