// A visit that the machine could not decide, or against whose verdict the rep appeals. The machine's word stays.
import { useQuery } from '@tanstack/react-query';
import { visit as visitQuery } from '../../api/queries';
import type { VisitDetail } from '../../api/types';
import { decide } from '../../review/queue';
import { Icon } from '../app/icons';
import { href } from '../route';
import { Decide, Facts } from './Decide';
import { Known } from './Known';
import { useSay } from './say';
import { VisitCard } from './VisitCard';
import { needsDecision } from './visits';

/** Of the batch of one: what the server refused, it refused for this one. */
async function decideOne(id: string, decision: 'valid' | 'invalid' | 'withdrawn', reason: string) {
  const [result] = await decide([id], decision, reason);
  if (result?.status !== 'reviewed') throw new Error('not reviewed');
}

export function WaitVisit({ id }: { id: string }) {
  const asked = useQuery(visitQuery(id));
  return <Known of={asked}>{asked.data && <Doubtful visit={asked.data} />}</Known>;
}

function Doubtful({ visit }: { visit: VisitDetail }) {
  const { t, distance, clock } = useSay();
  const { evidence } = visit;
  const place = (at: VisitDetail['evidence']['check_in']) =>
    at && t('team.visit.from_pin', { time: clock(at.at), distance: distance(Math.max(0, at.distance_m)) });
  return (
    <>
      <VisitCard visit={visit} plain />
      <section className="m-card">
        <h2>{visit.rep_name}</h2>
        <Facts
          of={[
            [t('team.visit.check_in'), place(evidence.check_in)],
            [t('team.visit.check_out'), place(evidence.check_out)],
            [t('team.visit.radius'), evidence.radius_m && distance(evidence.radius_m)],
            [
              t('team.visit.fixes'),
              t('team.visit.inside', { inside: evidence.fixes_inside, seen: evidence.fixes_seen }),
            ],
            [t('team.visit.orders'), visit.orders.length || null],
            [t('team.visit.photos'), visit.photos.length || null],
          ]}
        />
        <a className="m-more" href={href('team', 'rep', visit.rep_id, visit.date)}>
          {t('team.alert.day')}
          <Icon sign="go" />
        </a>
      </section>
      {needsDecision(visit) ? (
        <Decide
          approve={t('team.visit.accept')}
          refuse={t('team.visit.reject')}
          reasonAlways
          suggest={[
            t('team.visit.suggest.seen'),
            t('team.visit.suggest.called'),
            t('team.visit.suggest.not_there'),
          ]}
          reads={t('team.decide.rep_reads')}
          onDecide={async (yes, reason) => {
            await decideOne(visit.id, yes ? 'valid' : 'invalid', reason);
            const what = { outlet: visit.outlet?.name ?? t('team.visit.somewhere') };
            return {
              text: yes ? t('team.visit.accepted', what) : t('team.visit.rejected', what),
              undo: () => decideOne(visit.id, 'withdrawn', t('team.undone')),
            };
          }}
        />
      ) : (
        <p className="m-note">{t('team.visit.decided')}</p>
      )}
    </>
  );
}
