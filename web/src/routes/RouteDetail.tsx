// One route: its stops in order, on the map and in a list, of one weekday or of all.
import { Button, Chip } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWeekday } from '../alerts/useWeekday';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { DetailHead } from '../records/Detail';
import { type Dot, PlacePane } from '../records/PlacePane';
import { writeRecord } from '../records/records';
import { Said } from '../records/Said';
import { PatternText } from './PatternText';
import { RouteForm } from './RouteForm';
import { placesOfUnit, type RouteRecord, type RouteStop, routeRecord, stopDraft, stopsBody } from './routes';
import { StopEditor } from './StopEditor';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

export function RouteDetail({
  route,
  rep,
  unit,
  may,
  act,
  onAct,
  onReload,
  onClose,
}: {
  route: RouteRecord;
  rep: string | undefined;
  unit: string;
  may: boolean;
  act: string | undefined;
  onAct: (act: string | undefined) => void;
  onReload: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const weekday = useWeekday();
  const [day, setDay] = useState<number | null>(null);
  /** The stops before the last change, and from when it holds. */
  const [before, setBefore] = useState<{ stops: RouteStop[]; from: string } | null>(null);
  const [said, setSaid] = useState('');
  const taken = async (after: RouteRecord) => {
    queryClient.setQueryData(routeRecord(after.id).queryKey, after);
    await queryClient.invalidateQueries({ queryKey: ['records', 'routes'] });
  };
  const undo = useMutation({
    mutationFn: ({ stops, from }: { stops: RouteStop[]; from: string }) =>
      writeRecord<RouteRecord>('routes', route, {
        outlets: stopsBody(stops.map(stopDraft)),
        valid_from: from || undefined,
      }),
    onSuccess: async (after) => {
      setBefore(null);
      setSaid(t('records.did.undone'));
      await taken(after);
    },
  });
  const places = useQuery(placesOfUnit(route.org_unit_id)).data;
  const stops = useMemo(
    () =>
      route.outlets.filter(
        ({ pattern }) => day === null || !pattern.weekdays?.length || pattern.weekdays.includes(day),
      ),
    [route, day],
  );
  const dots = useMemo(() => dotsOf(stops, places ?? []), [stops, places]);
  const used = new Set(route.outlets.flatMap(({ pattern }) => pattern.weekdays ?? [...DAYS]));
  if (act === 'stops' && may)
    return (
      <StopEditor
        key={route.version}
        route={route}
        onCancel={() => onAct(undefined)}
        onReload={onReload}
        onSaved={async (after, from) => {
          setBefore({ stops: route.outlets, from });
          setSaid(t('records.did.changed'));
          await taken(after);
          onAct(undefined);
        }}
      />
    );
  return (
    <>
      <DetailHead
        name={route.name}
        about={[route.code, rep ?? t('records.no_rep'), unit].join(' · ')}
        onClose={onClose}
        acts={
          may &&
          act !== 'edit' && (
            <>
              <Button size="compact-sm" variant="default" onClick={() => onAct('stops')}>
                {t('records.change_stops')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => onAct('edit')}>
                {t('catalogue.edit')}
              </Button>
            </>
          )
        }
      />
      {act === 'edit' && may ? (
        <div className="fb-rec-body">
          <RouteForm
            key={route.version}
            was={route}
            onCancel={() => onAct(undefined)}
            onReload={onReload}
            onSaved={() => {
              setBefore(null);
              setSaid(t('records.did.changed'));
              onAct(undefined);
            }}
          />
        </div>
      ) : (
        <>
          <PlacePane
            label={t('records.map_stops', { count: dots.length })}
            dots={dots}
            look={`${route.id} ${day ?? ''} ${dots.length > 0}`}
          />
          <div className="fb-rec-body">
            <Said
              text={undo.isError ? problemText(undo.error, t) : said}
              busy={undo.isPending}
              onUndo={before ? () => undo.mutate(before) : undefined}
            />
            <Chip.Group
              value={day === null ? 'all' : String(day)}
              onChange={(value) => setDay(value === 'all' ? null : Number(value))}
            >
              {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these filter a list */}
              <div className="fb-review-chips fb-rec-days" role="group" aria-label={t('records.which_day')}>
                <Chip value="all" size="xs">
                  {t('records.all_days')}
                </Chip>
                {DAYS.filter((each) => used.has(each)).map((each) => (
                  <Chip key={each} value={String(each)} size="xs">
                    {weekday(each)}
                  </Chip>
                ))}
              </div>
            </Chip.Group>
            <p className="fb-dim fb-rec-p" role="status">
              {t('records.stops', { count: stops.length })}
              {places &&
                dots.length < stops.length &&
                ` · ${t('records.not_on_map', { count: stops.length - dots.length })}`}
            </p>
            {route.outlets.length === 0 && <p className="fb-dim">{t('records.no_stops')}</p>}
            <ol className="fb-rec-lines fb-rec-stops">
              {stops.map((stop) => (
                <li key={stop.outlet_id} value={stop.sequence}>
                  <span>
                    <b>{stop.sequence}</b>{' '}
                    <Link to="/masters/outlets" search={{ id: stop.outlet_id }} className="fb-link">
                      {stop.outlet_name}
                    </Link>
                  </span>
                  <span className="fb-dim">
                    <PatternText pattern={stop.pattern} />
                    {stop.window && ` · ${stop.window.join('–')}`}
                    {stop.service_minutes !== null &&
                      ` · ${t('records.minutes', { count: stop.service_minutes })}`}
                  </span>
                </li>
              ))}
            </ol>
          </div>
        </>
      )}
    </>
  );
}

const dotsOf = (
  stops: readonly RouteStop[],
  places: readonly { id: number; lat: number | null; lng: number | null }[],
): Dot[] => {
  const known = new Map(places.map((place) => [place.id, place]));
  return stops.flatMap((stop) => {
    const place = known.get(stop.outlet_id);
    return place?.lat == null || place.lng == null
      ? []
      : [
          {
            id: stop.outlet_id,
            name: stop.outlet_name,
            lat: place.lat,
            lng: place.lng,
            number: String(stop.sequence),
          },
        ];
  });
};
