// What a rep does at an instant, in words. Pure; `t` and the formats are arguments.
import type { TFunction } from 'i18next';
import { holding } from './intervals';
import { doingAt, type Lane } from './lane';
import { isSeen, type Place, placeAt } from './trace';

export interface Formats {
  clock(at: number): string;
  duration(seconds: number): string;
  count(n: number): string;
}

/** Short, for a mark on the map: only what the mark itself cannot show. */
export function noteOf(lane: Lane, place: Place, at: number, t: TFunction, format: Formats): string {
  if (place.state === 'guess') return t('replay.guess');
  if (place.state !== 'hole') return '';
  const pause = holding(lane.breaks, at);
  return pause
    ? t('replay.doing.break', { time: format.clock(pause.from) })
    : unseenSince(place.since, t, format);
}

const unseenSince = (since: number, t: TFunction, format: Formats): string =>
  t('replay.not_seen_since', { time: format.clock(since) });

/** A sentence without the name. */
export function doingWords(lane: Lane, at: number, t: TFunction, format: Formats): string {
  const doing = doingAt(lane, at);
  const place = placeAt(lane.trace, at);
  const unseen = place.state === 'hole' ? `, ${unseenSince(place.since, t, format)}` : '';
  switch (doing.what) {
    case 'visit': {
      const { name, sequence, from } = doing.visit;
      const outlet = name ?? t('visit.no_outlet');
      const words = t('replay.doing.visit', {
        outlet: sequence === null ? outlet : `${format.count(sequence)} ${outlet}`,
        time: format.clock(from),
      });
      return words + unseen;
    }
    case 'break':
      return t('replay.doing.break', { time: format.clock(doing.since) });
    case 'stop':
      return t('replay.doing.stop', { time: format.clock(doing.since) }) + unseen;
    case 'unseen':
      return unseenSince(doing.since, t, format);
    case 'ended':
      return t('replay.doing.ended', { time: format.clock(doing.since) });
    case 'travel':
      return isSeen(place)
        ? t('replay.doing.travel', { speed: t('replay.kmh', { speed: format.count(Math.round(place.kmh)) }) })
        : t('replay.doing.unplaced');
    default:
      return t(`replay.doing.${doing.what}`);
  }
}
