// Positions that were not taken today, by why: they are too many to list one by one.
import { usePhone } from '../phone';
import { useSay } from '../say';
import { CODES } from './codes';

export function Refusals() {
  const { refused_fixes } = usePhone();
  const { t } = useSay();
  const rows = Object.entries(refused_fixes);
  if (!rows.length) return null;
  return (
    <section className="m-note" aria-labelledby="refusals">
      <h2 id="refusals" className="m-head">
        {t('outbox.refused_fixes', { count: rows.reduce((sum, [, count]) => sum + count, 0) })}
      </h2>
      <ul className="m-list">
        {rows.map(([code, count]) => {
          const known = CODES.find((c) => c === code);
          return (
            <li key={code}>
              <span className="m-num">{count}</span> · {known ? t(`code.${known}`) : code}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
