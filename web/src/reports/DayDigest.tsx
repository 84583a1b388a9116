// The day in a minute: what a director would read in the evening, in sentences first, then the teams, then what is to be
// done. Made of the same figures as every other page.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { shiftDate } from '../format/format';
import { useFormat } from '../format/useFormat';
import { Below } from './Below';
import { changeOf, idOf, nameOf } from './figures';
import { isIdle, type Kpis, reportQuery } from './kpis';
import { mostMissed, notOut } from './overview';
import { monthOf } from './period';
import { Told } from './Told';
import { Trouble } from './Trouble';
import { useFigure } from './useFigure';
import type { Look } from './useLook';
import { useStandings } from './useStandings';

const SHOWN = 8;

export function DayDigest({ look, day }: { look: Look; day: string }) {
  const { t } = useTranslation();
  const now = useQuery(reportQuery(look.asked));
  const before = useQuery(reportQuery({ ...look.scope, ...look.before }));
  return (
    <Told query={now}>
      {({ total }) =>
        isIdle(total) && !total.plan_compliance?.denominator ? (
          <p className="fb-dim">
            {t('overview.day_off')}{' '}
            <Link to="/overview" search={look.to({ day: shiftDate(day, -1) })} className="fb-link">
              {t('overview.day_before')}
            </Link>
          </p>
        ) : (
          <>
            <Sentences
              look={look}
              day={day}
              now={total}
              before={before.data && !isIdle(before.data.total) ? before.data.total : undefined}
            />
            <Below look={look} />
            <div className="fb-rep-two">
              <Trouble look={look} day={day} />
              <People look={look} day={day} />
            </div>
            <p className="fb-dim fb-no-print">
              {t('overview.by_mail')}{' '}
              <Link to="/alerts" className="fb-link">
                {t('overview.to_alerts')}
              </Link>
            </p>
          </>
        )
      }
    </Told>
  );
}

function Sentences({
  look,
  day,
  now,
  before,
}: {
  look: Look;
  day: string;
  now: Kpis;
  before: Kpis | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = useFigure();
  const standings = useStandings(look);
  const value = (code: string) => {
    const definition = look.find(code);
    return definition ? figure.value(definition, now[code]?.value) : '–';
  };
  const moved = (code: string): string => {
    const definition = look.find(code);
    const change = definition && changeOf(definition, now[code], before?.[code]);
    if (!definition || !change) return '';
    return ` ${t('overview.say.against', {
      change: figure.change(change),
      day: format.day(look.before.from),
    })}`;
  };
  const isToday = day === look.today;
  const stand = isToday ? standings.of('sales_value', { unit: look.scope.unit }) : null;
  const plan = now.plan_compliance;
  const sentences = [
    `${t('overview.say.sales', { value: value('sales_value'), orders: value('orders') })}${moved('sales_value')}.`,
    `${t('overview.say.calls', { tc: value('tc'), pc: value('pc'), rate: value('strike_rate') })}${moved('strike_rate')}.`,
    plan?.denominator
      ? `${t('overview.say.plan', {
          visited: format.count(plan.numerator),
          planned: format.count(plan.denominator),
          rate: value('plan_compliance'),
        })}${moved('plan_compliance')}.`
      : t('overview.say.no_plan'),
    isToday && now.open_stops?.numerator
      ? t('overview.say.open', { count: now.open_stops.numerator })
      : now.missed_stops?.numerator
        ? t('overview.say.missed', { count: now.missed_stops.numerator })
        : null,
    now.invalid_visits?.numerator || now.pending_visits?.numerator
      ? t('overview.say.doubts', { invalid: value('invalid_visits'), pending: value('pending_visits') })
      : null,
    stand &&
      t('overview.say.month', {
        month: format.month(monthOf(day)),
        part: format.percent(stand.actual / stand.target),
        expected: format.percent(stand.expected / stand.target),
        standing: t(`targets.standing.${stand.standing}`),
      }),
  ];
  return (
    <section className="fb-rep-card" aria-labelledby="over-say">
      <h2 id="over-say">{format.day(day)}</h2>
      <ul className="fb-over-say">
        {sentences.filter(Boolean).map((sentence) => (
          <li key={String(sentence)}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}

function People({ look, day }: { look: Look; day: string }) {
  const { t } = useTranslation();
  const query = useQuery(reportQuery({ ...look.asked, by: ['rep'] }));
  const link = (id: number | null, name: string) =>
    id !== null && (
      <Link to="/overview" search={look.to({ day, rep: id })} className="fb-link">
        {name}
      </Link>
    );
  return (
    <section className="fb-rep-card" aria-labelledby="over-people">
      <h2 id="over-people">{t('overview.people')}</h2>
      <Told query={query}>
        {({ rows }) => {
          const out = notOut(rows);
          const missed = mostMissed(rows, SHOWN);
          return (
            <>
              <h3>
                {out.length === 0 ? t('overview.all_out') : t('overview.not_out', { count: out.length })}
              </h3>
              {out.length > 0 && (
                <ul className="fb-plans-rows">
                  {out.slice(0, SHOWN).map((row) => (
                    <li key={idOf(row, 'rep')}>
                      {link(idOf(row, 'rep'), nameOf(row, 'rep'))}
                      <span className="fb-dim">
                        {t('overview.planned', { count: row.kpis.plan_compliance?.denominator ?? 0 })}
                      </span>
                    </li>
                  ))}
                </ul>
              )}
              <h3>{day === look.today ? t('overview.most_left') : t('overview.most_missed')}</h3>
              {missed.length === 0 && <p className="fb-dim">{t('overview.none_missed')}</p>}
              <ul className="fb-plans-rows">
                {missed.map((row) => (
                  <li key={idOf(row, 'rep')}>
                    {link(idOf(row, 'rep'), nameOf(row, 'rep'))}
                    <span className="fb-dim">
                      {t('reports.of', {
                        part: (row.kpis.missed_stops?.numerator ?? 0) + (row.kpis.open_stops?.numerator ?? 0),
                        whole: row.kpis.plan_compliance?.denominator ?? 0,
                      })}
                    </span>
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Told>
    </section>
  );
}
