// What changed since yesterday: the last whole day against the one before it, those who fell first. Each leads to the day.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { ChangeMark } from './ChangeMark';
import { type ReportRow, reportQuery } from './kpis';
import { lastTwoDays, type Move, movesOf } from './overview';
import { Told } from './Told';
import { useFigure } from './useFigure';
import type { Look } from './useLook';

const MOVING = ['sales_value', 'plan_compliance', 'strike_rate', 'missed_stops'] as const;
const SHOWN = 4;

export function Moved({ look, days }: { look: Look; days: readonly ReportRow[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  // Today is not over: a part of a day says nothing beside a whole one.
  const two = lastTwoDays(days, look.today);
  return (
    <section className="fb-rep-card" aria-labelledby="over-moved">
      <h2 id="over-moved">{t('overview.moved')}</h2>
      {two ? (
        <>
          <p className="fb-dim">
            {t('overview.moved_days', { day: format.day(two.day), earlier: format.day(two.earlier) })}
          </p>
          <Moves look={look} two={two} />
        </>
      ) : (
        <p className="fb-dim">{t('overview.no_days')}</p>
      )}
    </section>
  );
}

function Moves({ look, two }: { look: Look; two: { day: string; earlier: string } }) {
  const { t } = useTranslation();
  const dim = look.below;
  const query = useQuery(reportQuery({ ...look.scope, from: two.earlier, to: two.day, by: [dim, 'day'] }));
  const definitions = MOVING.flatMap((code) => look.find(code) ?? []);
  return (
    <Told query={query}>
      {({ rows }) => {
        const { fell, rose } = movesOf(rows, two, dim, definitions, SHOWN);
        if (fell.length + rose.length === 0) return <p className="fb-dim">{t('overview.no_moves')}</p>;
        return (
          <ul className="fb-plans-rows">
            {[...fell, ...rose].map((move) => (
              <Line key={`${move.id}${move.definition.code}`} look={look} move={move} day={two.day} />
            ))}
          </ul>
        );
      }}
    </Told>
  );
}

function Line({ look, move, day }: { look: Look; move: Move; day: string }) {
  const figure = useFigure();
  const { definition, cell, before, change, id } = move;
  return (
    <li data-good={change.good}>
      <span>
        <Link
          to="/overview"
          search={look.to({ day, ...(look.below === 'team' ? { unit: id } : { rep: id }) })}
          className="fb-link"
        >
          {move.name}
        </Link>{' '}
        <span className="fb-dim">
          {figure.name(definition)}: {figure.short(definition, before?.value)} →{' '}
          {figure.short(definition, cell?.value)}
        </span>
      </span>
      <ChangeMark change={change} />
    </li>
  );
}
