// What one count found, line by line.
import './stock.css';
import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StockCount } from '../api/types';
import { useFormat } from '../format/useFormat';
import { useMilli } from './useMilli';

export function CountTable({ count }: { count: StockCount }) {
  const { t } = useTranslation();
  const format = useFormat();
  const milli = useMilli();
  return (
    <>
      <Table className="fb-order" withRowBorders={false} verticalSpacing={4} horizontalSpacing={0}>
        <Table.Thead className="fb-hidden">
          <Table.Tr>
            <Table.Th>{t('stock.product')}</Table.Th>
            <Table.Th>{t('stock.found')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {count.lines.map((line, i) => (
            <Table.Tr key={i} data-missing={line.milli === 0 ? line.product_code : undefined}>
              <Table.Td>
                {line.product_name} <span className="fb-dim">{line.product_code}</span>
                {(line.batch || line.expires_on) && (
                  <>
                    <br />
                    <span className="fb-dim">
                      {[
                        line.batch,
                        line.expires_on && t('stock.expires', { date: format.day(line.expires_on) }),
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </>
                )}
              </Table.Td>
              <Table.Td className="fb-num">
                {line.milli === 0 ? (
                  <b className="fb-stock-bad">{t('stock.out')}</b>
                ) : (
                  `${milli(line.quantity_milli)} ${line.unit}`
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {count.note && <p className="fb-dim">“{count.note}”</p>}
    </>
  );
}
