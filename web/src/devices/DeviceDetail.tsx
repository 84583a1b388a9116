// One device: how it is, whose it is, a fresh code for its phone, and its end.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { Facts } from '../catalogue/Facts';
import { useFormat } from '../format/useFormat';
import { Confirm } from '../records/Confirm';
import { DetailHead } from '../records/Detail';
import { Said } from '../records/Said';
import { CopiedTag, CopiedWarning } from './Copied';
import { DeviceForm } from './DeviceForm';
import {
  type Device,
  deviceRecord,
  type Enrolment,
  type Health,
  healthOf,
  newCode,
  revokeDevice,
} from './devices';
import { LostForm } from './LostForm';
import { LostWarning } from './LostWarning';
import { SetUpApp } from './SetUpApp';
import { TrackFile } from './TrackFile';

const TONES: Record<Health, string | undefined> = {
  well: 'ok',
  holding: 'warn',
  quiet: 'bad',
  unused: 'warn',
  revoked: undefined,
};

export function HealthTag({ health }: { health: Health }) {
  const { t } = useTranslation();
  return (
    <span className="fb-rec-tag" data-tone={TONES[health]}>
      {t(`records.healths.${health}`)}
    </span>
  );
}

export function DeviceDetail({
  device,
  rep,
  may,
  act,
  children,
  onAct,
  onReload,
  onCode,
  onClose,
}: {
  device: Device;
  rep: string;
  may: boolean;
  act: string | undefined;
  /** The code that is told now. */
  children: ReactNode;
  onAct: (act: string | undefined) => void;
  onReload: () => void;
  onCode: (given: Enrolment) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [ending, setEnding] = useState(false);
  const [said, setSaid] = useState('');
  const code = useMutation({ mutationFn: () => newCode(device.id), onSuccess: onCode });
  const end = useMutation({
    mutationFn: () => revokeDevice(device.id),
    onSuccess: async (after) => {
      setEnding(false);
      setSaid(t('records.device_ended'));
      queryClient.setQueryData(deviceRecord(device.id).queryKey, after);
      await queryClient.invalidateQueries({ queryKey: ['records', 'devices', 'page'] });
    },
  });
  const changed = async (after: Device, words: string) => {
    setSaid(words);
    queryClient.setQueryData(deviceRecord(device.id).queryKey, after);
    await queryClient.invalidateQueries({ queryKey: ['records', 'devices', 'page'] });
  };
  const health = healthOf(device, serverNow());
  const acts = may && act !== 'edit' && health !== 'revoked';
  return (
    <>
      <DetailHead
        name={device.label}
        about={rep}
        onClose={onClose}
        acts={
          <>
            <HealthTag health={health} />
            {device.cloned_at && <CopiedTag />}
            {acts && (
              <>
                <Button size="compact-sm" loading={code.isPending} onClick={() => code.mutate()}>
                  {t('records.enrol')}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => onAct('app')}>
                  {t('phones.set_up')}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => onAct('track')}>
                  {t('phones.add_track')}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => onAct('edit')}>
                  {t('catalogue.edit')}
                </Button>
                <Button size="compact-sm" variant="default" color="red" onClick={() => onAct('lost')}>
                  {t('lost.act')}
                </Button>
                <Button size="compact-sm" variant="default" color="red" onClick={() => setEnding(true)}>
                  {t('records.revoke')}
                </Button>
              </>
            )}
          </>
        }
      />
      <div className="fb-rec-body">
        {children}
        <Said text={code.isError ? problemText(code.error, t) : said} />
        {device.cloned_at && health !== 'revoked' && <CopiedWarning since={device.cloned_at} />}
        <LostWarning device={device} may={may} onFound={(after) => void changed(after, t('lost.found'))} />
        {act === 'lost' && acts && (
          <LostForm
            device={device}
            onClose={() => onAct(undefined)}
            onReported={({ device: after, replacement }) => {
              onAct(undefined);
              void changed(after, t('lost.done'));
              if (replacement) onCode(replacement);
            }}
          />
        )}
        {act === 'app' && acts && <SetUpApp device={device.id} onClose={() => onAct(undefined)} />}
        {act === 'track' && acts && <TrackFile device={device.id} onClose={() => onAct(undefined)} />}
        {act === 'edit' && may && health !== 'revoked' ? (
          <DeviceForm
            key={device.version}
            was={device}
            onCancel={() => onAct(undefined)}
            onReload={onReload}
            onSaved={() => {
              setSaid(t('records.did.changed'));
              onAct(undefined);
            }}
          />
        ) : (
          <>
            <p className="fb-rec-p">{t(`records.health_do.${health}`)}</p>
            <Facts
              rows={[
                [
                  t('orders.rep'),
                  device.rep_id === null ? (
                    '–'
                  ) : (
                    <Link to="/map" search={{ rep: device.rep_id }} className="fb-link">
                      {rep}
                    </Link>
                  ),
                ],
                [t('records.seen'), device.last_seen_at === null ? '–' : format.moment(device.last_seen_at)],
                [t('records.backlog'), device.backlog === null ? '–' : format.count(device.backlog)],
                [t('records.app'), [device.app, device.app_version].filter(Boolean).join(' ') || '–'],
                [t('records.model'), [device.model, device.os].filter(Boolean).join(' · ') || '–'],
                [t('records.grade'), t(`grade.${device.grade}`)],
                [t('records.made_at'), format.moment(device.enrolled_at)],
                [
                  t('account.device.changed'),
                  device.token_issued_at ? format.moment(device.token_issued_at) : '–',
                ],
                [t('records.can_declare'), device.can_declare ? t('records.yes') : t('records.no')],
                ...(device.revoked_at === null
                  ? []
                  : [[t('records.ended_at'), format.moment(device.revoked_at)] as const]),
              ]}
            />
          </>
        )}
      </div>
      {ending && (
        <Confirm
          title={t('records.end_device', { name: device.label })}
          yes={t('records.revoke')}
          act={end}
          onClose={() => {
            setEnding(false);
            end.reset();
          }}
        >
          <p>{t('records.end_device_what')}</p>
          {(device.backlog ?? 0) > 0 && (
            <p>{t('records.end_device_backlog', { count: device.backlog ?? 0 })}</p>
          )}
        </Confirm>
      )}
    </>
  );
}
