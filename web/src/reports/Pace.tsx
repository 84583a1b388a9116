// Are we on track: what was sold against the month's target and the working days, in a sentence, a bar and a picture.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { holidays as holidaysQuery } from '../plans/plans';
import { axisOf } from './axis';
import { ChangeMark } from './ChangeMark';
import { Chart } from './Chart';
import { changeOf } from './figures';
import type { Kpis, Report } from './kpis';
import { paceOf } from './overview';
import type { Standings } from './standing';
import { Gauge } from './Tiles';
import { useFigure } from './useFigure';
import type { Look } from './useLook';
import { useStandings } from './useStandings';

const KPI = 'sales_value';

export function Pace({ look, report, before }: { look: Look; report: Report; before: Kpis | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = useFigure();
  const standings = useStandings(look);
  const off = useQuery(holidaysQuery(`${look.month}-01`)).data ?? [];
  const definition = look.find(KPI);
  if (!definition) return null;
  const stand = standings.of(
    KPI,
    look.scope.rep === undefined ? { unit: look.scope.unit } : { rep: look.scope.rep },
  );
  const cell = report.total[KPI];
  const days = paceOf(
    look.month,
    report.rows,
    KPI,
    stand?.target ?? null,
    new Set(off.map(({ date }) => date)),
    look.today,
  );
  const words = (value: number) => figure.value(definition, value);
  const short = (value: number) => figure.short(definition, value);
  return (
    <section className="fb-rep-card fb-over-pace" aria-labelledby="over-pace">
      <div>
        <h2 id="over-pace">{figure.name(definition)}</h2>
        <p className="fb-over-big">
          <button
            type="button"
            className="fb-rep-value"
            aria-label={t('reports.rows_of', {
              name: figure.name(definition),
              value: short(cell?.value ?? 0),
            })}
            title={words(cell?.value ?? 0)}
            onClick={() => look.open({ kpi: KPI })}
          >
            {short(cell?.value ?? 0)}
          </button>{' '}
          {before && (
            <ChangeMark
              change={changeOf(definition, cell, before[KPI])}
              before={figure.value(definition, before[KPI]?.value)}
            />
          )}
        </p>
        {stand ? (
          <Verdict stand={stand} days={standings.days} words={short} />
        ) : (
          !standings.isPending && (
            <p className="fb-dim">
              {t('overview.no_target')}{' '}
              <Link
                to="/targets"
                search={{ month: look.isThisMonth ? undefined : look.month }}
                className="fb-link"
              >
                {t('overview.to_targets')}
              </Link>
            </p>
          )
        )}
      </div>
      <div>
        {stand && (
          <p className="fb-rep-key fb-dim">
            <i data-of="line" aria-hidden /> {t('overview.reached')} <i data-of="before" aria-hidden />{' '}
            {t('overview.expected')}
          </p>
        )}
        <Chart
          title={t('overview.pace', { name: figure.name(definition) })}
          points={days.map(({ date, reached, expected }) => ({
            key: date,
            label: format.day(date),
            short: format.dayOfMonth(date),
            value: reached,
            against: expected,
            marked: date === look.today,
          }))}
          axis={axisOf(
            'money',
            days.flatMap(({ reached, expected }) => [reached ?? 0, expected ?? 0]),
          )}
          kind="line"
          against={stand ? t('overview.expected') : undefined}
          words={words}
          short={short}
          onPick={(day) => day <= look.today && look.set({ day, rows: undefined })}
        />
      </div>
    </section>
  );
}

function Verdict({
  stand,
  days,
  words,
}: {
  stand: Standings;
  days: { passed: number; all: number } | undefined;
  words: (value: number) => string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const part = (value: number) => format.percent(stand.target > 0 ? value / stand.target : 0);
  return (
    <>
      <p className="fb-over-verdict" data-standing={stand.standing} role="status">
        <strong>{t(`overview.verdict.${stand.standing}`)}</strong>{' '}
        {t('overview.verdict_of', { reached: part(stand.actual), target: words(stand.target) })}
        {days &&
          days.passed < days.all &&
          ` ${t('overview.verdict_days', { ...days, expected: part(stand.expected) })}`}
      </p>
      <Gauge stand={stand} />
      <dl className="fb-over-facts">
        {stand.forecast !== null && (
          <div>
            <dt>{t('targets.forecast')}</dt>
            <dd>
              {words(stand.forecast)} <span className="fb-dim">{part(stand.forecast)}</span>
            </dd>
          </div>
        )}
        {stand.per_day !== null && stand.per_day > 0 && (
          <div>
            <dt>{t('targets.per_day')}</dt>
            <dd>{words(stand.per_day)}</dd>
          </div>
        )}
      </dl>
      {stand.summed && <p className="fb-dim">{t('overview.summed')}</p>}
    </>
  );
}
