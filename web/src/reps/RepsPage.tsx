// The company's reps: found by name or team, made, moved to another team, taken out of work.
import { NativeSelect } from '@mantine/core';
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
import { SavedViews } from '../saved_views/SavedViews';
import { RepDetail } from './RepDetail';
import { RepForm } from './RepForm';
import { asked, type RepRecord, type RepSearch, repRecord, SHOWS } from './reps';

const route = getRouteApi('/masters/reps');

export function RepsPage() {
  return (
    <RecordsFrame page="masters" tab="reps">
      {(rights) => <Reps rights={rights} />}
    </RecordsFrame>
  );
}

function Reps({ rights }: { rights: Rights }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/masters/reps' });
  const go = (change: Partial<RepSearch>, how = { replace: false }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), ...how });
  const narrow = (change: Partial<RepSearch>) =>
    go({ ...change, at: undefined, id: undefined, act: undefined }, { replace: true });
  const filters = asked(search);
  const page = useRecordPage<RepRecord>('reps', filters, search.at);
  const one = useQuery({ ...repRecord(search.id ?? 0), enabled: search.id !== undefined });
  const units = useUnits();
  const unitName = (row: RepRecord) =>
    units.find(({ unit }) => unit.id === row.org_unit_id)?.unit.name ?? row.org_unit_code;
  const manages = has(rights, 'manage_reps');
  return (
    <RecordDesk<RepRecord, RepSearch>
      label={t('records.tab.reps')}
      page={page}
      search={search}
      go={go}
      find={t('records.find_reps')}
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
        { key: 'unit', head: t('records.unit'), cell: unitName },
        { key: 'phone', head: t('requests.phone'), cell: (row) => row.phone ?? '–', minor: true },
        {
          key: 'state',
          head: t('records.state'),
          cell: (row) => <ActiveTag active={row.active} />,
          minor: true,
        },
      ]}
      filters={
        <>
          <UnitSelect
            filter
            label={t('records.unit')}
            value={search.unit}
            onChange={(unit) => narrow({ unit })}
          />
          <NativeSelect
            size="xs"
            className="fb-rec-filter"
            aria-label={t('records.state')}
            value={search.show ?? 'active'}
            data={SHOWS.map((show) => ({ value: show, label: t(`records.rep_show.${show}`) }))}
            onChange={(event) =>
              narrow({ show: SHOWS.find((show) => show === event.currentTarget.value && show !== 'active') })
            }
          />
        </>
      }
      tools={
        <>
          <SavedViews page="reps" />
          <ExportButtons path={listPath('reps', filters)} name={t('records.tab.reps')} />
        </>
      }
      fresh={manages ? t('records.new.reps') : undefined}
      narrowed={search.q !== undefined || search.unit !== undefined || search.show !== undefined}
      empty={manages ? t('records.empty.reps') : t('records.empty_read')}
      aside={
        search.act === 'new' ? (
          manages && (
            <>
              <DetailHead name={t('records.new.reps')} onClose={() => go({ act: undefined })} />
              <div className="fb-rec-body">
                <RepForm
                  onCancel={() => go({ act: undefined })}
                  onReload={() => go({ act: undefined })}
                  onSaved={({ id }) => go({ id, act: undefined }, { replace: true })}
                />
              </div>
            </>
          )
        ) : search.id !== undefined ? (
          <Loaded query={one} onClose={() => go({ id: undefined })}>
            {(rep) => (
              <RepDetail
                key={rep.id}
                rep={rep}
                unit={unitName(rep)}
                rights={rights}
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

export function ActiveTag({ active }: { active: boolean }) {
  const { t } = useTranslation();
  return (
    <span className="fb-rec-tag" data-tone={active ? 'ok' : undefined}>
      {active ? t('records.works') : t('records.works_not')}
    </span>
  );
}
