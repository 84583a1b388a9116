// One absence: who, when, why; what an approval would move; the decision.
import { Alert, Autocomplete, Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { useReasonName, useReasonsFor } from '../api/reasons';
import { has, type Rights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { useShortcuts } from '../pages/useShortcuts';
import { type Absence, type Deciding, decide, type MovedDay, preview } from './plans';
import { RepSelect, refusal } from './Told';

export function AbsenceDetail({
  absence,
  rights,
  onDone,
}: {
  absence: Absence;
  rights: Rights;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useReasonName();
  const offered = useReasonsFor('absence_refused');
  const [substitute, setSubstitute] = useState<number | null>(null);
  const [why, setWhy] = useState('');
  const reasonField = useRef<HTMLInputElement>(null);
  const may = has(rights, 'decide_absences');
  const open = may && absence.state === 'requested';
  const seen = useQuery({ ...preview(absence.id, substitute), enabled: open });

  const act = useMutation({
    mutationFn: (body: Deciding) => decide(absence.id, body),
    onSuccess: async (_, { decision }) => {
      setWhy('');
      // Of other requests: this one cannot be approved again.
      await queryClient.invalidateQueries({ queryKey: ['absence-preview'], refetchType: 'none' });
      if (decision !== 'cancelled') onDone();
      await Promise.all(
        [['absences'], ['day-plan'], ['plan-deviations'], ['board']].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
  const reason = () => {
    const given = why.trim();
    return offered.find((one) => one.name === given)?.code ?? given;
  };
  const approve = () => {
    if (!open || act.isPending || seen.isError) return;
    act.mutate({
      decision: 'approved',
      ...(substitute === null ? {} : { substitute_rep_id: substitute }),
      ...(why.trim() ? { reason: reason() } : {}),
    });
  };
  /** A refusal and a cancellation need a reason: without one its field is next. */
  const turn = (decision: 'refused' | 'cancelled') => {
    if (!may || act.isPending) return;
    if (why.trim()) act.mutate({ decision, reason: reason() });
    else reasonField.current?.focus();
  };
  useShortcuts({ a: approve, r: () => open && turn('refused') });

  const facts: [string, string | null][] = [
    [t('plans.fact.kind'), t(`plans.kind.${absence.kind}`)],
    [t('plans.fact.from'), format.day(absence.from)],
    [t('plans.fact.to'), format.day(absence.to)],
    [
      t('plans.fact.hours'),
      absence.from_time && absence.to_time ? `${absence.from_time}–${absence.to_time}` : null,
    ],
    [t('plans.fact.note'), absence.note],
    [t('plans.fact.substitute'), absence.substitute_code],
    [t('plans.fact.decided'), absence.decided_by],
    [t('plans.fact.reason'), absence.reason ? nameOf(absence.reason) : null],
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-plans-detail" tabIndex={0} aria-label={t('plans.detail')}>
      <header className="fb-plans-head">
        <h2>
          {absence.rep_name} <span className="fb-dim">{absence.rep_code}</span>
        </h2>
        <span className="fb-plans-state" data-state={absence.state}>
          {t(`plans.state.${absence.state}`)}
        </span>
      </header>
      <dl className="fb-plans-facts">
        {facts
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {open && (
        <>
          <RepSelect
            label={t('plans.substitute')}
            without={absence.rep_id}
            clearable
            value={substitute}
            onChange={setSubstitute}
          />
          <h3>{t('plans.moves')}</h3>
          {seen.isPending && <Waiting />}
          {seen.isError && (
            <Alert color="red" role="alert" title={t('plans.cannot')}>
              {refusal(seen.error, t)}
            </Alert>
          )}
          {seen.data?.days.map((day) => (
            <Moved key={day.date} day={day} />
          ))}
          {seen.data?.truncated && <p className="fb-dim">{t('plans.more_days')}</p>}
        </>
      )}
      {may && (absence.state === 'requested' || absence.state === 'approved') && (
        <div className="fb-plans-bar">
          <Autocomplete
            ref={reasonField}
            className="fb-review-why"
            label={t('plans.reason')}
            data={offered.map((one) => one.name)}
            maxLength={200}
            value={why}
            onChange={setWhy}
          />
          {open ? (
            <>
              <Button
                color="teal.9"
                loading={act.isPending}
                disabled={seen.isError}
                onClick={approve}
                data-testid="approve"
              >
                {t('plans.approve')}
              </Button>
              <Button color="red.9" loading={act.isPending} onClick={() => turn('refused')}>
                {t('plans.refuse')}
              </Button>
            </>
          ) : (
            <Button color="red.9" loading={act.isPending} onClick={() => turn('cancelled')}>
              {t('plans.cancel')}
            </Button>
          )}
          <span role="status" className="fb-review-said">
            {act.isError ? refusal(act.error, t) : open ? t('plans.decide_keys') : ''}
          </span>
        </div>
      )}
    </section>
  );
}

/** Stops of a day by who would call there. */
function Moved({ day }: { day: MovedDay }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className="fb-plans-moved">
      <h4>
        {format.day(day.date)}{' '}
        <span className="fb-dim">
          {t('plans.excuses', { count: day.stops.length })}
          {day.frozen ? ` · ${t('plans.frozen')}` : ''}
        </span>
      </h4>
      {(['substitute', 'own', 'none'] as const).map((covered) => {
        const stops = day.stops.filter((stop) => stop.covered === covered);
        return (
          stops.length > 0 && (
            <p key={covered}>
              <b>{t(`plans.covered.${covered}`, { count: stops.length })}</b>{' '}
              {stops.map((stop) => stop.outlet_name).join(', ')}
            </p>
          )
        );
      })}
    </section>
  );
}
