// Riding along for the whole of a rep's day: said once for all its visits.
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RepDay } from '../../api/types';
import { got } from '../../client/client';
import { api } from './api';
import { CoachingForm } from './CoachingForm';
import { jointChanged, takeBack, wasThereAllDay } from './joint';
import { useMe, useRefusal, useSay } from './say';
import { tell } from './told';

const ofDay = (user: number, rep: number, date: string) =>
  queryOptions({
    queryKey: ['joint-visits', user, rep, date],
    queryFn: async ({ signal }) =>
      (
        await got(
          api.GET('/api/v1/joint-visits', {
            params: { query: { user_id: user, rep_id: rep, from: date, to: date } },
            signal,
          }),
        )
      ).items,
  });

export function WholeDay({ day }: { day: RepDay }) {
  const { t } = useSay();
  const refusal = useRefusal();
  const me = useMe().user.id;
  const { rep, date } = day;
  const [open, setOpen] = useState(false);
  const said = useQuery(ofDay(me, rep.id, date)).data?.find(({ visit_id }) => visit_id === null);
  const start = useMutation({
    mutationFn: () => wasThereAllDay(rep.id, date),
    onSuccess: async ({ id }) => {
      setOpen(true);
      tell({ text: t('team.joint.started_day', { name: rep.name }), undo: () => takeBack(id) });
      await jointChanged();
    },
  });
  if (!said)
    return (
      <>
        {start.isError && (
          <p className="m-note" data-tone="bad" role="alert">
            {refusal(start.error)}
          </p>
        )}
        <button
          type="button"
          className="m-button"
          data-kind="quiet"
          disabled={start.isPending}
          onClick={() => start.mutate()}
        >
          {t('team.joint.with_all_day')}
        </button>
      </>
    );
  if (!open)
    return (
      <button type="button" className="m-button" data-kind="quiet" onClick={() => setOpen(true)}>
        {t('team.joint.coach_day')}
      </button>
    );
  return (
    <CoachingForm
      key={said.id}
      draft={`joint day ${rep.id} ${date}`}
      id={said.id}
      note={said.note ?? null}
      name={rep.name}
      save={(note) => wasThereAllDay(rep.id, date, note)}
    />
  );
}
