// The stops of a rep's day, and changes of single ones.
import { Alert, Autocomplete, Badge, Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { useReasonsFor } from '../api/reasons';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { shiftDate } from '../format/format';
import { useFormat } from '../format/useFormat';
import { changeStop, type DayPlan, dayPlan, ownOutlets, type PlanStop, type StopChange } from './plans';
import { RepSelect, refusal } from './Told';

export function DayPlanDesk({
  today,
  rights,
  rep,
  date,
  onPick,
}: {
  today: string;
  rights: Rights;
  rep: number | undefined;
  date: string;
  onPick: (rep: number | undefined, date: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery({ ...dayPlan(rep ?? 0, date), enabled: rep !== undefined });
  const plan = query.data;
  const may = has(rights, 'change_plans') && date >= today;
  return (
    <div className="fb-plans-one">
      <div className="fb-plans-form">
        <RepSelect
          label={t('plans.rep')}
          value={rep ?? null}
          onChange={(value) => onPick(value ?? undefined, date)}
        />
        <TextInput
          type="date"
          label={t('plans.date')}
          value={date}
          onChange={(event) => event.currentTarget.value && onPick(rep, event.currentTarget.value)}
        />
      </div>
      {rep === undefined && <p className="fb-dim">{t('plans.pick_rep')}</p>}
      {rep !== undefined && query.isPending && <Waiting />}
      {query.isError && !plan && (
        <Alert color="red" role="alert" title={t('plans.failed')}>
          {problemText(query.error, t)}
        </Alert>
      )}
      {plan && (
        <>
          <p>
            {plan.frozen_at
              ? t('plans.frozen_at', { time: format.clock(plan.frozen_at) })
              : t('plans.not_frozen')}
          </p>
          <Stops plan={plan} may={may} today={today} />
        </>
      )}
    </div>
  );
}

function Stops({ plan, may, today }: { plan: DayPlan; may: boolean; today: string }) {
  const { t } = useTranslation();
  const offered = useReasonsFor('plan_change');
  const outlets = useQuery({ ...ownOutlets(plan.rep_id), enabled: may }).data ?? [];
  const [why, setWhy] = useState('');
  const [adding, setAdding] = useState<string | null>(null);
  const [to, setTo] = useState(shiftDate(plan.date < today ? today : plan.date, 1));
  const act = useMutation({
    mutationFn: (body: StopChange) => changeStop(plan.rep_id, plan.date, body),
    onSuccess: async () => {
      setAdding(null);
      await Promise.all(
        [['day-plan'], ['plan-deviations'], ['board'], ['day']].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
  const reason = () => offered.find((one) => one.name === why.trim())?.code ?? why.trim();
  const change = (change: StopChange['change'], outlet_id: number) =>
    act.mutate({ change, outlet_id, reason: reason(), ...(change === 'move' ? { to_date: to } : {}) });
  const ready = may && why.trim() !== '' && !act.isPending;
  const planned = new Set(plan.stops.map((stop) => stop.outlet_id));
  return (
    <>
      {may && (
        <fieldset className="fb-plans-form" aria-label={t('plans.change')}>
          <Autocomplete
            label={t('plans.reason_needed')}
            data={offered.map((one) => one.name)}
            maxLength={200}
            value={why}
            onChange={setWhy}
          />
          <TextInput
            type="date"
            label={t('plans.move_to')}
            min={today}
            value={to}
            onChange={(event) => event.currentTarget.value && setTo(event.currentTarget.value)}
          />
          <Select
            label={t('plans.add_stop')}
            searchable
            limit={50}
            nothingFoundMessage={t('plans.no_outlet')}
            data={outlets
              .filter((outlet) => !planned.has(outlet.outlet_id))
              .map((outlet) => ({
                value: String(outlet.outlet_id),
                label: `${outlet.outlet_name} (${outlet.outlet_code})`,
              }))}
            value={adding}
            onChange={setAdding}
          />
          <Button
            disabled={!ready || adding === null}
            loading={act.isPending && act.variables?.change === 'add'}
            onClick={() => adding !== null && change('add', Number(adding))}
          >
            {t('plans.add')}
          </Button>
          <span role="status" className="fb-review-said">
            {act.isError ? refusal(act.error, t) : why.trim() === '' ? t('plans.say_why') : ''}
          </span>
        </fieldset>
      )}
      {plan.stops.length === 0 && <p className="fb-dim">{t('plans.no_stops')}</p>}
      <ol className="fb-plans-rows" aria-label={t('day.stops')}>
        {plan.stops.map((stop) => (
          <li key={stop.outlet_id} data-outlet={stop.outlet_id}>
            <span>
              <b>{stop.sequence}</b> {stop.outlet_name} <span className="fb-dim">{stop.outlet_code}</span>
              {stop.window && (
                <span className="fb-dim">
                  {' '}
                  · {t('day.window', { from: stop.window[0], to: stop.window[1] })}
                </span>
              )}{' '}
              <Mark stop={stop} />
            </span>
            {may && !stop.covers_rep_id && (
              <span className="fb-plans-acts">
                <Button
                  size="compact-sm"
                  variant="subtle"
                  disabled={!ready}
                  aria-label={t('plans.move_stop', { name: stop.outlet_name })}
                  onClick={() => change('move', stop.outlet_id)}
                >
                  {t('plans.move')}
                </Button>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="red"
                  disabled={!ready}
                  aria-label={t('plans.remove_stop', { name: stop.outlet_name })}
                  onClick={() => change('remove', stop.outlet_id)}
                >
                  {t('plans.remove')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

function Mark({ stop }: { stop: PlanStop }) {
  const { t } = useTranslation();
  if (stop.covers_rep_id)
    return (
      <Badge variant="light" color="blue">
        {t('plans.covers')}
      </Badge>
    );
  return stop.absence_id ? (
    <Badge variant="light" color="gray">
      {t('plans.excused')}
    </Badge>
  ) : null;
}
