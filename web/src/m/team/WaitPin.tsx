// A pin that reps or visits say is elsewhere: how far it would move, and what speaks for it.
import { useQuery } from '@tanstack/react-query';
import { decide, mayMove, type PinProposalWhole, proposal as proposalQuery } from '../../proposals/proposals';
import { Icon } from '../app/icons';
import { mapsLink } from '../maps_link';
import { Decide, Facts } from './Decide';
import { Known } from './Known';
import { useMe, useSay } from './say';

export function WaitPin({ id }: { id: number }) {
  const asked = useQuery(proposalQuery(id));
  return <Known of={asked}>{asked.data && <Proposed proposal={asked.data} />}</Known>;
}

function Proposed({ proposal }: { proposal: PinProposalWhole & { state?: string } }) {
  const { t, distance, day, moment } = useSay();
  const { rights } = useMe();
  const { new_lat: lat, new_lng: lng } = proposal;
  const may = mayMove(rights, proposal);
  const open = (proposal.state ?? 'open') === 'open';
  return (
    <>
      <section className="m-card">
        <h2>{proposal.outlet_name}</h2>
        <p className="m-dim">
          {proposal.outlet_code} · {proposal.rep_name ?? t(`team.pin.source.${proposal.source}`)} ·{' '}
          {moment(proposal.proposed_at)}
        </p>
        {proposal.reason && <p>“{proposal.reason}”</p>}
        <Facts
          of={[
            [
              t('team.pin.moves'),
              proposal.distance_m === null ? t('team.pin.first') : distance(proposal.distance_m),
            ],
            [t('team.pin.visits'), proposal.visits.length || null],
            [t('team.pin.reps'), proposal.reps || null],
            [t('team.pin.spread'), proposal.visits.length ? distance(proposal.spread_m) : null],
          ]}
        />
        {lat !== null && lng !== null && (
          <a className="m-button" href={mapsLink({ lat, lng }, proposal.outlet_name, navigator.userAgent)}>
            <Icon sign="way" />
            {t('team.pin.map')}
          </a>
        )}
        {proposal.sightings.length > 0 && (
          <ul className="t-listed">
            {proposal.sightings.map((seen) => (
              <li key={seen.visit}>
                {day(seen.date)} · {seen.rep_name}
              </li>
            ))}
          </ul>
        )}
      </section>
      {!open ? (
        <p className="m-note">{t('team.problem.already_decided')}</p>
      ) : (
        <>
          <p className="m-dim">{may ? t('team.pin.what') : t('team.pin.planner')}</p>
          <Decide
            approve={may ? t('team.decide.approve') : null}
            refuse={t('team.decide.refuse')}
            reasonAlways
            suggest={[t('team.pin.suggest.agree'), t('team.pin.suggest.right')]}
            onDecide={async (yes, reason) => {
              const done = await decide(proposal.id, yes ? 'approval' : 'refusal', reason);
              const what = { outlet: proposal.outlet_name };
              return yes
                ? {
                    text: t('team.pin.approved', { ...what, n: done.redecided_visits.length }),
                    undo: () => decide(proposal.id, 'rollback', t('team.undone')),
                  }
                : { text: t('team.pin.refused', what) };
            }}
          />
        </>
      )}
    </>
  );
}
