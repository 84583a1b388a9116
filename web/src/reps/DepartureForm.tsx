// A rep leaves the company: the last day and who takes over, what would happen, what stands in the way, and only then the deed.
import { Alert, Button, Checkbox, Group, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, serverNow } from '../api/client';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { DepartureEffect } from './DepartureEffect';
import { type Ask, type Departure, type DeparturePlan, leave, look } from './departure';
import { OutstandingList } from './OutstandingList';
import { RepSelect } from './RepSelect';
import type { RepRecord } from './reps';
import './departure.css';

const FAULTS = [
  'required',
  'unknown',
  'inactive',
  'leaving',
  'too_early',
  'too_far_ahead',
  'too_long_ago',
] as const;
/** What is changed elsewhere first. */
const OBSTACLES = ['planned', 'last_administrator', 'account_out_of_reach'] as const;

export function DepartureForm({
  rep,
  rights,
  onDone,
  onClose,
}: {
  rep: RepRecord;
  rights: Rights;
  onDone: (departure: Departure) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = format.dateAt(serverNow());
  const [lastDay, setLastDay] = useState(today);
  const [successor, setSuccessor] = useState<number>();
  const [nobody, setNobody] = useState(false);
  const [eraseOn, setEraseOn] = useState('');
  const [reason, setReason] = useState('');
  const [sure, setSure] = useState(false);
  const trial = useMutation({ mutationFn: (ask: Ask) => look(rep.id, ask) });
  const act = useMutation({
    mutationFn: (ask: Ask) => leave(rep.id, ask),
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: ['records'] });
      onDone(made);
    },
  });
  // What was told for something else says nothing of this.
  const changed = () => {
    trial.reset();
    act.reset();
    setSure(false);
  };
  const ask: Ask = {
    last_day: lastDay,
    successor_rep_id: nobody ? undefined : successor,
    leave_open: nobody || undefined,
    reason: reason.trim() || undefined,
    erase_on: eraseOn || undefined,
  };
  const plan = trial.data;
  const error = trial.error ?? act.error;
  const faults = error instanceof Problem ? error.errors : [];
  const faultAt = (pointer: string) => {
    const found = faults.find((one) => one.pointer === pointer);
    if (!found) return null;
    return t(`departure.fault.${FAULTS.find((code) => code === found.code) ?? 'other'}`);
  };
  const conflict = error instanceof Problem ? OBSTACLES.find((code) => code === error.code) : undefined;
  return (
    <form
      className="fb-departure"
      aria-label={t('departure.title', { name: rep.name })}
      onSubmit={(event) => {
        event.preventDefault();
        if (plan) act.mutate(ask);
        else trial.mutate(ask);
      }}
    >
      <h3>{t('departure.title', { name: rep.name })}</h3>
      <p className="fb-dim">{t('departure.what')}</p>
      <TextInput
        type="date"
        required
        label={t('departure.last_day')}
        description={lastDay > today ? t('departure.planned_what') : t('departure.at_once_what')}
        value={lastDay}
        error={faultAt('/last_day')}
        onChange={(event) => {
          changed();
          setLastDay(event.currentTarget.value);
        }}
      />
      {!nobody && (
        <RepSelect
          label={t('departure.successor')}
          value={successor}
          error={faultAt('/successor_rep_id')}
          onChange={(next) => {
            changed();
            setSuccessor(next);
          }}
        />
      )}
      <Checkbox
        label={t('departure.nobody')}
        description={t('departure.nobody_what')}
        checked={nobody}
        onChange={(event) => {
          changed();
          setNobody(event.currentTarget.checked);
        }}
      />
      {has(rights, 'manage_privacy') && (
        <TextInput
          type="date"
          label={t('departure.erase_on')}
          description={t('departure.erase_what')}
          value={eraseOn}
          error={faultAt('/erase_on')}
          onChange={(event) => {
            changed();
            setEraseOn(event.currentTarget.value);
          }}
        />
      )}
      <div role="status" aria-label={t('departure.would')}>
        {plan && <Told plan={plan} rep={rep.id} />}
      </div>
      {plan && plan.outstanding.length > 0 && (
        <Textarea
          required
          autosize
          minRows={2}
          maxLength={500}
          label={t('departure.reason')}
          description={t('departure.reason_what')}
          value={reason}
          error={faultAt('/reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {plan?.at_once && stands(plan).length === 0 && (
        <Checkbox
          required
          label={t('departure.sure', { name: rep.name })}
          checked={sure}
          onChange={(event) => setSure(event.currentTarget.checked)}
        />
      )}
      {error && faults.length === 0 && (
        <Alert color="red" role="alert">
          {conflict ? t(`departure.obstacle.${conflict}`) : problemText(error, t)}
        </Alert>
      )}
      <Group gap="xs" justify="flex-end">
        <Button type="button" variant="subtle" color="gray" onClick={onClose}>
          {t('catalogue.cancel')}
        </Button>
        {plan ? (
          <Button
            type="submit"
            color="red.9"
            disabled={
              stands(plan).length > 0 ||
              (plan.outstanding.length > 0 && reason.trim() === '') ||
              (plan.at_once && !sure)
            }
            loading={act.isPending}
          >
            {plan.at_once ? t('departure.now') : t('departure.plan')}
          </Button>
        ) : (
          <Button type="submit" disabled={!lastDay} loading={trial.isPending}>
            {t('departure.look')}
          </Button>
        )}
      </Group>
    </form>
  );
}

/** What this form cannot answer by a reason. */
const stands = ({ obstacles }: DeparturePlan) => obstacles.filter((one) => one !== 'reason');

function Told({ plan, rep }: { plan: DeparturePlan; rep: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const blocked = stands(plan);
  return (
    <>
      <h4>
        {plan.at_once
          ? t('departure.would_now')
          : t('departure.would_then', { date: format.longDay(plan.last_day) })}
      </h4>
      <DepartureEffect effect={plan} successor={plan.successor?.name} />
      {plan.erase_on && <p>{t('departure.erases', { date: format.longDay(plan.erase_on) })}</p>}
      <p className="fb-dim">{t('departure.stays')}</p>
      {plan.outstanding.length > 0 && (
        <>
          <h4>{t('departure.outstanding')}</h4>
          <OutstandingList rep={rep} open={plan.outstanding} />
          <p className="fb-dim">{t('departure.outstanding_what')}</p>
        </>
      )}
      {blocked.length > 0 && (
        <Alert color="red" variant="light" title={t('departure.in_the_way')}>
          {blocked.map((one) => (
            <p key={one}>{t(`departure.obstacle.${one}`)}</p>
          ))}
        </Alert>
      )}
    </>
  );
}
