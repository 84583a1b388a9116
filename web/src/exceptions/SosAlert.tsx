// Calls for help that nobody has resolved, above every page. A sound if somebody wants one on this machine.
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconBell, IconBellOff, IconUrgent } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { clock } from '../format/format';
import type { FieldException } from './exceptions';
import { beep, soundWanted, wantSound } from './sound';
import { useSos } from './useSos';

const SHOWN = 3;

export function SosAlert() {
  const { t, i18n } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const calls = useSos() ?? [];
  const [sound, setSound] = useState(soundWanted);
  const heard = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    const known = heard.current;
    heard.current = new Set(calls.map((call) => call.id));
    // What was there when the page opened is no news.
    if (known && sound && calls.some((call) => !known.has(call.id))) beep();
  }, [calls, sound]);
  if (calls.length === 0) return null;
  const zone = session?.company?.time_zone ?? 'UTC';
  const line = (call: FieldException) =>
    t('exceptions.sos.line', { rep: call.rep_name, time: clock(call.opened_at, i18n.language, zone) });
  const toggle = () => {
    wantSound(!sound);
    setSound(!sound);
    if (!sound) beep();
  };
  return (
    <section className="fb-sos" role="alert" aria-label={t('exceptions.kind.sos')}>
      <IconUrgent size={24} aria-hidden="true" />
      <ul>
        {calls.slice(0, SHOWN).map((call) => (
          <li key={call.id}>
            <Link to="/exceptions" search={{ id: call.id }}>
              {line(call)}
            </Link>
            {call.evidence.note && <span>“{call.evidence.note}”</span>}
            <Link to="/map" search={{ rep: call.rep_id }}>
              <Button component="span" size="compact-sm" variant="white" color="red.9">
                {t('queue.on_map')}
              </Button>
            </Link>
          </li>
        ))}
        {calls.length > SHOWN && (
          <li>
            <Link to="/exceptions" search={{ kind: 'sos' }}>
              {t('exceptions.sos.more', { count: calls.length - SHOWN })}
            </Link>
          </li>
        )}
      </ul>
      <Tooltip label={sound ? t('exceptions.sos.sound_off') : t('exceptions.sos.sound_on')}>
        <ActionIcon
          variant="transparent"
          color="white"
          aria-label={t('exceptions.sos.sound')}
          aria-pressed={sound}
          onClick={toggle}
        >
          {sound ? <IconBell size={20} /> : <IconBellOff size={20} />}
        </ActionIcon>
      </Tooltip>
    </section>
  );
}
