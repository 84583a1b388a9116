// One exception: its figures, whether its cause still holds, what was done, and dealing with it. A step can be taken back.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../client/client';
import {
  type Action,
  can,
  type Done,
  type ExceptionWhole,
  exceptionQuery,
} from '../../exceptions/exceptions';
import { Icon } from '../app/icons';
import { goInstead, href } from '../route';
import { SEVERITY_TONE } from './Alerts';
import { api } from './api';
import { client } from './client';
import { Known } from './Known';
import { Suggest } from './Suggest';
import { useRefusal, useSay } from './say';
import { tell } from './told';
import { useEvidence } from './useEvidence';

/** One by one, so that a refusal says why. */
const step = (id: string, action: Action, reason?: string) =>
  got(api.POST('/api/v1/exceptions/{id}/actions', { params: { path: { id } }, body: { action, reason } }));

export function Alert({ id }: { id: string }) {
  const asked = useQuery(exceptionQuery(id));
  return <Known of={asked}>{asked.data && <Whole whole={asked.data} />}</Known>;
}

function Whole({ whole }: { whole: ExceptionWhole }) {
  const { t, moment, lately } = useSay();
  const evidence = useEvidence();
  return (
    <>
      <section className="m-card">
        <div className="m-row">
          <h2 className="m-head">{whole.rep_name}</h2>
          <span className="m-chip" data-tone={SEVERITY_TONE[whole.severity]}>
            {t(`team.kind.${whole.kind}`)}
          </span>
        </div>
        <p>{evidence(whole)}</p>
        <p className="m-dim m-num">
          {t('team.alert.since', { time: moment(whole.opened_at) })}
          {' · '}
          {whole.cause_ended_at
            ? t('team.alert.ended', { time: lately(whole.cause_ended_at) })
            : t('team.alert.holds')}
        </p>
        <p className="m-dim">{t('team.alert.owner', { name: whole.owner_name ?? t('team.alert.nobody') })}</p>
        <a className="m-more" href={href('team', 'rep', whole.rep_id, whole.date)}>
          {t('team.alert.day')}
          <Icon sign="go" />
        </a>
      </section>
      {whole.state === 'resolved' ? (
        <p className="m-note" data-tone="good">
          {t('team.alert.resolved', { by: whole.resolved_by ?? t('team.alert.by_itself') })}
        </p>
      ) : (
        <Deal whole={whole} />
      )}
      <section className="m-card" aria-labelledby="history">
        <h2 id="history">{t('team.alert.history')}</h2>
        <ol className="t-history">
          {whole.history.map((done, i) => (
            <Step key={i} done={done} />
          ))}
        </ol>
      </section>
    </>
  );
}

function Deal({ whole }: { whole: ExceptionWhole }) {
  const { t } = useSay();
  const refusal = useRefusal();
  const [why, setWhy] = useState('');
  const act = useMutation({
    mutationFn: (action: Action) =>
      step(whole.id, action, why.trim() || (action === 'resolve' ? t('team.alert.default') : undefined)),
    onSuccess: (_, action) => {
      const what = { kind: t(`team.kind.${whole.kind}`), name: whole.rep_name };
      tell({
        text: action === 'resolve' ? t('team.alert.told_resolved', what) : t('team.alert.told_seen', what),
        undo: () => step(whole.id, 'reopen'),
      });
      goInstead('team', 'alerts');
    },
    // Also of what somebody else has done in the meantime.
    onSettled: () => client.invalidateQueries({ queryKey: ['exceptions'] }),
  });
  return (
    <form
      className="m-card"
      onSubmit={(event) => {
        event.preventDefault();
        if (!act.isPending) act.mutate('resolve');
      }}
    >
      <label className="m-field">
        {t('team.alert.reason')}
        <textarea
          className="t-short"
          rows={2}
          maxLength={200}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
      </label>
      <Suggest
        words={[t('team.alert.suggest.called'), t('team.alert.suggest.known'), t('team.alert.suggest.phone')]}
        said={why}
        onPick={setWhy}
      />
      <div role="alert">
        {act.isError && (
          <p className="m-note" data-tone="bad">
            {refusal(act.error)}
          </p>
        )}
      </div>
      <div className="m-buttons">
        <button type="submit" className="m-button" data-kind="main" disabled={act.isPending}>
          {t('team.alert.resolve')}
        </button>
        {can('acknowledge', whole) && (
          <button
            type="button"
            className="m-button"
            disabled={act.isPending}
            onClick={() => act.mutate('acknowledge')}
          >
            {t('team.alert.acknowledge')}
          </button>
        )}
      </div>
    </form>
  );
}

function Step({ done }: { done: Done }) {
  const { t, lately } = useSay();
  const by = done.by ?? t('team.alert.by_itself');
  const { reason } = done;
  // What the server says by itself are codes.
  const why = reason === 'cause_ended' || reason === 'day_over' ? t(`team.alert.closed.${reason}`) : reason;
  return (
    <li>
      <span className="m-dim m-num">{lately(done.at)}</span>{' '}
      {t(`team.alert.done.${done.action}`, { by, owner: done.owner ?? t('team.alert.nobody') })}
      {why && ` “${why}”`}
    </li>
  );
}
