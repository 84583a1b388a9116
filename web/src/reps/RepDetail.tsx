// One rep: who it is, and the ways to what belongs to it elsewhere.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { has, type Rights } from '../app/rights';
import { Facts } from '../catalogue/Facts';
import { HealthTag } from '../devices/DeviceDetail';
import { type Device, asked as devicesAsked, healthOf } from '../devices/devices';
import { DetailHead } from '../records/Detail';
import { pageOf } from '../records/records';
import { Said } from '../records/Said';
import type { RouteRecord } from '../routes/routes';
import { DepartureCard } from './DepartureCard';
import { DepartureForm } from './DepartureForm';
import { departureOf, mayLetGo } from './departure';
import { RepForm } from './RepForm';
import { ActiveTag } from './RepsPage';
import type { RepRecord } from './reps';

export function RepDetail({
  rep,
  unit,
  rights,
  may,
  act,
  onAct,
  onReload,
  onClose,
}: {
  rep: RepRecord;
  unit: string;
  rights: Rights;
  may: boolean;
  act: string | undefined;
  onAct: (act: string | undefined) => void;
  onReload: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [said, setSaid] = useState('');
  const body = useRef<HTMLDivElement>(null);
  const letsGo = mayLetGo(rights);
  const departure = useQuery({ ...departureOf(rep.id), enabled: letsGo }).data?.departure;
  const routes = useQuery(pageOf<RouteRecord>('routes', { rep_id: rep.id }, undefined)).data?.items;
  const devices = useQuery({
    ...pageOf<Device>('devices', devicesAsked({ rep: rep.id }), undefined),
    enabled: has(rights, 'read_devices'),
  }).data?.items;
  return (
    <>
      <DetailHead
        name={rep.name}
        about={`${rep.code} · ${unit}`}
        onClose={onClose}
        acts={
          <>
            <ActiveTag active={rep.active} />
            {letsGo && act === undefined && departure?.state !== 'planned' && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => {
                  setSaid('');
                  onAct('leave');
                }}
              >
                {rep.active ? t('departure.act') : t('departure.act_again')}
              </Button>
            )}
            {may && act !== 'edit' && (
              <Button size="compact-sm" variant="default" onClick={() => onAct('edit')}>
                {t('catalogue.edit')}
              </Button>
            )}
          </>
        }
      />
      <div className="fb-rec-body" ref={body} tabIndex={-1}>
        <Said text={said} />
        {act === 'edit' && may ? (
          <RepForm
            key={rep.version}
            was={rep}
            onCancel={() => onAct(undefined)}
            onReload={onReload}
            onSaved={() => {
              setSaid(t('records.did.changed'));
              onAct(undefined);
            }}
          />
        ) : act === 'leave' && letsGo ? (
          <DepartureForm
            rep={rep}
            rights={rights}
            onClose={() => onAct(undefined)}
            onDone={(made) => {
              setSaid(made.state === 'done' ? t('departure.said_done') : t('departure.said_planned'));
              onAct(undefined);
              // The form with its buttons is gone; what was done stands at the top.
              body.current?.focus({ preventScroll: true });
              body.current?.parentElement?.scrollTo({ top: 0 });
            }}
          />
        ) : (
          <>
            {letsGo && (
              <DepartureCard
                rep={rep.id}
                active={rep.active}
                onCalledOff={() => setSaid(t('departure.said_off'))}
              />
            )}
            <Facts
              rows={[
                [t('records.team'), `${unit} (${rep.org_unit_code})`],
                [
                  t('requests.phone'),
                  rep.phone ? (
                    <a href={`tel:${rep.phone}`} className="fb-link">
                      {rep.phone}
                    </a>
                  ) : (
                    '–'
                  ),
                ],
              ]}
            />
            <ul className="fb-rec-lines">
              <li>
                <Link to="/map" search={{ rep: rep.id }} className="fb-link">
                  {t('records.rep_day')}
                </Link>
              </li>
              {has(rights, 'read_field') && (
                <li>
                  <Link to="/plans" search={{ tab: 'absences', rep: rep.id }} className="fb-link">
                    {t('records.rep_absences')}
                  </Link>
                </li>
              )}
            </ul>
            <h3>{t('records.tab.routes')}</h3>
            {routes?.length === 0 && <p className="fb-dim">{t('records.no_routes')}</p>}
            <ul className="fb-rec-lines">
              {routes?.map((route) => (
                <li key={route.id}>
                  <Link to="/masters/routes" search={{ id: route.id }} className="fb-link">
                    {route.name}
                  </Link>
                  <span className="fb-dim">{t('records.stops', { count: route.outlets.length })}</span>
                </li>
              ))}
            </ul>
            {devices && (
              <>
                <h3>{t('records.tab.devices')}</h3>
                {devices.length === 0 && (
                  <p className="fb-dim">
                    {t('records.no_devices')}{' '}
                    <Link to="/admin/devices" search={{ rep: rep.id, act: 'new' }} className="fb-link">
                      {t('records.new.devices')}
                    </Link>
                  </p>
                )}
                <ul className="fb-rec-lines">
                  {devices.map((device) => (
                    <li key={device.id}>
                      <Link to="/admin/devices" search={{ id: device.id }} className="fb-link">
                        {device.label}
                      </Link>
                      <HealthTag health={healthOf(device, serverNow())} />
                    </li>
                  ))}
                </ul>
              </>
            )}
          </>
        )}
      </div>
    </>
  );
}
