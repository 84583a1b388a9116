// What audits scored, by form and team, in a period.
import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { useFormat } from '../format/useFormat';
import { inWords } from '../i18n/words';
import { Told } from '../plans/Told';
import { type AuditsSearch, scores } from './audits';
import { SpanFilter } from './ResponseDesk';

const DAYS = 30;
const DAY_MS = 86_400_000;

export function ScoreTable({
  search,
  onChange,
}: {
  search: AuditsSearch;
  onChange: (more: Partial<AuditsSearch>) => void;
}) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const to = search.to ?? format.dateAt(serverNow());
  // Dates have no zone: midnight in UTC stands for them.
  const from = search.from ?? new Date(Date.parse(to) - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  return (
    <div className="fb-plans-one">
      <div className="fb-audits-filters fb-audits-bar">
        <SpanFilter search={{ ...search, from, to }} onChange={onChange} />
      </div>
      <Told query={useQuery(scores(from, to))} empty={t('audits.no_scores')}>
        {(rows) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          <section className="fb-stock-scroll" tabIndex={0} aria-label={t('audits.tab.scores')}>
            <Table className="fb-stock-table">
              <Table.Thead>
                <Table.Tr>
                  {(['form', 'team', 'audits', 'compliant', 'outlets', 'score'] as const).map((head) => (
                    <Table.Th key={head}>{t(`audits.${head}`)}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((row) => (
                  <Table.Tr key={`${row.form_code}/${row.org_unit_id}`}>
                    <Table.Td>{inWords(row.form_name, i18n.language)}</Table.Td>
                    <Table.Td>{row.org_unit_name}</Table.Td>
                    <Table.Td className="fb-num">{format.count(row.audits)}</Table.Td>
                    <Table.Td className="fb-num">{format.count(row.compliant)}</Table.Td>
                    <Table.Td className="fb-num">{format.count(row.outlets)}</Table.Td>
                    <Table.Td className="fb-num">
                      <b>{format.percent(row.earned / row.possible)}</b>{' '}
                      <span className="fb-dim">
                        {t('audits.points', { earned: row.earned, possible: row.possible })}
                      </span>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </section>
        )}
      </Told>
    </div>
  );
}
