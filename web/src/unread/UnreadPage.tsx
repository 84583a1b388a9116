// What phone apps sent and nobody could read: seen, run again, dismissed.
import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { Facts } from '../catalogue/Facts';
import { APP_NAMES, APPS } from '../devices/apps';
import { useFormat } from '../format/useFormat';
import { DetailHead } from '../records/Detail';
import { RecordsFrame } from '../records/Frame';
import { RecordDesk } from '../records/RecordDesk';
import { useRecordPage } from '../records/records';
import { Said } from '../records/Said';
import { RepSelect } from '../reps/RepSelect';
import { asked, decide, detailOf, STATES, type UnreadRecord, type UnreadSearch, unreadBody } from './unread';

const route = getRouteApi('/admin/unread');
/** Why one could not be run, by the server's code. */
const REFUSALS = ['still_unread', 'not_serving', 'taken'] as const;

const appName = (app: string) => APP_NAMES[APPS.find((one) => one === app) ?? 'traccar'];

export function UnreadPage() {
  return (
    <RecordsFrame page="admin" tab="unread">
      {(rights) => <Unread rights={rights} />}
    </RecordsFrame>
  );
}

function Unread({ rights }: { rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/admin/unread' });
  const go = (change: Partial<UnreadSearch>, how = { replace: false }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), ...how });
  const narrow = (change: Partial<UnreadSearch>) =>
    go({ ...change, at: undefined, id: undefined }, { replace: true });
  const page = useRecordPage<UnreadRecord>('quarantined-records', asked(search), search.at);
  const one = page.data?.items.find(({ id }) => id === search.id);
  return (
    <RecordDesk<UnreadRecord, UnreadSearch>
      label={t('records.tab.unread')}
      page={page}
      search={search}
      go={go}
      columns={[
        {
          key: 'what',
          head: t('phones.why'),
          cell: (row) => (
            <>
              <strong>{t(`phones.detail.${detailOf(row.detail)}`)}</strong>
              <span className="fb-dim">{appName(row.app)}</span>
            </>
          ),
        },
        { key: 'who', head: t('orders.rep'), cell: (row) => `${row.rep_name} (${row.rep_code})` },
        { key: 'when', head: t('phones.received'), cell: (row) => format.moment(row.received_at) },
      ]}
      filters={
        <>
          <RepSelect filter label={t('orders.rep')} value={search.rep} onChange={(rep) => narrow({ rep })} />
          <NativeSelect
            size="xs"
            className="fb-rec-filter"
            aria-label={t('records.state')}
            value={search.show ?? 'waiting'}
            data={STATES.map((state) => ({ value: state, label: t(`phones.state.${state}`) }))}
            onChange={(event) =>
              narrow({
                show: STATES.find((state) => state === event.currentTarget.value && state !== 'waiting'),
              })
            }
          />
        </>
      }
      narrowed={search.rep !== undefined || search.device !== undefined || search.show !== undefined}
      empty={t('phones.empty')}
      aside={
        one ? (
          <One key={one.id} record={one} rights={rights} onClose={() => go({ id: undefined })} />
        ) : undefined
      }
    />
  );
}

function One({ record, rights, onClose }: { record: UnreadRecord; rights: Rights; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [looking, setLooking] = useState(false);
  const [said, setSaid] = useState('');
  const body = useQuery({ ...unreadBody(record.id), enabled: looking });
  const act = useMutation({
    mutationFn: (decision: 'run' | 'dismiss' | 'reopen') => decide(record.id, decision),
    onMutate: () => setSaid(''),
    onSuccess: async (after) => {
      setSaid(t(`phones.now.${after.state}`));
      await queryClient.invalidateQueries({ queryKey: ['records', 'quarantined-records', 'page'] });
    },
  });
  const refused = act.error instanceof Problem ? act.error : undefined;
  const reason = REFUSALS.find((code) => code === refused?.code);
  const words =
    act.error &&
    (reason
      ? t(`phones.refused.${reason}`, { why: t(`phones.detail.${detailOf(refused?.detail ?? '')}`) })
      : problemText(act.error, t));
  return (
    <>
      <DetailHead
        name={t(`phones.detail.${detailOf(record.detail)}`)}
        about={`${record.rep_name} (${record.rep_code})`}
        onClose={onClose}
        acts={
          has(rights, 'manage_devices') &&
          record.state !== 'taken' && (
            <>
              {record.whole && record.state === 'waiting' && (
                <Button size="compact-sm" loading={act.isPending} onClick={() => act.mutate('run')}>
                  {t('phones.run')}
                </Button>
              )}
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => act.mutate(record.state === 'waiting' ? 'dismiss' : 'reopen')}
              >
                {record.state === 'waiting' ? t('phones.dismiss') : t('phones.reopen')}
              </Button>
            </>
          )
        }
      />
      <div className="fb-rec-body">
        <Said text={words || said} />
        <Facts
          rows={[
            [t('records.app'), appName(record.app)],
            [
              t('records.device'),
              <Link key="device" to="/admin/devices" search={{ id: record.device_id }} className="fb-link">
                {record.device_label || `#${record.device_id}`}
              </Link>,
            ],
            [t('phones.received'), format.moment(record.received_at)],
            [t('phones.happened'), record.at ? format.moment(record.at) : t('phones.not_known')],
            [t('phones.kept'), record.whole ? t('phones.kept_whole') : t('phones.kept_names')],
          ]}
        />
        {has(rights, 'read_track') &&
          (body.data ? (
            <pre className="fb-rec-sent">{JSON.stringify(body.data.body, null, 2)}</pre>
          ) : (
            <>
              {record.whole && <p className="fb-dim">{t('phones.look_is_logged')}</p>}
              <Button size="xs" variant="default" loading={body.isFetching} onClick={() => setLooking(true)}>
                {t('phones.look')}
              </Button>
              <div role="alert">{body.isError && problemText(body.error, t)}</div>
            </>
          ))}
      </div>
    </>
  );
}
