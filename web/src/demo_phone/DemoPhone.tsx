// The panel that moves a rep's phone which stands in a window of its own beside the console: where to, how fast, with or
// without a signal. In a demo company alone.
import './demo_phone.css';
import { Alert, Button, CloseButton, NativeSelect, SegmentedControl, Switch } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { board, repDay } from '../api/queries';
import { problemText } from '../app/problem';
import { has, useRights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { useLive } from '../live/session';
import { DemoMarks } from './marks';
import { SPEEDS } from './ride';
import { useDemoPhone } from './useDemoPhone';
import { beginsAt, nextStop, placed, visitorCode } from './visitor';
import { ADDRESS, type PhoneState, WINDOW } from './words';

/** The map's zoom that shows streets and the next stop. */
const NEAR = 15;

/** Of a phone, at the right edge of the screen. */
function openWindow(): Window | null {
  const { availWidth, availHeight } = screen;
  const [width, height] = [390, Math.min(844, availHeight - 60)];
  return window.open(
    ADDRESS,
    WINDOW,
    `popup,width=${width},height=${height},left=${availWidth - width},top=20`,
  );
}

/** One that has been closed meanwhile comes up empty, and is opened again. */
function showWindow() {
  const shown = window.open('', WINDOW);
  if (shown?.location.href === 'about:blank') openWindow();
  shown?.focus();
}

export function DemoPhone({
  rep,
  today,
  onShow,
  onClose,
}: {
  rep: number;
  today: string;
  onShow: (rep: number) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const live = useLive();
  const { phone, say } = useDemoPhone();
  const [blocked, setBlocked] = useState(false);
  const [aiming, setAiming] = useState(true);
  const [to, setTo] = useState<number | null>(null);
  const own = phone?.rep?.id ?? rep;
  const day = useQuery(repDay(own, today));
  const rows = useQuery(board).data;
  const stops = placed(day.data?.plan.stops ?? []);
  const target = stops.find(({ outlet_id }) => outlet_id === to) ?? nextStop(stops);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  const open = () => setBlocked(openWindow() === null);

  // It has come up and knows no place yet.
  const begin =
    phone && !phone.place && rows && !day.isPending
      ? beginsAt(
          rows.find(({ id }) => id === own),
          stops,
        )
      : null;
  useEffect(() => {
    if (!begin) return;
    say({ kind: 'stand', at: begin });
    live.map?.showPoint(begin.lng, begin.lat, NEAR);
  }, [begin?.lat, begin?.lng, live, say]);

  const rights = useRights();
  const may = has(rights, 'manage_devices');
  const code = useMutation({
    mutationFn: () => visitorCode(rep),
    onSuccess: (given) => say({ kind: 'code', code: given }),
  });
  const wantsCode = phone?.wants_code ?? false;
  const { mutate: giveCode } = code;
  useEffect(() => {
    if (wantsCode && may) giveCode();
  }, [wantsCode, may, giveCode]);

  const here = phone?.place ?? null;
  useEffect(() => {
    if (!live.map || !aiming || !here) return;
    const { map } = live;
    map.setAim((at) => say({ kind: 'ride', to: at }));
    return () => map.setAim(null);
  }, [live, aiming, here === null, say]);

  const marks = useRef<DemoMarks | null>(null);
  useEffect(() => {
    if (!live.map) return;
    const made = new DemoMarks(live.map.map, { here: t('demo_phone.here'), there: t('demo_phone.there') });
    marks.current = made;
    return () => made.remove();
  }, [live, t]);
  useEffect(() => marks.current?.show(here, phone?.target ?? null));

  return (
    <section className="fb-demo" aria-labelledby="fb-demo-title" data-testid="demo-phone">
      <header>
        <h2 id="fb-demo-title" tabIndex={-1} ref={heading}>
          {phone?.rep ? t('demo_phone.who', { name: phone.rep.name }) : t('demo_phone.title')}
        </h2>
        <CloseButton aria-label={t('app.close')} onClick={onClose} />
      </header>
      <Told phone={phone} />
      {blocked && (
        <Alert color="yellow" role="alert">
          {t('demo_phone.blocked')}
        </Alert>
      )}
      {code.isError && (
        <Alert color="red" role="alert">
          {problemText(code.error, t)}
        </Alert>
      )}
      {wantsCode && !may && <p className="fb-demo-hint">{t('demo_phone.no_code')}</p>}
      <Button
        variant={phone ? 'default' : 'filled'}
        leftSection={<IconDeviceMobile size={17} />}
        onClick={phone ? showWindow : open}
      >
        {phone ? t('demo_phone.show') : t('demo_phone.open')}
      </Button>
      {phone?.rep && (
        <>
          {target && (
            <div className="fb-demo-to">
              <NativeSelect
                label={t('demo_phone.to')}
                value={target.outlet_id}
                onChange={(event) => setTo(Number(event.currentTarget.value))}
                data={stops.map((stop) => ({
                  value: String(stop.outlet_id),
                  label: `${stop.sequence}. ${stop.outlet_name}`,
                }))}
              />
              <Button
                onClick={() => say({ kind: 'ride', to: { lat: target.lat, lng: target.lng } })}
                data-testid="demo-ride"
              >
                {t('demo_phone.ride')}
              </Button>
            </div>
          )}
          <SegmentedControl
            aria-label={t('demo_phone.speed')}
            value={String(phone.kmh)}
            onChange={(kmh) => say({ kind: 'speed', kmh: Number(kmh) })}
            data={SPEEDS.map((kmh) => ({ value: String(kmh), label: t('demo_phone.kmh', { kmh }) }))}
            fullWidth
          />
          <Switch
            label={t('demo_phone.aim')}
            checked={aiming}
            onChange={(event) => setAiming(event.currentTarget.checked)}
          />
          <Switch
            label={t('demo_phone.signal')}
            checked={phone.signal}
            onChange={(event) => say({ kind: 'signal', on: event.currentTarget.checked })}
            data-testid="demo-signal"
          />
          <Button variant="default" onClick={() => onShow(own)}>
            {t('demo_phone.rep')}
          </Button>
        </>
      )}
    </section>
  );
}

/** How it fares; of the way nothing is spoken, it changes each second. */
function Told({ phone }: { phone: PhoneState | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!phone) return <p className="fb-demo-hint">{t('demo_phone.closed')}</p>;
  if (!phone.rep) return <p className="fb-demo-hint">{t('demo_phone.opening')}</p>;
  const isLinked = phone.link === 'online' || phone.link === 'indirect';
  const count = phone.waiting;
  const sent = count > 0 ? t('demo_phone.sending', { count }) : t('demo_phone.all_sent');
  const held =
    count > 0 && phone.since !== null
      ? t('demo_phone.holds', { count, time: format.clock(phone.since) })
      : t('demo_phone.cut');
  return (
    <div className="fb-demo-told">
      <p
        className="fb-demo-link"
        data-linked={isLinked}
        data-waiting={count}
        data-testid="demo-link"
        role="status"
      >
        {isLinked ? sent : held}
      </p>
      <p data-testid="demo-way" data-riding={phone.target !== null}>
        {phone.target
          ? t('demo_phone.riding', { distance: format.distance(phone.left_m) })
          : t('demo_phone.standing')}
      </p>
      {!phone.working && <p className="fb-demo-hint">{t('demo_phone.not_working')}</p>}
    </div>
  );
}
