// Personal data of reps: erasures with how far they are, a new one tried before it is done, and all of one rep as a file.
import { Badge, Button, Progress } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { has, type Rights } from '../app/rights';
import { Facts } from '../catalogue/Facts';
import { useFormat } from '../format/useFormat';
import { Confirm } from '../records/Confirm';
import { DetailHead } from '../records/Detail';
import { RecordsFrame } from '../records/Frame';
import { RecordDesk } from '../records/RecordDesk';
import { pageOf } from '../records/records';
import { RepSelect } from '../reps/RepSelect';
import { ErasedRows } from './ErasedRows';
import { EraseForm } from './EraseForm';
import { cancel, type Erasure, isMoving, type PrivacySearch, percentDone } from './privacy';

const route = getRouteApi('/admin/privacy');
/** An erasure at work is looked at so often. */
const LOOK_MS = 2_000;
const COLOURS = { waiting: 'yellow', running: 'blue', done: 'teal', cancelled: 'gray' } as const;

export function PrivacyPage() {
  return (
    <RecordsFrame page="admin" tab="privacy">
      {(rights) => <Privacy rights={rights} />}
    </RecordsFrame>
  );
}

function Privacy({ rights }: { rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/admin/privacy' });
  const go = (change: Partial<PrivacySearch>, how = { replace: false }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), ...how });
  const page = useQuery({
    ...pageOf<Erasure>('privacy/erasures', { rep_id: search.rep }, search.at),
    refetchInterval: ({ state }) => (isMoving(state.data?.items ?? []) ? LOOK_MS : false),
  });
  const manages = has(rights, 'manage_privacy');
  const one = page.data?.items.find(({ id }) => id === search.id);
  return (
    <RecordDesk<Erasure, PrivacySearch>
      label={t('privacy.erasures')}
      page={page}
      search={search}
      go={go}
      fresh={manages ? t('privacy.new') : undefined}
      columns={[
        {
          key: 'who',
          head: t('orders.rep'),
          cell: (row) => (
            <>
              <strong>{row.rep_name}</strong>
              <span className="fb-dim">{row.rep_code}</span>
            </>
          ),
        },
        { key: 'before', head: t('privacy.days_before'), cell: (row) => format.day(row.before) },
        { key: 'state', head: t('records.state'), cell: (row) => <State erasure={row} /> },
        { key: 'by', head: t('privacy.asked_by'), cell: (row) => row.requested_by_name },
        { key: 'when', head: t('privacy.asked_at'), cell: (row) => format.moment(row.requested_at) },
      ]}
      filters={
        <RepSelect
          filter
          label={t('orders.rep')}
          value={search.rep}
          onChange={(rep) => go({ rep, at: undefined, id: undefined }, { replace: true })}
        />
      }
      narrowed={search.rep !== undefined}
      empty={manages ? t('privacy.empty') : t('privacy.empty_read')}
      aside={
        search.act === 'new' && manages ? (
          <EraseForm
            rep={search.rep}
            onClose={() => go({ act: undefined })}
            onAsked={(id) => go({ act: undefined, id, at: undefined })}
          />
        ) : one ? (
          <One key={one.id} erasure={one} manages={manages} onClose={() => go({ id: undefined })} />
        ) : undefined
      }
    />
  );
}

function State({ erasure }: { erasure: Erasure }) {
  const { t } = useTranslation();
  const format = useFormat();
  const done = percentDone(erasure);
  return (
    <Badge color={COLOURS[erasure.state]} variant="dot" tt="none">
      {erasure.state === 'running'
        ? t('privacy.at', { done: format.percent(done / 100) })
        : t(`privacy.state.${erasure.state}`)}
    </Badge>
  );
}

function One({ erasure, manages, onClose }: { erasure: Erasure; manages: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const off = useMutation({
    mutationFn: () => cancel(erasure.id),
    onSuccess: async () => {
      setAsking(false);
      await queryClient.invalidateQueries({ queryKey: ['records', 'privacy/erasures', 'page'] });
    },
  });
  const done = percentDone(erasure);
  return (
    <>
      <DetailHead
        name={`${erasure.rep_name} (${erasure.rep_code})`}
        about={<State erasure={erasure} />}
        onClose={onClose}
        acts={
          manages &&
          erasure.state === 'waiting' && (
            <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
              {t('privacy.cancel')}
            </Button>
          )
        }
      />
      <div className="fb-rec-body">
        {erasure.state === 'running' && (
          <Progress value={done} aria-label={t('privacy.at', { done: format.percent(done / 100) })} mb="sm" />
        )}
        <Facts
          rows={[
            [t('privacy.days_before'), format.longDay(erasure.before)],
            [t('privacy.reason'), erasure.reason],
            [t('privacy.asked_by'), erasure.requested_by_name],
            [t('privacy.asked_at'), format.moment(erasure.requested_at)],
            ...(erasure.state === 'waiting'
              ? [[t('privacy.begins'), format.longDay(erasure.due_on)] as const]
              : []),
            ...(erasure.ended_at ? [[t('privacy.ended'), format.moment(erasure.ended_at)] as const] : []),
          ]}
        />
        {erasure.state !== 'waiting' && erasure.state !== 'cancelled' && (
          <ErasedRows title={t('privacy.went')} rows={erasure.erased} nothing={t('privacy.nothing_went')} />
        )}
        {erasure.digest && (
          <>
            <h3>{t('privacy.tombstone')}</h3>
            <p className="fb-dim">{t('privacy.tombstone_what')}</p>
            <code className="fb-privacy-digest">{erasure.digest}</code>
          </>
        )}
      </div>
      {asking && (
        <Confirm
          title={t('privacy.cancel')}
          yes={t('privacy.cancel')}
          act={off}
          onClose={() => setAsking(false)}
        >
          <p>{t('privacy.cancel_what', { rep: erasure.rep_name })}</p>
        </Confirm>
      )}
    </>
  );
}
