// One outlet: where it is, what is known of it, and what may be done with it. What was done last can be taken back.
import { Button } from '@mantine/core';
import { type UseQueryResult, useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LatLng } from '../api/types';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { Facts } from '../catalogue/Facts';
import { useFormat } from '../format/useFormat';
import { DetailHead, Loaded } from '../records/Detail';
import { type Dot, PlacePane } from '../records/PlacePane';
import { Said } from '../records/Said';
import { CloseForm } from './CloseForm';
import { OutletForm } from './OutletForm';
import { OutletRelated } from './OutletRelated';
import { OutletTags } from './OutletsPage';
import { PinEditor } from './PinEditor';
import { metresBetween, movePin, type OutletRecord, outletChanged, reopenOutlet } from './records';

interface Props {
  query: UseQueryResult<OutletRecord>;
  rights: Rights;
  act: string | undefined;
  classes: readonly string[];
  /** The outlets of the list. */
  dots: readonly Dot[];
  unitName: (id: number, code: string) => string;
  onAct: (act: string | undefined) => void;
  onOpen: (id: number) => void;
  onClose: () => void;
}

export function OutletDetail(props: Props) {
  return (
    <Loaded query={props.query} onClose={props.onClose}>
      {(outlet) => <Body {...props} outlet={outlet} />}
    </Loaded>
  );
}

export function NewOutlet({
  classes,
  onSaved,
  onClose,
}: {
  classes: readonly string[];
  onSaved: (outlet: OutletRecord) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <DetailHead name={t('records.new.outlets')} onClose={onClose} />
      <div className="fb-rec-body">
        <OutletForm classes={classes} onSaved={onSaved} onCancel={onClose} onReload={onClose} />
      </div>
    </>
  );
}

/** What was done last, and what takes it back. */
type Done =
  | { what: 'moved'; from: LatLng | null; metres: number }
  | { what: 'closed' }
  | { what: 'changed' }
  | { what: 'undone' };

function Body({
  outlet,
  rights,
  act,
  classes,
  dots,
  unitName,
  onAct,
  onOpen,
  onClose,
  query,
}: Props & { outlet: OutletRecord }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [done, setDone] = useState<Done | null>(null);
  const closed = outlet.closed_at !== null;
  const manages = has(rights, 'manage_outlets') && !closed;
  const closes = has(rights, 'close_outlets') && outlet.merged_into === null;
  const undo = useMutation({
    mutationFn: (what: Done) =>
      what.what === 'moved' && what.from
        ? movePin(outlet, what.from)
        : reopenOutlet(outlet.id, t('closures.default.reopening')),
    onSuccess: async (back) => {
      setDone({ what: 'undone' });
      await outletChanged(back);
    },
  });
  const shown = useMemo(() => {
    const others = dots.filter(({ id }) => id !== outlet.id);
    return outlet.lat === null || outlet.lng === null
      ? others
      : [
          ...others,
          {
            id: outlet.id,
            name: outlet.name,
            lat: outlet.lat,
            lng: outlet.lng,
            picked: true,
            hollow: closed,
          },
        ];
  }, [dots, outlet, closed]);
  const area = useMemo(() => areaOf(outlet), [outlet]);
  const back = done?.what === 'closed' || (done?.what === 'moved' && done.from !== null);
  const said =
    done === null
      ? ''
      : done.what === 'moved'
        ? t('records.moved', { count: done.metres })
        : t(`records.did.${done.what}`);
  if (act === 'pin' && manages)
    return (
      <PinEditor
        outlet={outlet}
        onCancel={() => onAct(undefined)}
        onSaved={async (moved) => {
          const from =
            outlet.lat === null || outlet.lng === null ? null : { lat: outlet.lat, lng: outlet.lng };
          const to = { lat: moved.lat ?? 0, lng: moved.lng ?? 0 };
          setDone({ what: 'moved', from, metres: from ? metresBetween(from, to) : 0 });
          await outletChanged(moved);
          onAct(undefined);
        }}
      />
    );
  if (act === 'edit' && manages)
    return (
      <>
        <DetailHead name={outlet.name} about={outlet.code} onClose={onClose} />
        <div className="fb-rec-body">
          <OutletForm
            key={outlet.version}
            was={outlet}
            classes={classes}
            onCancel={() => onAct(undefined)}
            onReload={() => void query.refetch()}
            onSaved={() => {
              setDone({ what: 'changed' });
              onAct(undefined);
            }}
          />
        </div>
      </>
    );
  return (
    <>
      <DetailHead
        name={outlet.name}
        about={[outlet.code, unitName(outlet.org_unit_id, outlet.org_unit_code)].join(' · ')}
        onClose={onClose}
        acts={
          <>
            <OutletTags outlet={outlet} />
            {manages && (
              <>
                <Button size="compact-sm" variant="default" onClick={() => onAct('edit')}>
                  {t('catalogue.edit')}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => onAct('pin')}>
                  {outlet.lat === null ? t('records.set_pin') : t('records.move_pin')}
                </Button>
              </>
            )}
            {closes &&
              (closed ? (
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={undo.isPending}
                  onClick={() => undo.mutate({ what: 'closed' })}
                >
                  {t('records.reopen')}
                </Button>
              ) : (
                <Button size="compact-sm" variant="default" color="red" onClick={() => onAct('close')}>
                  {t('records.close_outlet')}
                </Button>
              ))}
          </>
        }
      />
      <PlacePane
        label={t('records.map_about', { name: outlet.name })}
        dots={shown}
        area={area}
        look={`${outlet.id}`}
        close
        onDot={(id) => id !== outlet.id && onOpen(id)}
      />
      <div className="fb-rec-body">
        <Said
          text={undo.isError ? problemText(undo.error, t) : said}
          busy={undo.isPending}
          onUndo={done && back ? () => undo.mutate(done) : undefined}
        />
        {act === 'close' && closes && !closed && (
          <CloseForm
            outlet={outlet}
            onCancel={() => onAct(undefined)}
            onClosed={async (after) => {
              setDone({ what: 'closed' });
              await outletChanged(after);
              onAct(undefined);
            }}
          />
        )}
        {closed && (
          <p className="fb-rec-p">
            {outlet.merged_into !== null ? (
              <Link to="/masters/outlets" search={{ id: outlet.merged_into }} className="fb-link">
                {t('records.merged_into')}
              </Link>
            ) : (
              t('records.closed_from', { day: format.longDay(outlet.closed_at!.slice(0, 10)) })
            )}
          </p>
        )}
        <Facts
          rows={[
            [t('requests.class'), outlet.class],
            [t('records.channel'), outlet.channel ?? '–'],
            [t('requests.address'), outlet.address ?? '–'],
            [
              t('requests.phone'),
              outlet.phone ? (
                <a href={`tel:${outlet.phone}`} className="fb-link">
                  {outlet.phone}
                </a>
              ) : (
                '–'
              ),
            ],
            [
              t('pins.radius'),
              outlet.polygon
                ? t('records.drawn')
                : outlet.radius_m === null
                  ? t('pins.auto')
                  : t('pins.metres', { count: outlet.radius_m }),
            ],
            [
              t('records.place'),
              outlet.lat === null || outlet.lng === null
                ? t('records.no_pin')
                : `${outlet.lat.toFixed(5)}, ${outlet.lng.toFixed(5)}`,
            ],
          ]}
        />
        <OutletRelated outlet={outlet} rights={rights} />
      </div>
    </>
  );
}

/** Where visits count as there, as far as the outlet itself says. */
const areaOf = ({ polygon, radius_m }: OutletRecord) =>
  polygon ? { polygon } : radius_m === null ? undefined : { radius_m };
