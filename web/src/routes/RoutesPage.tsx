// The company's routes: whose they are, their stops in order with how often, on a map, and changed from a day on.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { has, type Rights } from '../app/rights';
import { UnitSelect, useUnits } from '../org_units/UnitSelect';
import { DetailHead, Loaded } from '../records/Detail';
import { RecordsFrame } from '../records/Frame';
import { RecordDesk } from '../records/RecordDesk';
import { listPath, useRecordPage } from '../records/records';
import { RepSelect } from '../reps/RepSelect';
import { useRepNames } from '../reps/useRepNames';
import { SavedViews } from '../saved_views/SavedViews';
import { RouteDetail } from './RouteDetail';
import { RouteForm } from './RouteForm';
import { asked, type RouteRecord, type RouteSearch, routeRecord } from './routes';

const route = getRouteApi('/masters/routes');
/** A route comes with all its stops: fewer are read at once. */
const SHOWN = 25;

export function RoutesPage() {
  return (
    <RecordsFrame page="masters" tab="routes">
      {(rights) => <Routes rights={rights} />}
    </RecordsFrame>
  );
}

function Routes({ rights }: { rights: Rights }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/masters/routes' });
  const go = (change: Partial<RouteSearch>, how = { replace: false }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), ...how });
  const narrow = (change: Partial<RouteSearch>) =>
    go({ ...change, at: undefined, id: undefined, act: undefined }, { replace: true });
  const filters = asked(search);
  const page = useRecordPage<RouteRecord>('routes', filters, search.at, SHOWN);
  const one = useQuery({ ...routeRecord(search.id ?? 0), enabled: search.id !== undefined });
  const units = useUnits();
  const reps = useRepNames();
  const unitName = (row: RouteRecord) =>
    units.find(({ unit }) => unit.id === row.org_unit_id)?.unit.name ?? row.org_unit_code;
  const repName = (row: RouteRecord) =>
    row.rep_id === null
      ? undefined
      : (reps.find(({ id }) => id === row.rep_id)?.name ?? row.rep_code ?? undefined);
  const manages = has(rights, 'manage_routes');
  return (
    <RecordDesk<RouteRecord, RouteSearch>
      label={t('records.tab.routes')}
      page={page}
      limit={SHOWN}
      search={search}
      go={go}
      find={t('records.find_routes')}
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
          key: 'rep',
          head: t('orders.rep'),
          cell: (row) =>
            repName(row) ?? (
              <span className="fb-rec-tag" data-tone="warn">
                {t('records.no_rep')}
              </span>
            ),
        },
        { key: 'unit', head: t('records.unit'), cell: unitName, minor: true },
        { key: 'stops', head: t('records.stops_head'), cell: (row) => row.outlets.length, num: true },
      ]}
      filters={
        <>
          <RepSelect filter label={t('orders.rep')} value={search.rep} onChange={(rep) => narrow({ rep })} />
          <UnitSelect
            filter
            label={t('records.unit')}
            value={search.unit}
            onChange={(unit) => narrow({ unit })}
          />
        </>
      }
      tools={
        <>
          <SavedViews page="routes" />
          <ExportButtons path={listPath('routes', filters)} name={t('records.tab.routes')} />
        </>
      }
      fresh={manages ? t('records.new.routes') : undefined}
      narrowed={Object.values(filters).some((value) => value !== undefined)}
      empty={manages ? t('records.empty.routes') : t('records.empty_read')}
      aside={
        search.act === 'new' ? (
          manages && (
            <>
              <DetailHead name={t('records.new.routes')} onClose={() => go({ act: undefined })} />
              <div className="fb-rec-body">
                <RouteForm
                  rep={search.rep}
                  onCancel={() => go({ act: undefined })}
                  onReload={() => go({ act: undefined })}
                  onSaved={({ id }) => go({ id, act: 'stops' }, { replace: true })}
                />
              </div>
            </>
          )
        ) : search.id !== undefined ? (
          <Loaded query={one} onClose={() => go({ id: undefined })}>
            {(found) => (
              <RouteDetail
                key={found.id}
                route={found}
                rep={repName(found)}
                unit={unitName(found)}
                may={manages}
                act={search.act}
                onAct={(act) => go({ act })}
                onReload={() => void one.refetch()}
                onClose={() => go({ id: undefined, act: undefined })}
              />
            )}
          </Loaded>
        ) : undefined
      }
    />
  );
}
