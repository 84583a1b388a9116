// "On this device": whether this browser tells its person, and how it is made to.
import { Alert, Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { deviceName } from '../app/device_name';
import { problemText } from '../app/problem';
import { DeviceFault, device as deviceQuery, forget, turnOn } from '../push/device';
import {
  deliveries,
  emptyDraft,
  type Options,
  remove,
  type Subscription,
  subscriptions,
  test,
} from './alerts';

export const refreshDevice = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: subscriptions.queryKey }),
    queryClient.invalidateQueries({ queryKey: deviceQuery.queryKey }),
  ]);

/** The subscription by which this very browser is told. */
export const hereOf = (rows: readonly Subscription[], device: string | null | undefined) =>
  rows.find((row) => device && row.device === device);

export function DevicePanel({ options, rows }: { options: Options; rows: Subscription[] }) {
  const { t } = useTranslation();
  const device = useQuery(deviceQuery).data;
  const mine = hereOf(rows, device?.device);
  const on = useMutation({
    mutationFn: () =>
      turnOn({ ...emptyDraft('push'), name: deviceName(navigator.userAgent) || t('alerts.device.title') }),
    onSettled: refreshDevice,
  });
  const off = useMutation({
    mutationFn: async (row: Subscription) => {
      await remove(row);
      await forget();
    },
    onSettled: refreshDevice,
  });
  const probe = useMutation({
    mutationFn: (row: Subscription) => test(row.id),
    onSuccess: (_, row) => queryClient.invalidateQueries({ queryKey: deliveries(row.id).queryKey }),
  });
  const able = options.channels.find(({ channel }) => channel === 'push')?.available ?? false;
  const failure = on.error ?? off.error ?? probe.error;
  if (!device) return null;
  const can = device.ability === 'off' || device.ability === 'on';
  return (
    <section className="fb-alerts-device" aria-labelledby="alerts-device">
      <h2 id="alerts-device">{t('alerts.device.title')}</h2>
      {!able ? (
        <p className="fb-dim">{t('alerts.unavailable.push_not_configured')}</p>
      ) : !can ? (
        <p>{t(`alerts.device.${device.ability}`)}</p>
      ) : mine ? (
        <>
          <p role="status">
            {t(`alerts.device.${mine.suspended ? 'stopped' : mine.enabled ? 'on' : 'paused'}`, {
              name: mine.name,
            })}
          </p>
          <div className="fb-alerts-actions">
            <Button
              size="xs"
              disabled={!mine.enabled || mine.suspended !== null}
              loading={probe.isPending}
              onClick={() => probe.mutate(mine)}
            >
              {t('alerts.device.test')}
            </Button>
            <Button size="xs" variant="default" loading={off.isPending} onClick={() => off.mutate(mine)}>
              {t('alerts.device.turn_off')}
            </Button>
          </div>
          {probe.isSuccess && <p role="status">{t('alerts.device.tested')}</p>}
        </>
      ) : (
        <>
          <p>{t('alerts.device.off')}</p>
          <div className="fb-alerts-actions">
            <Button size="xs" loading={on.isPending} onClick={() => on.mutate()}>
              {t('alerts.device.turn_on')}
            </Button>
          </div>
          <p className="fb-dim">{t('alerts.device.defaults')}</p>
        </>
      )}
      {failure && (
        <Alert color="red" role="alert">
          {failure instanceof DeviceFault ? t(`alerts.device.${failure.code}`) : problemText(failure, t)}
        </Alert>
      )}
    </section>
  );
}
