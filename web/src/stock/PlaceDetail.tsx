// What one place holds, product by product, each with its moves where it is opened; of an outlet also what it sold.
import { Button, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { has, useRights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { Loaded } from './Loaded';
import { MoveForm } from './MoveForm';
import { MoveList } from './MoveList';
import { PlaceForm } from './PlaceForm';
import { balances, location, type StockBalance, sellOut } from './stock';
import { inTransit, sourceOf } from './supply';
import { useMilli } from './useMilli';

interface Props {
  id: number;
  product: number | undefined;
  onProduct: (product: number | undefined) => void;
}

export function PlaceDetail({ id, product, onProduct }: Props) {
  const { t } = useTranslation();
  const place = useQuery(location(id)).data;
  const query = useQuery(balances(id));
  const observed = place?.kind === 'outlet';
  const rights = useRights();
  const [open, setOpen] = useState<'move' | 'edit' | null>(null);
  const close = () => setOpen(null);
  const may = has(rights, 'manage_stock') && !observed;
  return (
    <section className="fb-plans-detail" aria-label={place?.name ?? t('stock.title')}>
      <div className="fb-plans-head">
        <h2>{place?.name ?? '…'}</h2>
        <span className="fb-dim">{place?.code}</span>
        {place && <ExportButtons path={`stock-moves?location_id=${id}`} name={t('stock.moves')} />}
      </div>
      {observed && <p className="fb-dim">{t('stock.observed')}</p>}
      {place && may && open === null && (
        <div className="fb-actions">
          <Button size="xs" variant="default" onClick={() => setOpen('move')}>
            {t('stock.act_new')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setOpen('edit')}>
            {t('stock.edit_place')}
          </Button>
        </div>
      )}
      {place && open === 'move' && <MoveForm place={place} onDone={close} onCancel={close} />}
      {place && open === 'edit' && (
        <PlaceForm key={place.version} was={place} onSaved={close} onCancel={close} />
      )}
      <Loaded query={query} empty={t('stock.nothing')}>
        {(rows) => (
          <Balances place={id} rows={rows} observed={observed} picked={product} onProduct={onProduct} />
        )}
      </Loaded>
      {place?.kind === 'warehouse' && <InTransit place={id} />}
      {observed && place.outlet_id !== null && <Sold outlet={place.outlet_id} />}
    </section>
  );
}

/** What left for here or from here and has not arrived; it is in no balance. */
function InTransit({ place }: { place: number }) {
  const { t } = useTranslation();
  const milli = useMilli();
  const orders = useQuery(inTransit(place)).data ?? [];
  if (orders.length === 0) return null;
  return (
    <section className="fb-section" aria-label={t('supply.in_transit')}>
      <h3>{t('supply.in_transit')}</h3>
      <ul>
        {orders.map((order) => (
          <li key={order.id} data-transit={order.id}>
            <Link to="/stock" search={{ tab: 'supply', order: order.id }} className="fb-name-link">
              {order.to_id === place
                ? t('supply.from_who', { who: sourceOf(order) })
                : t('supply.to_who', { who: order.to_name })}
            </Link>
            <span className="fb-dim">
              {' '}
              {order.lines
                .filter((line) => line.shipped_milli)
                .map(
                  (line) =>
                    `${line.product_name} ${milli((line.shipped_milli ?? 0) / line.pieces)} ${line.unit}`,
                )
                .join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Balances({
  place,
  rows,
  observed,
  picked,
  onProduct,
}: {
  place: number;
  rows: StockBalance[];
  observed: boolean;
  picked: number | undefined;
  onProduct: (product: number | undefined) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const milli = useMilli();
  const sorted = [...rows].sort((a, b) => a.product_code.localeCompare(b.product_code));
  const lots = rows.some((row) => row.expired_milli > 0 || lotsOf(row).length > 0);
  return (
    <div className="fb-stock-scroll">
      <Table className="fb-stock-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('stock.product')}</Table.Th>
            <Table.Th className="fb-num">{t('stock.on_hand')}</Table.Th>
            {observed ? (
              <Table.Th>{t('stock.counted')}</Table.Th>
            ) : (
              <>
                <Table.Th className="fb-num">{t('stock.reserved')}</Table.Th>
                <Table.Th className="fb-num">{t('stock.available')}</Table.Th>
              </>
            )}
            {lots && <Table.Th>{t('stock.lots')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.map((row) => {
            const open = row.product_id === picked;
            return (
              <Fragment key={row.product_id}>
                <Table.Tr data-selected={open || undefined}>
                  <Table.Td>
                    <button
                      type="button"
                      className="fb-stock-open"
                      aria-expanded={open}
                      data-product={row.product_code}
                      onClick={() => onProduct(open ? undefined : row.product_id)}
                    >
                      {row.product_name}
                    </button>{' '}
                    <span className="fb-dim">{row.product_code}</span>
                  </Table.Td>
                  <Table.Td className="fb-num" data-bad={row.on_hand_milli <= 0 || undefined}>
                    {milli(row.on_hand_milli)} {row.unit}
                  </Table.Td>
                  {observed ? (
                    <Table.Td>
                      {row.counted_at ? milli(row.counted_milli ?? 0) : '–'}
                      {row.counted_at && (
                        <span className="fb-stock-lot fb-dim">{format.lately(row.counted_at)}</span>
                      )}
                    </Table.Td>
                  ) : (
                    <>
                      <Table.Td className="fb-num">{milli(row.reserved_milli)}</Table.Td>
                      <Table.Td className="fb-num">{milli(row.available_milli)}</Table.Td>
                    </>
                  )}
                  {lots && (
                    <Table.Td className="fb-dim">
                      {row.expired_milli > 0 && (
                        <b className="fb-stock-bad">{t('stock.expired', { n: milli(row.expired_milli) })} </b>
                      )}
                      {lotsOf(row).map((lot) => (
                        <span key={`${lot.batch}/${lot.expires_on}`} className="fb-stock-lot">
                          {[lot.batch, lot.expires_on && format.day(lot.expires_on)]
                            .filter(Boolean)
                            .join(', ')}
                          : {milli(lot.milli)}
                        </span>
                      ))}
                    </Table.Td>
                  )}
                </Table.Tr>
                {open && (
                  <Table.Tr>
                    <Table.Td colSpan={5}>
                      <div className="fb-stock-moves">
                        <strong>{t('stock.moves_of', { product: row.product_name })}</strong>
                        <MoveList place={place} product={row.product_id} />
                      </div>
                    </Table.Td>
                  </Table.Tr>
                )}
              </Fragment>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}

const lotsOf = (row: StockBalance) => row.lots.filter((lot) => lot.batch || lot.expires_on);

function Sold({ outlet }: { outlet: number }) {
  const { t } = useTranslation();
  const milli = useMilli();
  const rows = [...(useQuery(sellOut(outlet)).data ?? [])].sort((a, b) =>
    a.product_code.localeCompare(b.product_code),
  );
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{t('stock.sold_title')}</h3>
      <ul className="fb-plans-rows">
        {rows.map((row) => (
          <li key={row.product_id}>
            <span>{row.product_name}</span>
            <span className="fb-num">
              {milli(row.sold_milli)} {row.unit}
              {row.days_of_cover !== null && (
                <span className="fb-dim"> · {t('stock.cover', { count: row.days_of_cover })}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
