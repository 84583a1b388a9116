// New outlets that the field asks for: each beside what the company has already, one key to approve or refuse.
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { has, useRights } from '../app/rights';
import { useFormat, ZoneContext } from '../format/useFormat';
import { around, Desk } from './Desk';
import { RequestDetail } from './RequestDetail';
import {
  approve,
  type OutletRequest,
  openRequests,
  type Place,
  refuse,
  rollBack,
  WEEKDAYS,
  wholeRequest,
} from './requests';

const route = getRouteApi('/outlets/requests');

export function RequestsPage() {
  const zone = useQuery(sessionQuery).data?.company?.time_zone ?? 'UTC';
  return (
    <ZoneContext.Provider value={zone}>
      <Requests />
    </ZoneContext.Provider>
  );
}

type Said = 'approval' | 'refusal' | 'rollback';

function Requests() {
  const { t } = useTranslation();
  const format = useFormat();
  const { request: focus } = route.useSearch();
  const navigate = useNavigate({ from: '/outlets/requests' });
  const rights = useRights();
  const queue = useQuery(openRequests);
  const { focused, next } = around(queue.data ?? [], focus);
  const whole = useQuery({ ...wholeRequest(focused?.id ?? ''), enabled: focused !== undefined });
  /** What was chosen for the request looked at; another one starts from the suggestion. */
  const [chosen, setChosen] = useState<{ id: string; place?: Place; sameAs?: number | null }>({ id: '' });
  const [last, setLast] = useState<{ done: OutletRequest; said: Said } | null>(null);

  const own = chosen.id === focused?.id ? chosen : undefined;
  const suggested: Place = {
    route: whole.data?.routes[0]?.id ?? null,
    pattern: 'F4',
    weekday: WEEKDAYS[(new Date(focused?.requested_at ?? 0).getUTCDay() + 6) % 7] ?? 'mon',
    customer: true,
  };
  const place = own?.place ?? suggested;
  const sameAs = own?.sameAs ?? null;
  const go = (row: OutletRequest | undefined) =>
    row && void navigate({ search: { request: row.id }, replace: true });

  const act = useMutation({
    mutationFn: async ({ id, said, why }: { id: string; said: Said; why: string }) => {
      if (said === 'approval') return approve(id, place, why || t('requests.default.approval'));
      if (said === 'refusal')
        return refuse(
          id,
          why || (sameAs === null ? t('requests.default.refusal') : t('requests.default.same')),
          sameAs,
        );
      return rollBack(id, t('requests.default.rollback'));
    },
    onSuccess: async (done, { said }) => {
      setLast({ done, said });
      if (said === 'rollback') go(done);
      else go(next);
      await queryClient.invalidateQueries({ queryKey: openRequests.queryKey });
    },
  });
  const allowed = focused !== undefined && has(rights, 'decide_outlets');
  const outlets = whole.data?.alike.outlets ?? [];
  const choose = (outlet: number | null) => focused && setChosen({ ...own, id: focused.id, sameAs: outlet });
  const nextSame = () => {
    const at = outlets.findIndex((outlet) => outlet.id === sameAs);
    choose(outlets[at + 1]?.id ?? null);
  };

  return (
    <Desk
      title={t('requests.title', { count: queue.data?.length ?? 0 })}
      list={t('requests.list')}
      failed={t('requests.failed')}
      empty={t('requests.empty')}
      rows={queue.data}
      error={queue.error}
      focused={focused}
      onFocus={go}
      item={(row) => (
        <>
          <span className="fb-review-row-head">
            <strong>{row.name}</strong>
            <span className="fb-dim">{format.moment(row.requested_at)}</span>
          </span>
          <span className="fb-dim">
            {[row.rep_name ?? row.requested_by, row.address].filter(Boolean).join(' · ')}
          </span>
        </>
      )}
      detail={
        <RequestDetail
          query={whole}
          place={place}
          onPlace={(changed) => focused && setChosen({ ...own, id: focused.id, place: changed })}
          sameAs={sameAs}
          onSameAs={choose}
        />
      }
      yes={t('pins.approve')}
      no={sameAs === null ? t('pins.refuse') : t('requests.refuse_same')}
      mayYes={allowed && sameAs === null && whole.isSuccess}
      mayNo={allowed}
      busy={act.isPending}
      onSay={(yes, why) => focused && act.mutate({ id: focused.id, said: yes ? 'approval' : 'refusal', why })}
      onUndo={
        last && last.said !== 'rollback'
          ? () => act.mutate({ id: last.done.id, said: 'rollback', why: '' })
          : undefined
      }
      said={
        act.isError
          ? problemText(act.error, t)
          : last
            ? t(`requests.done.${last.said}`, { code: last.done.outlet_code ?? '' })
            : t('requests.keys')
      }
      keys={{ s: nextSame }}
    />
  );
}
