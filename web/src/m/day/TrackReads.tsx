// Who of the office looked at the rep's track of a day: at the track itself, or at one visit's evidence. Shown where the
// server tells.
import { placeOf } from '../call/place_of';
import { usePhone } from '../phone';
import type { TrackRead } from '../protocol';
import { useSay } from '../say';

export function TrackReads({ date }: { date: string }) {
  const { data } = usePhone();
  const { t, dateOf } = useSay();
  if (!data.track_reads.length) return null;
  const isOf = ({ visit, from, to }: TrackRead) =>
    visit
      ? data.visits.find(({ id }) => id === visit)?.date === date
      : from !== null && to !== null && dateOf(from) <= date && date <= dateOf(to);
  const reads = data.track_reads.filter(isOf);
  return (
    <section className="m-card" aria-labelledby="reads">
      <h2 id="reads">{t('reads.title')}</h2>
      {reads.length > 0 ? (
        <ul className="m-list">
          {reads.map((read) => (
            <Row key={`${read.at} ${read.visit} ${read.from}`} read={read} />
          ))}
        </ul>
      ) : (
        <p className="m-dim">{t('reads.nobody')}</p>
      )}
    </section>
  );
}

function Row({ read: { at, by_name, by_role, visit, from, to } }: { read: TrackRead }) {
  const { data } = usePhone();
  const { t, clock, moment } = useSay();
  const outlet = data.visits.find(({ id }) => id === visit)?.outlet_id;
  return (
    <li>
      <strong>{by_name ?? t('reads.program')}</strong>{' '}
      {by_role && <span className="m-dim">{t(`role.${by_role}`, { defaultValue: by_role })}</span>}
      <p className="m-dim m-num">
        {from && to
          ? t('reads.row', { at: moment(at), from: clock(from), to: clock(to) })
          : t('reads.visit', { at: moment(at), outlet: (outlet && placeOf(data, outlet)?.name) ?? '' })}
      </p>
    </li>
  );
}
