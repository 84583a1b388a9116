// What a rep does at an instant, in words. Pure; `t` and the formats are arguments.
import type { TFunction } from 'i18next';
import { doingAt, type Lane } from './lane';
import { isSeen, type Place, placeAt } from './trace';

export interface Formats {
  clock(at: number): string;
  duration(seconds: number): string;
  count(n: number): string;
}

/** Short, for a mark on the map: only what the mark itself cannot show. */
export function noteOf(place: Place, t: TFunction, format: Formats): string {
  if (place.state === 'hole') return t('replay.not_seen_since', { time: format.clock(place.since) });
  return place.state === 'guess' ? t('replay.guess') : '';
}

/** A sentence without the name. */
export function doingWords(lane: Lane, at: number, t: TFunction, format: Formats): string {
  const doing = doingAt(lane, at);
  const place = placeAt(lane.trace, at);
  const unseen = place.state === 'hole' ? `, ${noteOf(place, t, format)}` : '';
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
    case 'stop':
      return t(`replay.doing.${doing.what}`, { time: format.clock(doing.since) }) + unseen;
    case 'unseen':
      return t('replay.not_seen_since', { time: format.clock(doing.since) });
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
