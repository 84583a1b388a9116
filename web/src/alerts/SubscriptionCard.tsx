// One notification: what it is about, whether it works, and what it sent last.
import { Alert, Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { forget } from '../push/device';
import {
  type Delivery,
  deliveries,
  enable,
  errorParts,
  type QuietSpan,
  remove,
  runs,
  type Subscription,
  sendAgain,
  subscriptions,
  test,
} from './alerts';
import { refreshDevice } from './DevicePanel';
import { useWeekday } from './useWeekday';

export function SubscriptionCard({
  subscription,
  isHere,
}: {
  subscription: Subscription;
  /** This browser is the one that is told. */
  isHere: boolean;
}) {
  const { t } = useTranslation();
  const quiet = useQuietWords();
  const [open, setOpen] = useState(false);
  const [sure, setSure] = useState(false);
  const { name } = subscription;
  const again = () => queryClient.invalidateQueries({ queryKey: subscriptions.queryKey });
  const turn = useMutation({
    mutationFn: (enabled: boolean) => enable(subscription, enabled),
    onSettled: again,
  });
  const drop = useMutation({
    mutationFn: async () => {
      await remove(subscription);
      if (isHere) await forget();
    },
    onSettled: refreshDevice,
  });
  const probe = useMutation({
    mutationFn: () => test(subscription.id),
    onSuccess: async () => {
      setOpen(true);
      await queryClient.invalidateQueries({ queryKey: deliveries(subscription.id).queryKey });
    },
  });
  const active = subscription.enabled && subscription.suspended === null;
  // A browser that is gone does not come back under its old address.
  const lost = subscription.channel === 'push' && subscription.suspended === 'gone';
  const failure = turn.error ?? drop.error ?? probe.error;
  const about = (action: string) => t('alerts.action_of', { action, name });
  return (
    <li className="fb-alerts-card">
      <h3>
        {name}
        {!subscription.enabled && <span className="fb-alerts-tag">{t('alerts.paused')}</span>}
        {isHere && (
          <span className="fb-alerts-tag" data-here>
            {t('alerts.device.here')}
          </span>
        )}
      </h3>
      <p>
        {t(`alerts.channel_name.${subscription.channel}`)} ·{' '}
        <span className="fb-alerts-target">{subscription.target}</span>
      </p>
      <p>{subscription.kinds.map((kind) => t(`alerts.kind.${kind}`)).join(', ')}</p>
      <p className="fb-dim">
        {[
          `${t('alerts.min_severity')}: ${t(`alerts.severity.${subscription.min_severity}`)}`,
          subscription.org_unit_name ?? t('alerts.unit_all'),
          quiet(subscription.quiet),
        ].join(' · ')}
      </p>
      {subscription.suspended && (
        <Alert color="orange" role="alert">
          {lost ? t('alerts.device.gone') : t(`alerts.suspended.${subscription.suspended}`)}
        </Alert>
      )}
      <div className="fb-alerts-actions">
        <Button
          size="xs"
          disabled={!active}
          loading={probe.isPending}
          aria-label={about(t('alerts.test'))}
          onClick={() => probe.mutate()}
        >
          {t('alerts.test')}
        </Button>
        {!lost && (
          <Button
            size="xs"
            variant="default"
            loading={turn.isPending}
            aria-label={about(active ? t('alerts.pause') : t('alerts.resume'))}
            onClick={() => turn.mutate(!active)}
          >
            {active ? t('alerts.pause') : t('alerts.resume')}
          </Button>
        )}
        {sure ? (
          <>
            <Button
              size="xs"
              color="red.9"
              loading={drop.isPending}
              aria-label={about(t('alerts.delete_sure'))}
              onClick={() => drop.mutate()}
            >
              {t('alerts.delete_sure')}
            </Button>
            <Button size="xs" variant="subtle" onClick={() => setSure(false)}>
              {t('alerts.keep')}
            </Button>
          </>
        ) : (
          <Button
            size="xs"
            variant="default"
            aria-label={about(t('alerts.delete'))}
            onClick={() => setSure(true)}
          >
            {t('alerts.delete')}
          </Button>
        )}
      </div>
      {failure && (
        <Alert color="red" role="alert">
          {problemText(failure, t)}
        </Alert>
      )}
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary aria-label={about(t('alerts.last'))}>{t('alerts.last')}</summary>
        {open && <Sent id={subscription.id} active={active} />}
      </details>
    </li>
  );
}

/** `quiet Mon–Sun 20:00–07:00, Sun all day`. */
function useQuietWords(): (spans: readonly QuietSpan[]) => string {
  const { t } = useTranslation();
  const weekday = useWeekday();
  return (spans) => {
    if (spans.length === 0) return t('alerts.no_quiet');
    const words = spans.map((span) => {
      const days = runs(span.weekdays).map(([a, b]) =>
        a === b ? weekday(a) : `${weekday(a)}–${weekday(b)}`,
      );
      const whole = span.from === '00:00' && span.to === '24:00';
      return `${days.join(', ')} ${whole ? t('alerts.all_day') : `${span.from}–${span.to}`}`;
    });
    return t('alerts.quiet_at', { spans: words.join('; ') });
  };
}

function Sent({ id, active }: { id: string; active: boolean }) {
  const { t } = useTranslation();
  const list = useQuery(deliveries(id));
  const rows = list.data?.items ?? [];
  const again = useMutation({
    mutationFn: () => sendAgain(id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: deliveries(id).queryKey }),
  });
  const failed = rows.some((row) => row.state === 'dead');
  if (list.isError)
    return (
      <Alert color="red" role="alert">
        {problemText(list.error, t)}
      </Alert>
    );
  if (list.isSuccess && rows.length === 0) return <p className="fb-dim">{t('alerts.none_sent')}</p>;
  return (
    <>
      {failed && active && (
        <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
          {t('alerts.send_again')}
        </Button>
      )}
      {again.error && (
        <Alert color="red" role="alert">
          {problemText(again.error, t)}
        </Alert>
      )}
      <ul className="fb-alerts-sent" aria-live="polite">
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
    </>
  );
}

const ERRORS = [
  'http',
  'smtp',
  'timeout',
  'no_connection',
  'no_answer',
  'tls',
  'private_address',
  'scope_lost',
  'disabled',
  'suspended',
] as const;

function Row({ row }: { row: Delivery }) {
  const { t } = useTranslation();
  const format = useFormat();
  const when = (at: string) => `${format.day(format.calendarDateAt(at))} ${format.clock(at)}`;
  const state = row.state === 'pending' && row.last_error ? 'retry' : row.state;
  const error = row.last_error === null ? null : errorParts(row.last_error);
  const known = ERRORS.find((word) => word === error?.word);
  return (
    <li data-state={row.state}>
      <span>{when(row.created_at)}</span>
      <span>
        {row.is_test
          ? t('alerts.is_test')
          : `${row.kinds.map((kind) => t(`alerts.kind.${kind}`)).join(', ')} (${t('alerts.events', { count: row.events })})`}
      </span>
      <strong>{t(`alerts.state.${state}`, { time: row.next_at ? when(row.next_at) : '' })}</strong>
      {error && (
        <span className="fb-alerts-fault">
          {t(`alerts.error.${known ?? 'other'}`, { status: known ? error.status : row.last_error })}
          {row.attempts > 1 && `, ${t('alerts.attempts', { count: row.attempts })}`}
        </span>
      )}
    </li>
  );
}
