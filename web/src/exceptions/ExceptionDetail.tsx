// The exception under the cursor: its figures, who deals with it, what was done, and the way to the rep's day.
import { Alert, Button, Select } from '@mantine/core';
import { IconMap2 } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { SeverityMark } from './ExceptionMark';
import { assign, type Done, type ExceptionWhole, exceptionQuery } from './exceptions';
import { useEvidence } from './useEvidence';

export function ExceptionDetail({ id, mayHandle }: { id: string | undefined; mayHandle: boolean }) {
  const { t } = useTranslation();
  const query = useQuery({ ...exceptionQuery(id ?? ''), enabled: id !== undefined });
  const whole = query.data;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-review-detail" tabIndex={0} aria-label={t('exceptions.detail')}>
      {id !== undefined && query.isPending && <Waiting />}
      {query.isError && !whole && (
        <Alert color="red" title={t('exceptions.failed')} role="alert">
          {problemText(query.error, t)}
        </Alert>
      )}
      {whole && <Whole whole={whole} mayHandle={mayHandle} />}
    </section>
  );
}

function Whole({ whole, mayHandle }: { whole: ExceptionWhole; mayHandle: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const evidence = useEvidence();
  const give = useMutation({
    mutationFn: (owner: number) => assign(whole.id, owner),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['exceptions'] }),
  });
  return (
    <>
      <header className="fb-review-detail-head">
        <div>
          <h2 className="fb-exception-kind">
            <SeverityMark severity={whole.severity} />
            {t(`exceptions.kind.${whole.kind}`)}
          </h2>
          <p className="fb-dim">
            {whole.rep_name} · {whole.rep_code} · {whole.org_unit_name}
          </p>
        </div>
        <Link
          to="/map"
          search={{ rep: whole.rep_id, visit: whole.visit_id ?? undefined, date: whole.date }}
          className="fb-review-map"
        >
          <Button component="span" size="xs" variant="light" leftSection={<IconMap2 size={16} />}>
            {whole.visit_id ? t('exceptions.to_visit') : t('exceptions.to_day')}
          </Button>
        </Link>
      </header>
      <p className="fb-exception-evidence">{evidence(whole)}</p>
      <dl className="fb-exception-facts">
        <div>
          <dt>{t('exceptions.opened')}</dt>
          <dd>
            {format.day(whole.date)}, {format.clock(whole.opened_at)}
          </dd>
        </div>
        <div>
          <dt>{t('exceptions.cause')}</dt>
          <dd>
            {whole.cause_ended_at
              ? t('exceptions.ended', { time: format.clock(whole.cause_ended_at) })
              : t('exceptions.holds')}
          </dd>
        </div>
        {whole.outlet_name && (
          <div>
            <dt>{t('exceptions.outlet')}</dt>
            <dd>
              {whole.outlet_name} · {whole.outlet_code}
            </dd>
          </div>
        )}
      </dl>
      {mayHandle && whole.state !== 'resolved' ? (
        <Select
          label={t('exceptions.owner')}
          className="fb-exception-owner"
          data={whole.owners.map((o) => ({ value: String(o.id), label: o.name }))}
          value={whole.owner_id === null ? null : String(whole.owner_id)}
          allowDeselect={false}
          disabled={give.isPending}
          error={give.isError ? problemText(give.error, t) : undefined}
          onChange={(value) => value && give.mutate(Number(value))}
        />
      ) : (
        <p>
          {t('exceptions.owner')}: {whole.owner_name ?? t('exceptions.nobody')}
        </p>
      )}
      <h3>{t('exceptions.history')}</h3>
      <ol className="fb-exception-history">
        {whole.history.map((done, i) => (
          <li key={i}>
            <time>{format.clock(done.at)}</time>
            <span>
              <Step done={done} />
              {done.reason && <em>{reasonText(done.reason, t)}</em>}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

function Step({ done }: { done: Done }) {
  const { t } = useTranslation();
  const by = done.by ?? t('exceptions.by_itself');
  return <>{t(`exceptions.done.${done.action}`, { by, owner: done.owner ?? t('exceptions.nobody') })}</>;
}

/** What the server says by itself are codes. */
function reasonText(reason: string, t: ReturnType<typeof useTranslation>['t']): string {
  return reason === 'cause_ended' || reason === 'day_over' ? t(`exceptions.closed.${reason}`) : reason;
}
