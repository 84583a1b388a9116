// How much each supervisor accompanied in the last four weeks.
import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { shiftDate } from '../format/format';
import { useFormat } from '../format/useFormat';
import { type JointCount, jointCounts } from './plans';
import { Told } from './Told';

const DAYS = 28;

export function JointCounts({ today }: { today: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const from = shiftDate(today, 1 - DAYS);
  const query = useQuery(jointCounts(from, today));
  const columns = ['visits', 'days', 'reps', 'notes'] as const;
  return (
    <div className="fb-plans-one">
      <p className="fb-dim">{t('plans.joint_span', { from: format.day(from), to: format.day(today) })}</p>
      <Told query={query} empty={t('plans.no_joint')}>
        {(list: JointCount[]) => (
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('plans.supervisor')}</Table.Th>
                {columns.map((column) => (
                  <Table.Th key={column} className="fb-num">
                    {t(`plans.joint.${column}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.map((row) => (
                <Table.Tr key={row.user_id}>
                  <Table.Td>{row.name}</Table.Td>
                  {columns.map((column) => (
                    <Table.Td key={column} className="fb-num">
                      {format.count(row[column])}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Told>
    </div>
  );
}
