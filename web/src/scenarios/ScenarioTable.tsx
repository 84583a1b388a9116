// Scenarios with their state: how far those are that are being solved, and from when one is in force.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { Progress } from './Progress';
import { isBusy } from './scenarios';
import type { Scenario } from './types';
import { faultWords } from './words';

export function ScenarioState({ scenario }: { scenario: Scenario }) {
  const { t } = useTranslation();
  return (
    <span className="fb-order-state fb-scn-state" data-state={scenario.state}>
      {t(`scenarios.state.${scenario.state}`)}
    </span>
  );
}

export function ScenarioTable({ rows }: { rows: readonly Scenario[] }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('scenarios.title')}>
      <table className="fb-lines fb-scn-table">
        <thead>
          <tr>
            <th>{t('scenarios.called')}</th>
            <th>{t('scenarios.state_head')}</th>
            <th>{t('targets.unit')}</th>
            <th className="fb-num">{t('scenarios.reps')}</th>
            <th className="fb-num">{t('scenarios.outlets')}</th>
            <th>{t('scenarios.in_force')}</th>
            <th>{t('scenarios.made')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map((row) => (
            <Line key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ row }: { row: Scenario }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <tr data-scenario={row.id}>
      <th scope="row">
        <Link to="/scenarios/$id" params={{ id: row.id }} className="fb-link">
          {row.name}
        </Link>
      </th>
      <td>
        <ScenarioState scenario={row} />
        {isBusy(row) && <Progress scenario={row} />}
        {row.state === 'failed' && row.fault && <p className="fb-plans-bad">{faultWords(row.fault, t)}</p>}
      </td>
      <td>
        {row.org_unit_name} <span className="fb-dim">{row.org_unit_code}</span>
      </td>
      <td className="fb-num">{format.count(row.reps)}</td>
      <td className="fb-num">{format.count(row.outlets)}</td>
      <td>
        {row.effective_from === null
          ? '–'
          : t('scenarios.from', { date: format.longDay(row.effective_from) })}
      </td>
      <td>{[format.lately(row.created_at), row.created_by].filter(Boolean).join(' · ')}</td>
    </tr>
  );
}
