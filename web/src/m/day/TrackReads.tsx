// Who of the office looked at the rep's track, and at what time of it. Shown where the server tells.
import { usePhone } from '../phone';
import { useSay } from '../say';

export function TrackReads({ date }: { date: string }) {
  const { data } = usePhone();
  const { t, clock, moment, dateOf } = useSay();
  const reads = data.track_reads.filter(({ from, to }) => dateOf(from) <= date && date <= dateOf(to));
  if (!data.track_reads.length) return null;
  return (
    <section className="m-card" aria-labelledby="reads">
      <h2 id="reads">{t('reads.title')}</h2>
      {reads.length ? (
        <ul className="m-list">
          {reads.map((read) => (
            <li key={`${read.at} ${read.by_name}`}>
              <strong>{read.by_name}</strong>{' '}
              <span className="m-dim">{t(`role.${read.by_role}`, { defaultValue: read.by_role })}</span>
              <p className="m-dim m-num">
                {t('reads.row', { at: moment(read.at), from: clock(read.from), to: clock(read.to) })}
              </p>
            </li>
          ))}
        </ul>
      ) : (
        <p className="m-dim">{t('reads.nobody')}</p>
      )}
    </section>
  );
}
