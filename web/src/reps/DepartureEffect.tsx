// What the departure of a rep ends and hands over: what would happen, or what did.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { type Effect, WORK } from './departure';

export function DepartureEffect({
  effect: { devices, account, from, routes, work },
  successor,
}: {
  effect: Effect;
  /** Absent: nobody takes over. */
  successor: string | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const some = WORK.filter((kind) => work[kind] > 0);
  const none = devices.length === 0 && !account && routes.length === 0 && some.length === 0;
  return (
    <ul className="fb-rec-lines">
      {none && <li>{t('departure.nothing')}</li>}
      {devices.map((device) => (
        <li key={device.id}>
          <span>{t('departure.device', { name: device.label })}</span>
          <span className="fb-dim">
            {[
              device.last_seen_at
                ? t('departure.seen', { at: format.moment(device.last_seen_at) })
                : t('departure.never_seen'),
              (device.unsent ?? 0) > 0 && t('departure.items', { count: device.unsent ?? 0 }),
              device.open_code && t('departure.code_ends'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </li>
      ))}
      {account && (
        <li>
          <span>{t('departure.account', { login: account.login })}</span>
          <span className="fb-dim">
            {t('departure.sessions', { count: account.sessions })} ·{' '}
            {t('departure.tokens', { count: account.tokens })}
          </span>
        </li>
      )}
      {routes.map((route) => (
        <li key={route.id}>
          <span>
            {successor
              ? t('departure.route_to', { name: route.name, successor, from: format.longDay(from) })
              : t('departure.route_open', { name: route.name, from: format.longDay(from) })}
          </span>
          <span className="fb-dim">{t('records.stops', { count: route.outlets })}</span>
        </li>
      ))}
      {some.length > 0 && (
        <li>
          <span>{successor ? t('departure.work_to', { successor }) : t('departure.work_stays')}</span>
          <span className="fb-dim">
            {some.map((kind) => t(`departure.work.${kind}`, { count: work[kind] })).join(' · ')}
          </span>
        </li>
      )}
    </ul>
  );
}
