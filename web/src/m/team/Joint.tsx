// Riding along at one visit: says that one is there, then what the rep did well, what could be better and what was agreed.
import { useMutation, useQuery } from '@tanstack/react-query';
import { visit as visitQuery } from '../../api/queries';
import type { VisitDetail } from '../../api/types';
import { CoachingForm } from './CoachingForm';
import { jointChanged, takeBack, wasAtVisit } from './joint';
import { Known } from './Known';
import { useMe, useRefusal, useSay } from './say';
import { tell } from './told';
import { VisitCard } from './VisitCard';

export function Joint({ visitId }: { visitId: string }) {
  const asked = useQuery(visitQuery(visitId));
  return <Known of={asked}>{asked.data && <AtVisit visit={asked.data} />}</Known>;
}

function AtVisit({ visit }: { visit: VisitDetail }) {
  const { t } = useSay();
  const refusal = useRefusal();
  const me = useMe().user.id;
  const mine = visit.accompanied?.find(({ user_id, whole_day }) => user_id === me && !whole_day);
  const start = useMutation({
    mutationFn: () => wasAtVisit(visit.id),
    onSuccess: async ({ id }) => {
      tell({ text: t('team.joint.started', { name: visit.rep_name }), undo: () => takeBack(id) });
      await jointChanged();
    },
  });
  return (
    <>
      <p className="m-dim">{t('team.joint.what', { name: visit.rep_name })}</p>
      <VisitCard visit={visit} plain />
      {start.isError && (
        <p className="m-note" data-tone="bad" role="alert">
          {refusal(start.error)}
        </p>
      )}
      {mine ? (
        <CoachingForm
          key={mine.id}
          draft={`joint ${visit.id}`}
          id={mine.id}
          note={mine.note}
          name={visit.rep_name}
          save={(note) => wasAtVisit(visit.id, note)}
        />
      ) : (
        <button
          type="button"
          className="m-button"
          data-kind="main"
          disabled={start.isPending}
          onClick={() => start.mutate()}
        >
          {visit.state === 'open' ? t('team.joint.i_am_there') : t('team.visit.i_was_there')}
        </button>
      )}
    </>
  );
}
