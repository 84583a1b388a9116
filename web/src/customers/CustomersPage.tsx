// The company's customers: found by a part of name or code, opened on their own page, made.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { has, type Rights } from '../app/rights';
import { useUnits } from '../org_units/UnitSelect';
import { RecordsFrame } from '../records/Frame';
import { RecordDesk } from '../records/RecordDesk';
import { listPath, type RecordSearch, useRecordPage } from '../records/records';
import { SavedViews } from '../saved_views/SavedViews';
import type { Customer } from './customers';

const route = getRouteApi('/masters/customers');

export function CustomersPage() {
  return (
    <RecordsFrame page="masters" tab="customers">
      {(rights) => <Customers rights={rights} />}
    </RecordsFrame>
  );
}

function Customers({ rights }: { rights: Rights }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/masters/customers' });
  const page = useRecordPage<Customer>('customers', { q: search.q }, search.at);
  const units = useUnits();
  const manages = has(rights, 'manage_outlets');
  const go = (change: Partial<RecordSearch>, how = { replace: false }) => {
    if (change.id !== undefined) void navigate({ to: '/customers/$id', params: { id: change.id } });
    else if (change.act === 'new') void navigate({ to: '/customers/new' });
    else void navigate({ search: (old) => ({ ...old, ...change }), ...how });
  };
  return (
    <RecordDesk<Customer, RecordSearch>
      label={t('records.tab.customers')}
      page={page}
      search={search}
      go={go}
      find={t('records.find_customers')}
      columns={[
        {
          key: 'name',
          head: t('catalogue.name'),
          cell: (row) => (
            <>
              <strong>{row.name}</strong>
              <span className="fb-dim">{row.code}</span>
            </>
          ),
        },
        {
          key: 'unit',
          head: t('records.unit'),
          cell: (row) =>
            units.find(({ unit }) => unit.code === row.org_unit_code)?.unit.name ?? row.org_unit_code,
          minor: true,
        },
        { key: 'industry', head: t('customer.industry'), cell: (row) => row.industry ?? '–', minor: true },
        { key: 'phone', head: t('requests.phone'), cell: (row) => row.phone ?? '–', minor: true },
        {
          key: 'state',
          head: t('records.state'),
          cell: (row) => (
            <span className="fb-rec-tag" data-tone={row.active ? 'ok' : undefined}>
              {row.active ? t('records.buys') : t('records.buys_not')}
            </span>
          ),
        },
      ]}
      tools={
        <>
          <SavedViews page="customers" />
          <ExportButtons path={listPath('customers', { q: search.q })} name={t('records.tab.customers')} />
        </>
      }
      fresh={manages ? t('customer.new') : undefined}
      narrowed={search.q !== undefined}
      empty={manages ? t('records.empty.customers') : t('records.empty_read')}
    />
  );
}
