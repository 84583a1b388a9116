// A rep asks to be away: what an approval would do to his stops, with or without somebody who stands in.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { board } from '../../api/queries';
import { reasonName, visitReasons } from '../../api/reasons';
import { got } from '../../client/client';
import { type Absence, decide, type MovedDay, preview } from '../../plans/plans';
import { api } from './api';
import { Decide, Facts } from './Decide';
import { Known } from './Known';
import { useRefusal, useSay } from './say';

const absence = (id: string) =>
  queryOptions({
    queryKey: ['absences', id],
    queryFn: async ({ signal }) =>
      (await got(api.GET('/api/v1/absences/{id}', { params: { path: { id } }, signal }))) as Absence,
  });

export function WaitAbsence({ id }: { id: string }) {
  const asked = useQuery(absence(id));
  return <Known of={asked}>{asked.data && <Asked absence={asked.data} />}</Known>;
}

function Asked({ absence }: { absence: Absence }) {
  const { t, language, day } = useSay();
  const refusal = useRefusal();
  const [substitute, setSubstitute] = useState<number | null>(null);
  const open = absence.state === 'requested';
  const effect = useQuery({ ...preview(absence.id, substitute), enabled: open });
  const reps = useQuery(board).data ?? [];
  const reasons = useQuery(visitReasons).data ?? [];
  const offered = reasons
    .filter(({ active, uses }) => active && uses.includes('absence_refused'))
    .map((reason) => ({ code: reason.code, name: reasonName(reason, language) }));
  const given = reasons.find(({ code }) => code === absence.reason);
  return (
    <>
      <section className="m-card">
        <h2>{absence.rep_name}</h2>
        <Facts
          of={[
            [t('team.absence.kind'), t(`team.absence.kinds.${absence.kind}`)],
            [t('team.absence.from'), day(absence.from)],
            [t('team.absence.to'), day(absence.to)],
            [
              t('team.absence.hours'),
              absence.from_time && absence.to_time ? `${absence.from_time}–${absence.to_time}` : null,
            ],
            [t('team.absence.note'), absence.note],
          ]}
        />
      </section>
      {!open && (
        <p className="m-note">
          {t(`team.absence.state.${absence.state}`, { by: absence.decided_by ?? '–' })}
          {absence.reason && ` “${given ? reasonName(given, language) : absence.reason}”`}
        </p>
      )}
      {open && (
        <>
          <label className="m-field">
            {t('team.absence.substitute')}
            <select
              value={substitute ?? ''}
              onChange={(event) => setSubstitute(Number(event.target.value) || null)}
            >
              <option value="">{t('team.absence.no_substitute')}</option>
              {reps
                .filter(({ id }) => id !== absence.rep_id)
                .map((rep) => (
                  <option key={rep.id} value={rep.id}>
                    {rep.name} · {rep.code}
                  </option>
                ))}
            </select>
          </label>
          <section className="m-card" aria-live="polite">
            <h2>{t('team.absence.moves')}</h2>
            {effect.isPending && <span className="m-wait" />}
            {effect.isError && (
              <p className="m-note" data-tone="bad">
                {refusal(effect.error)}
              </p>
            )}
            {effect.data?.days.length === 0 && <p className="m-dim">{t('team.absence.nothing')}</p>}
            {effect.data?.days.map((moved) => (
              <Moved key={moved.date} moved={moved} />
            ))}
            {effect.data?.truncated && <p className="m-dim">{t('team.absence.more_days')}</p>}
          </section>
          <Decide
            approve={t('team.decide.approve')}
            refuse={t('team.decide.refuse')}
            suggest={offered.map(({ name }) => name)}
            blocked={effect.isError}
            reads={t('team.decide.rep_reads')}
            onDecide={async (yes, why) => {
              const reason = offered.find(({ name }) => name === why)?.code ?? why;
              await decide(absence.id, {
                decision: yes ? 'approved' : 'refused',
                ...(yes && substitute !== null ? { substitute_rep_id: substitute } : {}),
                ...(reason ? { reason } : {}),
              });
              const what = { name: absence.rep_name };
              return { text: yes ? t('team.absence.approved', what) : t('team.absence.refused', what) };
            }}
          />
        </>
      )}
    </>
  );
}

/** Stops of a day by who would call there. */
function Moved({ moved }: { moved: MovedDay }) {
  const { t, day } = useSay();
  return (
    <section>
      <h3 className="m-head">{day(moved.date)}</h3>
      {moved.stops.length === 0 && <p className="m-dim">{t('team.absence.no_stops')}</p>}
      {(['substitute', 'own', 'none'] as const).map((covered) => {
        const stops = moved.stops.filter((stop) => stop.covered === covered);
        return (
          stops.length > 0 && (
            <p key={covered}>
              <b>{t(`team.absence.covered.${covered}`, { count: stops.length })}</b>{' '}
              {stops.map((stop) => stop.outlet_name).join(', ')}
            </p>
          )
        );
      })}
      {moved.frozen && moved.stops.length > 0 && <p className="m-dim">{t('team.absence.frozen')}</p>}
    </section>
  );
}
