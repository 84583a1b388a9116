// All outlets of the reader's area: found, filtered, looked at on the map beside, made, changed and closed.
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { has, type Rights, useMay } from '../app/rights';
import { UnitSelect, useUnits } from '../org_units/UnitSelect';
import { RecordsFrame } from '../records/Frame';
import { type Dot, PlacePane } from '../records/PlacePane';
import { RecordDesk } from '../records/RecordDesk';
import { listPath, useRecordPage } from '../records/records';
import { SavedViews } from '../saved_views/SavedViews';
import { newestSettings } from '../settings/settings';
import { NewOutlet, OutletDetail } from './OutletDetail';
import { asked, type OutletRecord, type OutletSearch, outletRecord, STATES } from './records';

const route = getRouteApi('/masters/outlets');

export function OutletsPage() {
  return (
    <RecordsFrame page="masters" tab="outlets">
      {(rights) => <Outlets rights={rights} />}
    </RecordsFrame>
  );
}

function Outlets({ rights }: { rights: Rights }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/masters/outlets' });
  const go = (change: Partial<OutletSearch>, how = { replace: false }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), ...how });
  const narrow = (change: Partial<OutletSearch>) =>
    go({ ...change, at: undefined, id: undefined, act: undefined }, { replace: true });
  const filters = asked(search);
  const page = useRecordPage<OutletRecord>('outlets', filters, search.at);
  const rows = page.data?.items;
  const units = useUnits();
  const unitName = (id: number, code: string) => units.find(({ unit }) => unit.id === id)?.unit.name ?? code;
  const classes = useClasses(rows, search.class);
  const manages = has(rights, 'manage_outlets');
  // What is open may be on another page.
  const one = useQuery({ ...outletRecord(search.id ?? 0), enabled: search.id !== undefined });
  const dots = useMemo(() => dotsOf(rows ?? []), [rows]);
  return (
    <RecordDesk<OutletRecord, OutletSearch>
      label={t('records.tab.outlets')}
      page={page}
      search={search}
      go={go}
      find={t('records.find_outlets')}
      columns={[
        {
          key: 'name',
          head: t('catalogue.name'),
          cell: (row) => (
            <>
              <strong>{row.name}</strong>
              <span className="fb-dim">{[row.code, row.address].filter(Boolean).join(' · ')}</span>
            </>
          ),
        },
        {
          key: 'unit',
          head: t('records.unit'),
          cell: (row) => unitName(row.org_unit_id, row.org_unit_code),
          minor: true,
        },
        { key: 'class', head: t('requests.class'), cell: (row) => row.class, minor: true },
        { key: 'channel', head: t('records.channel'), cell: (row) => row.channel ?? '–', minor: true },
        { key: 'state', head: t('records.state'), cell: (row) => <OutletTags outlet={row} /> },
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
            aria-label={t('requests.class')}
            value={search.class ?? ''}
            data={[
              { value: '', label: t('records.any_class') },
              ...classes.map((each) => ({ value: each, label: each })),
            ]}
            onChange={(event) => narrow({ class: event.currentTarget.value || undefined })}
          />
          <NativeSelect
            size="xs"
            className="fb-rec-filter"
            aria-label={t('records.state')}
            value={search.state ?? ''}
            data={[
              { value: '', label: t('records.any_state') },
              ...STATES.map((state) => ({ value: state, label: t(`records.outlet_state.${state}`) })),
            ]}
            onChange={(event) =>
              narrow({ state: STATES.find((state) => state === event.currentTarget.value) })
            }
          />
        </>
      }
      tools={
        <>
          <SavedViews page="outlets" />
          <ExportButtons path={listPath('outlets', filters)} name={t('records.tab.outlets')} />
        </>
      }
      fresh={manages ? t('records.new.outlets') : undefined}
      narrowed={Object.values(filters).some((value) => value !== undefined)}
      empty={manages ? t('records.empty.outlets') : t('records.empty_read')}
      aside={
        search.act === 'new' ? (
          manages && (
            <NewOutlet
              classes={classes}
              onClose={() => go({ act: undefined })}
              onSaved={({ id }) => go({ id, act: undefined }, { replace: true })}
            />
          )
        ) : search.id !== undefined ? (
          <OutletDetail
            key={search.id}
            query={one}
            rights={rights}
            act={search.act}
            classes={classes}
            dots={dots}
            unitName={unitName}
            onAct={(act) => go({ act })}
            onOpen={(id) => go({ id, act: undefined })}
            onClose={() => go({ id: undefined, act: undefined })}
          />
        ) : undefined
      }
      beside={
        <PlacePane
          label={t('records.map_of', { count: dots.length })}
          dots={dots}
          look={JSON.stringify([filters, search.at, dots.length > 0])}
          onDot={(id) => go({ id, act: undefined })}
        />
      }
    />
  );
}

export function OutletTags({ outlet }: { outlet: OutletRecord }) {
  const { t } = useTranslation();
  return (
    <>
      {outlet.closed_at !== null && (
        <span className="fb-rec-tag">
          {outlet.merged_into === null ? t('records.outlet_state.closed') : t('records.merged')}
        </span>
      )}{' '}
      {outlet.lat === null && (
        <span className="fb-rec-tag" data-tone="warn">
          {t('records.no_pin')}
        </span>
      )}
      {outlet.closed_at === null && outlet.lat !== null && (
        <span className="fb-rec-tag" data-tone="ok">
          {t('records.outlet_state.open')}
        </span>
      )}
    </>
  );
}

const dotsOf = (rows: readonly OutletRecord[]): Dot[] =>
  rows.flatMap(({ id, name, lat, lng, closed_at }) =>
    lat === null || lng === null ? [] : [{ id, name, lat, lng, hollow: closed_at !== null }],
  );

/** Those that the settings know rules for, and those in sight. */
function useClasses(rows: readonly OutletRecord[] | undefined, chosen: string | undefined): string[] {
  const settings = useQuery({ ...newestSettings, enabled: useMay('read_settings') }).data?.settings as
    | { classes?: object }
    | undefined;
  return useMemo(() => {
    const known = [...Object.keys(settings?.classes ?? {}), ...(rows ?? []).map((row) => row.class)];
    return [...new Set(chosen === undefined ? known : [...known, chosen])].sort();
  }, [settings, rows, chosen]);
}
