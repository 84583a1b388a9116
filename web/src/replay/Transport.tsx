// Play, speed, skip and follow, and the time itself. The time is written at every frame without React.
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import {
  IconCurrentLocation,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForward,
  IconPlayerTrackNextFilled,
  IconPlayerTrackPrevFilled,
} from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { AxisLegend } from './AxisLegend';
import { type ReplayClock, SPEEDS } from './clock';
import type { Lane } from './lane';
import { useBeat } from './useBeat';
import { doingWords } from './words';

const FAR_MS = 300_000;

export function Transport({
  clock,
  following,
  lanes,
  onFollow,
}: {
  clock: ReplayClock;
  following: boolean;
  lanes: readonly Lane[];
  onFollow: (on: boolean) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  useBeat(clock);
  const time = useRef<HTMLElement>(null);
  useEffect(() => {
    const write = () => {
      if (time.current && clock.extent) time.current.textContent = format.clockSeconds(clock.at);
    };
    write();
    return clock.onFrame(write);
  }, [clock, format]);
  const { playing, speed, direction, skipping } = clock;
  return (
    // A click leaves the focus where it is, so that the space bar goes on playing.
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons in it are what is pressed
    <div className="fb-transport" onMouseDown={(event) => event.preventDefault()}>
      <div className="fb-transport-play">
        <Tooltip label={t('replay.back_far')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('replay.back_far')}
            onClick={() => clock.seek(clock.at - FAR_MS)}
          >
            <IconPlayerTrackPrevFilled size={18} />
          </ActionIcon>
        </Tooltip>
        <ActionIcon
          className="fb-transport-big"
          size={44}
          radius="xl"
          aria-label={playing ? t('replay.pause') : t('replay.play')}
          title={`${playing ? t('replay.pause') : t('replay.play')} (Space)`}
          data-testid="play"
          onClick={() => (playing ? clock.pause() : clock.play())}
        >
          {playing ? <IconPlayerPauseFilled size={22} /> : <IconPlayerPlayFilled size={22} />}
        </ActionIcon>
        <Tooltip label={t('replay.on_far')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('replay.on_far')}
            onClick={() => clock.seek(clock.at + FAR_MS)}
          >
            <IconPlayerTrackNextFilled size={18} />
          </ActionIcon>
        </Tooltip>
        <strong className="fb-transport-time" ref={time} data-testid="clock" data-playing={playing} />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is a row of buttons */}
      <div className="fb-transport-speeds" role="group" aria-label={t('replay.speed')}>
        {SPEEDS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === speed}
            aria-label={t('replay.times', { speed: format.count(each) })}
            onClick={() => clock.setSpeed(each)}
          >
            {playing && direction === -1 && each === speed ? '−' : ''}
            {each}×
          </button>
        ))}
      </div>
      <div className="fb-transport-toggles">
        <Button
          size="compact-sm"
          variant={skipping ? 'light' : 'default'}
          aria-pressed={skipping}
          leftSection={<IconPlayerSkipForward size={15} aria-hidden="true" />}
          title={`${t('replay.skip_hint')} (s)`}
          onClick={() => clock.setSkipping(!skipping)}
        >
          {t('replay.skip')}
        </Button>
        <Button
          size="compact-sm"
          variant={following ? 'light' : 'default'}
          aria-pressed={following}
          leftSection={<IconCurrentLocation size={15} aria-hidden="true" />}
          title={`${t('replay.follow_hint')} (f)`}
          onClick={() => onFollow(!following)}
        >
          {t('replay.follow')}
        </Button>
        <AxisLegend />
      </div>
      <Skipped clock={clock} lanes={lanes} />
    </div>
  );
}

/** What was played at once last. */
function Skipped({ clock, lanes }: { clock: ReplayClock; lanes: readonly Lane[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { skipped } = clock;
  const middle = skipped && (skipped.from + skipped.to) / 2;
  return (
    <p className="fb-transport-skipped" role="status" data-testid="skipped">
      {skipped &&
        middle !== null &&
        t('replay.skipped', {
          time: format.duration((skipped.to - skipped.from) / 1000),
          from: format.clock(skipped.from),
          to: format.clock(skipped.to),
          who: lanes.map((lane) => `${lane.name}: ${doingWords(lane, middle, t, format)}`).join('; '),
        })}
    </p>
  );
}
