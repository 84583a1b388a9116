// The company's devices: whose they are and whether they speak, made with a code to scan, given to another, ended.
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { has, type Rights } from '../app/rights';
import { CodesLink } from '../code_sheet/CodesLink';
import { useFormat } from '../format/useFormat';
import { DetailHead, Loaded } from '../records/Detail';
import { RecordsFrame } from '../records/Frame';
import { RecordDesk } from '../records/RecordDesk';
import { useRecordPage } from '../records/records';
import { RepSelect } from '../reps/RepSelect';
import { useRepNames } from '../reps/useRepNames';
import { SavedViews } from '../saved_views/SavedViews';
import { CopiedTag } from './Copied';
import { DeviceDetail, HealthTag } from './DeviceDetail';
import { DeviceForm } from './DeviceForm';
import {
  asked,
  type Device,
  type DeviceSearch,
  deviceRecord,
  type Enrolment,
  healthOf,
  SHOWS,
} from './devices';
import { EnrolCode } from './EnrolCode';

const route = getRouteApi('/admin/devices');

export function DevicesPage() {
  return (
    <RecordsFrame page="admin" tab="devices">
      {(rights) => <Devices rights={rights} />}
    </RecordsFrame>
  );
}

function Devices({ rights }: { rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/admin/devices' });
  const go = (change: Partial<DeviceSearch>, how = { replace: false }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), ...how });
  const narrow = (change: Partial<DeviceSearch>) =>
    go({ ...change, at: undefined, id: undefined, act: undefined }, { replace: true });
  const page = useRecordPage<Device>('devices', asked(search), search.at);
  const one = useQuery({ ...deviceRecord(search.id ?? 0), enabled: search.id !== undefined });
  const reps = useRepNames();
  const repName = (device: Device) =>
    reps.find(({ id }) => id === device.rep_id)?.name ?? device.rep_code ?? '–';
  const manages = has(rights, 'manage_devices');
  /** Told once, so it is nowhere but here. */
  const [code, setCode] = useState<{ device: number; given: Enrolment } | null>(null);
  return (
    <RecordDesk<Device, DeviceSearch>
      label={t('records.tab.devices')}
      page={page}
      search={search}
      go={go}
      columns={[
        {
          key: 'label',
          head: t('records.device'),
          cell: (row) => (
            <>
              <strong>{row.label}</strong>
              <span className="fb-dim">{repName(row)}</span>
            </>
          ),
        },
        {
          key: 'health',
          head: t('records.health'),
          cell: (row) => (
            <>
              <HealthTag health={healthOf(row, serverNow())} /> {row.cloned_at && <CopiedTag />}
            </>
          ),
        },
        {
          key: 'seen',
          head: t('records.seen'),
          cell: (row) => (row.last_seen_at === null ? '–' : format.lately(row.last_seen_at)),
          minor: true,
        },
        {
          key: 'backlog',
          head: t('records.backlog'),
          cell: (row) => (row.backlog === null ? '–' : format.count(row.backlog)),
          num: true,
          minor: true,
        },
        {
          key: 'app',
          head: t('records.app'),
          cell: (row) => [row.app, row.app_version].filter(Boolean).join(' ') || '–',
          minor: true,
        },
        {
          key: 'model',
          head: t('records.model'),
          cell: (row) => [row.model, row.os].filter(Boolean).join(' · ') || '–',
          minor: true,
        },
      ]}
      filters={
        <>
          <RepSelect filter label={t('orders.rep')} value={search.rep} onChange={(rep) => narrow({ rep })} />
          <NativeSelect
            size="xs"
            className="fb-rec-filter"
            aria-label={t('records.state')}
            value={search.show ?? 'used'}
            data={SHOWS.map((show) => ({ value: show, label: t(`records.device_show.${show}`) }))}
            onChange={(event) =>
              narrow({ show: SHOWS.find((show) => show === event.currentTarget.value && show !== 'used') })
            }
          />
        </>
      }
      tools={
        <>
          <SavedViews page="devices" />
          {manages && <CodesLink />}
        </>
      }
      fresh={manages ? t('records.new.devices') : undefined}
      narrowed={search.rep !== undefined || search.show !== undefined}
      empty={manages ? t('records.empty.devices') : t('records.empty_read')}
      aside={
        search.act === 'new' ? (
          manages && (
            <>
              <DetailHead name={t('records.new.devices')} onClose={() => go({ act: undefined })} />
              <div className="fb-rec-body">
                <DeviceForm
                  rep={search.rep}
                  onCancel={() => go({ act: undefined })}
                  onReload={() => go({ act: undefined })}
                  onSaved={(device, given) => {
                    if (given) setCode({ device: device.id, given });
                    go({ id: device.id, act: undefined }, { replace: true });
                  }}
                />
              </div>
            </>
          )
        ) : search.id !== undefined ? (
          <Loaded query={one} onClose={() => go({ id: undefined })}>
            {(device) => (
              <DeviceDetail
                key={device.id}
                device={device}
                rep={repName(device)}
                may={manages}
                act={search.act}
                onAct={(act) => go({ act })}
                onReload={() => void one.refetch()}
                onCode={(given) => setCode({ device: device.id, given })}
                onClose={() => go({ id: undefined, act: undefined })}
              >
                {code?.device === device.id && <EnrolCode given={code.given} onDone={() => setCode(null)} />}
              </DeviceDetail>
            )}
          </Loaded>
        ) : undefined
      }
    />
  );
}
