// Old and new pin side by side: the figures, and a drawing of where the visits took place.
import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { draw, type PinProposalWhole, proposal as proposalQuery } from './proposals';

const SIZE = 320;
const MARGIN = 24;
/** Drawn where the outlet has no radius of its own. */
const FENCE_M = 60;

export function ProposalDetail({ id }: { id: number | undefined }) {
  const { t } = useTranslation();
  const query = useQuery({ ...proposalQuery(id ?? 0), enabled: id !== undefined });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-review-detail" tabIndex={0} aria-label={t('pins.detail')}>
      {id !== undefined && query.isPending && <Waiting />}
      {query.isError && !query.data && (
        <Alert color="red" title={t('pins.failed')} role="alert">
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data && <Body proposal={query.data} />}
    </section>
  );
}

function Body({ proposal }: { proposal: PinProposalWhole }) {
  const { t } = useTranslation();
  const format = useFormat();
  const metres = (m: number | null) => (m === null ? '–' : t('pins.metres', { count: Math.round(m) }));
  const place = (lat: number | null, lng: number | null) =>
    lat === null || lng === null ? t('pins.none') : `${lat.toFixed(5)}, ${lng.toFixed(5)}`;
  return (
    <>
      <header className="fb-review-detail-head">
        <div>
          <h2>{proposal.outlet_name}</h2>
          <p className="fb-dim">
            {proposal.outlet_code} · {proposal.rep_name ?? t(`pins.source.${proposal.source}`)}
            {proposal.reason ? ` · “${proposal.reason}”` : ''}
          </p>
        </div>
      </header>
      <div className="fb-desk-sides">
        <Drawing proposal={proposal} />
        <dl>
          <dt>{t('pins.old')}</dt>
          <dd>{place(proposal.old_lat, proposal.old_lng)}</dd>
          <dt>{t('pins.new')}</dt>
          <dd>{place(proposal.new_lat, proposal.new_lng)}</dd>
          <dt>{t('pins.distance')}</dt>
          <dd>{metres(proposal.distance_m)}</dd>
          <dt>{t('pins.radius')}</dt>
          <dd>{proposal.radius_m === null ? t('pins.auto') : metres(proposal.radius_m)}</dd>
          <dt>{t('pins.visits')}</dt>
          <dd>{proposal.visits.length}</dd>
          <dt>{t('pins.reps')}</dt>
          <dd>{proposal.reps}</dd>
          <dt>{t('pins.spread')}</dt>
          <dd>{metres(proposal.spread_m)}</dd>
        </dl>
      </div>
      <ul className="fb-desk-seen" aria-label={t('pins.seen')}>
        {proposal.sightings.map((seen) => (
          <li key={seen.visit}>
            {format.day(seen.date)} · {seen.rep_name}
          </li>
        ))}
      </ul>
    </>
  );
}

function Drawing({ proposal }: { proposal: PinProposalWhole }) {
  const { t } = useTranslation();
  const fence = proposal.radius_m ?? FENCE_M;
  const { old, fresh, seen, scale } = draw(proposal, SIZE, MARGIN, fence);
  return (
    <svg
      className="fb-sketch"
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role="img"
      aria-label={t('pins.drawing', {
        count: seen.length,
        distance: Math.round(proposal.distance_m ?? 0),
      })}
    >
      {old && fresh && <line x1={old.x} y1={old.y} x2={fresh.x} y2={fresh.y} className="fb-sketch-way" />}
      {old && <circle cx={old.x} cy={old.y} r={fence * scale} className="fb-sketch-old" />}
      {fresh && <circle cx={fresh.x} cy={fresh.y} r={fence * scale} className="fb-sketch-new" />}
      {old && <path d={`M${old.x - 6} ${old.y - 6}l12 12m0 -12l-12 12`} className="fb-sketch-cross" />}
      {seen.map((s) => (
        <circle key={s.id} cx={s.x} cy={s.y} r={4} className="fb-sketch-dot" />
      ))}
      {fresh && <path d={`M${fresh.x} ${fresh.y - 8}l8 8l-8 8l-8 -8z`} className="fb-sketch-mark" />}
    </svg>
  );
}
