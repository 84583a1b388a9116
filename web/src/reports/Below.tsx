// Where not, and who should act: the teams of a company, or the reps of a team, side by side, those that lag most first. A
// name leads down to it, a number opens its rows.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { has, useRights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { codeOf, idOf, nameOf } from './figures';
import { type Definition, type ReportRow, reportQuery } from './kpis';
import { COMPARED, headOf, headsQuery } from './overview';
import type { Standings } from './standing';
import { Gauge } from './Tiles';
import { Told } from './Told';
import { useFigure } from './useFigure';
import type { Look } from './useLook';
import { useStandings } from './useStandings';

interface Line {
  id: number;
  name: string;
  code: string | null;
  row: ReportRow;
  stand: Standings | null;
}

/** How far behind what is expected; without a target all stand alike, and plan compliance decides. */
const lag = ({ stand, row }: Line): [number, number] => [
  stand && stand.expected > 0 ? stand.actual / stand.expected : 9,
  row.kpis.plan_compliance?.value ?? 9,
];

export function Below({ look }: { look: Look }) {
  const { t } = useTranslation();
  const dim = look.below;
  const query = useQuery(reportQuery({ ...look.asked, by: [dim] }));
  const standings = useStandings(look);
  return (
    <section className="fb-rep-card" aria-labelledby="over-below">
      <h2 id="over-below">{t(`overview.below.${dim}`)}</h2>
      <Told query={query}>
        {({ rows }) => {
          const lines = rows.flatMap((row): Line[] => {
            const id = idOf(row, dim);
            if (id === null) return [];
            // A day is held against no target of a month.
            const stand = look.search.day
              ? null
              : standings.of('sales_value', { [dim === 'team' ? 'unit' : 'rep']: id });
            return [{ id, name: nameOf(row, dim), code: codeOf(row, dim), row, stand }];
          });
          lines.sort((a, b) => {
            const [one, other] = [lag(a), lag(b)];
            return one[0] - other[0] || one[1] - other[1] || a.name.localeCompare(b.name);
          });
          return lines.length === 0 ? (
            <p className="fb-dim">{t('overview.nothing')}</p>
          ) : (
            <Table look={look} lines={lines} />
          );
        }}
      </Told>
    </section>
  );
}

function Table({ look, lines }: { look: Look; lines: Line[] }) {
  const { t } = useTranslation();
  const figure = useFigure();
  const dim = look.below;
  const rights = useRights();
  const names = dim === 'team' && has(rights, 'read_users');
  const heads = useQuery({ ...headsQuery, enabled: names }).data ?? [];
  const sales = look.find('sales_value');
  const compared = COMPARED.flatMap((code) => look.find(code) ?? []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t(`overview.below.${dim}`)}>
      <table className="fb-lines fb-rep-below">
        <thead>
          <tr>
            <th scope="col">{t(`reports.by.${dim}`)}</th>
            <th scope="col">{sales && figure.name(sales)}</th>
            {compared.map((definition) => (
              <th key={definition.code} scope="col" className="fb-num">
                {figure.name(definition)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const head = names ? headOf(line.id, heads, look.tree) : null;
            return (
              <tr key={line.id} data-below={line.id}>
                <th scope="row">
                  <Link
                    to="/overview"
                    search={look.to(dim === 'team' ? { unit: line.id } : { rep: line.id })}
                    className="fb-link"
                  >
                    {line.name}
                  </Link>
                  {line.code && <small className="fb-dim"> {line.code}</small>}
                  {head && <div className="fb-dim">{t('overview.head', { name: head })}</div>}
                </th>
                {sales && <Sold look={look} line={line} definition={sales} />}
                {compared.map((definition) => (
                  <Figure key={definition.code} look={look} line={line} definition={definition} />
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** `as` it is written in the button, so that what is seen can be said. */
function useDrill(look: Look, { id, name, row }: Line, { code }: Definition, as: 'value' | 'short') {
  const { t } = useTranslation();
  const figure = useFigure();
  const definition = look.find(code);
  const value = definition ? figure[as](definition, row.kpis[code]?.value) : '';
  return {
    'aria-label': t('reports.rows_of', {
      name: `${name}, ${definition ? figure.name(definition) : ''}`,
      value,
    }),
    onClick: () => look.open({ kpi: code, ...(look.below === 'team' ? { team: id } : { rep: id }) }),
  };
}

function Figure({ look, line, definition }: { look: Look; line: Line; definition: Definition }) {
  const figure = useFigure();
  const drill = useDrill(look, line, definition, 'value');
  const cell = line.row.kpis[definition.code];
  return (
    <td className="fb-num" data-label={figure.name(definition)}>
      <button type="button" className="fb-rep-number" {...drill}>
        {figure.value(definition, cell?.value)}
      </button>
    </td>
  );
}

function Sold({ look, line, definition }: { look: Look; line: Line; definition: Definition }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = useFigure();
  const drill = useDrill(look, line, definition, 'short');
  const { stand } = line;
  return (
    <td className="fb-over-sold">
      <button type="button" className="fb-rep-number" {...drill}>
        {figure.short(definition, line.row.kpis[definition.code]?.value)}
      </button>
      {stand && (
        <>
          {' '}
          <span className="fb-order-state" data-state={stand.standing}>
            {t(`targets.standing.${stand.standing}`)}
          </span>{' '}
          <span className="fb-dim">
            {t('overview.of_target', { part: format.percent(stand.actual / stand.target) })}
          </span>
          <Gauge stand={stand} />
        </>
      )}
    </td>
  );
}
