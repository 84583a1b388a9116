// The places where goods are: warehouses and vans, outlets by search; beside them what the one picked holds.
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBuildingWarehouse, IconPlus, IconSearch, IconTruck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { has, useRights } from '../app/rights';
import { Told } from '../plans/Told';
import { PlaceDetail } from './PlaceDetail';
import { PlaceForm } from './PlaceForm';
import { locations, type StockLocation } from './stock';

interface Props {
  place: number | undefined;
  product: number | undefined;
  onPick: (place: number, product: number | undefined) => void;
}

const SIGNS = { warehouse: IconBuildingWarehouse, van: IconTruck };

export function PlaceDesk({ place, product, onPick }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const query = useQuery(locations(q));
  const rights = useRights();
  const [making, setMaking] = useState(false);
  const may = has(rights, 'manage_stock');
  const picked = place ?? query.data?.[0]?.id;
  return (
    <div className="fb-plans-two">
      <section className="fb-plans-list" aria-label={t('stock.tab.places')}>
        <div className="fb-stock-search">
          <TextInput
            aria-label={t('stock.search')}
            placeholder={t('stock.search')}
            leftSection={<IconSearch size={16} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <ExportButtons path="stock-balances" name={t('stock.balances')} />
          <ExportButtons path="stock-locations" name={t('stock.tab.places')} />
          {may && !making && (
            <Button size="compact-sm" leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
              {t('stock.new_place')}
            </Button>
          )}
        </div>
        <Told query={query} empty={t('stock.no_place')}>
          {(rows: StockLocation[]) => (
            <ul>
              {rows.map((row) => (
                <li key={row.id} data-focused={row.id === picked || undefined}>
                  <button
                    type="button"
                    data-place={row.code}
                    aria-current={row.id === picked || undefined}
                    onClick={() => {
                      setMaking(false);
                      onPick(row.id, undefined);
                    }}
                  >
                    <strong className="fb-stock-name">
                      <Sign kind={row.kind} /> {row.name}
                    </strong>
                    <span className="fb-dim">{about(row)}</span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Told>
      </section>
      {making ? (
        <section className="fb-plans-detail" aria-label={t('stock.new_place')}>
          <div className="fb-plans-head">
            <h2>{t('stock.new_place')}</h2>
          </div>
          <PlaceForm
            onCancel={() => setMaking(false)}
            onSaved={(made) => {
              setMaking(false);
              onPick(made.id, undefined);
            }}
          />
        </section>
      ) : picked === undefined ? (
        <p className="fb-plans-detail fb-dim">{t('stock.pick')}</p>
      ) : (
        <PlaceDetail key={picked} id={picked} product={product} onProduct={(id) => onPick(picked, id)} />
      )}
    </div>
  );

  function about(row: StockLocation): string {
    const whose = row.partner_code ?? row.rep_name ?? row.outlet_code;
    const state = row.active ? (row.is_default ? t('stock.default') : '') : t('stock.inactive');
    return [t(`stock.kind.${row.kind}`), whose, state].filter(Boolean).join(' · ');
  }
}

function Sign({ kind }: { kind: StockLocation['kind'] }) {
  if (kind === 'outlet') return null;
  const Icon = SIGNS[kind];
  return <Icon size={16} aria-hidden="true" />;
}
