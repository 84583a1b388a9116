// Whether this phone tells its supervisor of alerts while the app is shut: turned on and off by a button alone, tried, and
// why it cannot where it cannot.
import { useMutation, useQuery } from '@tanstack/react-query';
import {
  deliveries,
  emptyDraft,
  options,
  remove,
  type Subscription,
  subscriptions,
  test,
} from '../../alerts/alerts';
import { deviceName } from '../../app/device_name';
import { DeviceFault, device as deviceQuery, forget, turnOn } from '../../push/device';
import { client } from './client';
import { useRefusal, useSay } from './say';

const refresh = () =>
  Promise.all([
    client.invalidateQueries({ queryKey: subscriptions.queryKey }),
    client.invalidateQueries({ queryKey: deviceQuery.queryKey }),
  ]);

export function OnThisPhone() {
  const { t } = useSay();
  const refusal = useRefusal();
  const device = useQuery(deviceQuery).data;
  const offered = useQuery(options).data?.channels.find(({ channel }) => channel === 'push');
  const rows = useQuery(subscriptions).data?.items;
  const on = useMutation({
    mutationFn: () =>
      turnOn({ ...emptyDraft('push'), name: deviceName(navigator.userAgent) || t('team.push.title') }),
    onSettled: refresh,
  });
  const off = useMutation({
    mutationFn: async (row: Subscription) => {
      await remove(row);
      await forget();
    },
    onSettled: refresh,
  });
  const probe = useMutation({
    mutationFn: (row: Subscription) => test(row.id),
    onSuccess: (_, row) => client.invalidateQueries({ queryKey: deliveries(row.id).queryKey }),
  });
  if (!device || !offered || !rows) return null;
  const mine = rows.find((row) => device.device !== null && row.device === device.device);
  const can = device.ability === 'off' || device.ability === 'on';
  const error = on.error ?? off.error ?? probe.error;
  const state = mine && (mine.suspended ? 'stopped' : mine.enabled ? 'on' : 'paused');
  return (
    <section className="m-list" aria-labelledby="on-this-phone" data-testid="on-this-phone">
      <h2 id="on-this-phone" className="m-head">
        {t('team.push.title')}
      </h2>
      {!offered.available ? (
        <p className="m-dim">{t('team.push.unavailable')}</p>
      ) : !can ? (
        <p className="m-note">{t(`team.push.cannot.${device.ability as 'denied'}`)}</p>
      ) : mine && state ? (
        <>
          <p role="status">{probe.isSuccess ? t('team.push.tested') : t(`team.push.state.${state}`)}</p>
          {state === 'on' && (
            <button
              type="button"
              className="m-button"
              disabled={probe.isPending}
              onClick={() => probe.mutate(mine)}
            >
              {t('team.push.test')}
            </button>
          )}
          <button
            type="button"
            className="m-button"
            disabled={off.isPending}
            onClick={() => off.mutate(mine)}
          >
            {t('team.push.turn_off')}
          </button>
        </>
      ) : (
        <>
          <p>{t('team.push.state.off')}</p>
          <button
            type="button"
            className="m-button"
            data-kind="main"
            disabled={on.isPending}
            onClick={() => on.mutate()}
          >
            {t('team.push.turn_on')}
          </button>
          <p className="m-dim">{t('team.push.defaults')}</p>
        </>
      )}
      {error && (
        <p className="m-note" data-tone="bad" role="alert">
          {error instanceof DeviceFault ? t(`team.push.fault.${error.code}`) : refusal(error)}
        </p>
      )}
    </section>
  );
}
