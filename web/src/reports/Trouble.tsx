// What waits for somebody: exceptions by kind, and those that press most with who has them. Each leads to its own page.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SeverityMark } from '../exceptions/ExceptionMark';
import { type FieldException, kindCounts } from '../exceptions/exceptions';
import { useEvidence } from '../exceptions/useEvidence';
import { useFormat } from '../format/useFormat';
import { troubleQuery } from './overview';
import { Told } from './Told';
import type { Look } from './useLook';

const SHOWN = 5;
const KINDS_SHOWN = 6;

/** Of a day: all that it had, done or not. */
export function Trouble({ look, day }: { look: Look; day?: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(troubleQuery({ unit: look.scope.unit, rep: look.scope.rep, day }));
  return (
    <section className="fb-rep-card" aria-labelledby="over-trouble">
      <div className="fb-rep-card-head">
        <h2 id="over-trouble">{day ? t('overview.trouble_of_day') : t('overview.trouble')}</h2>
        <Link to="/exceptions" search={{}} className="fb-link fb-no-print">
          {t('overview.to_exceptions')}
        </Link>
      </div>
      <Told query={query}>
        {(rows) => {
          if (rows.length === 0) return <p className="fb-dim">{t('overview.no_trouble')}</p>;
          const pending = rows.filter(({ state }) => state !== 'resolved');
          const unowned = pending.filter(({ state }) => state === 'open').length;
          return (
            <>
              <p className="fb-over-kinds">
                {kindCounts(rows)
                  .slice(0, KINDS_SHOWN)
                  .map(([kind, count]) => (
                    <Link key={kind} to="/exceptions" search={{ kind }} className="fb-over-kind">
                      <strong>{format.count(count)}</strong> {t(`exceptions.kind.${kind}`)}
                    </Link>
                  ))}
              </p>
              <p className="fb-dim">
                {day &&
                  `${t('overview.settled', { done: rows.length - pending.length, count: rows.length })} `}
                {t('overview.unseen', { count: unowned })}
              </p>
              <ul className="fb-plans-rows">
                {pending.slice(0, SHOWN).map((row) => (
                  <Line key={row.id} row={row} />
                ))}
              </ul>
            </>
          );
        }}
      </Told>
    </section>
  );
}

function Line({ row }: { row: FieldException }) {
  const { t } = useTranslation();
  const evidence = useEvidence();
  return (
    <li data-exception={row.id}>
      <span className="fb-over-exception">
        <SeverityMark severity={row.severity} />
        <span>
          <Link to="/exceptions" search={{ id: row.id }} className="fb-link">
            {row.rep_name}: {t(`exceptions.kind.${row.kind}`)}
          </Link>
          <span className="fb-dim">
            {' '}
            {evidence(row)} ·{' '}
            {row.owner_name ? t('overview.owner', { name: row.owner_name }) : t('overview.nobody')}
          </span>
        </span>
      </span>
    </li>
  );
}
