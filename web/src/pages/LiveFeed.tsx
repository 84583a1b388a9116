// News of visits: a few lines over the map that fade, and one polite sentence now and then for screen readers.
import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { OutletMark } from '../app/glyphs';
import type { Row } from '../board/rows';
import { useFormat } from '../format/useFormat';
import type { News } from '../live/feed';
import { outletStateAfter, useBeat, useLive } from '../live/session';

const SHOWN = 3;
const SHOWN_MS = 60_000;
const SPOKEN_EVERY_MS = 8_000;

export function LiveFeed({
  rows,
  onOpen,
}: {
  rows: readonly Row[];
  onOpen: (rep: number, visit: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useLive();
  useBeat();
  const news = useSyncExternalStore(live.feed.subscribe, live.feed.snapshot);
  const now = serverNow();

  const say = (item: News): string | null => {
    const rep = rows.find((row) => row.id === item.rep)?.name;
    if (!rep) return null;
    const slot = item.outlet == null ? undefined : live.map?.outlets.slot(item.outlet);
    const outlet = slot === undefined ? t('feed.an_outlet') : live.map!.outlets.names[slot]!;
    const cause = item.cause ? t(`exceptions.kind.${item.cause}`) : '';
    const verdict = item.overall ? t(`verdict.overall.${item.overall}`) : '';
    return t(`feed.${item.kind}`, { rep, outlet, verdict, cause });
  };

  const [spoken, setSpoken] = useState('');
  const pending = useRef<string | null>(null);
  const newest = news[0];
  pending.current = newest ? say(newest) : null;
  useEffect(() => {
    const timer = setInterval(() => setSpoken(pending.current ?? ''), SPOKEN_EVERY_MS);
    return () => clearInterval(timer);
  }, []);

  const shown = news.filter((item) => now - item.heardAt < SHOWN_MS).slice(0, SHOWN);
  return (
    <>
      <div className="fb-feed">
        {shown.map((item) => {
          const words = say(item);
          if (!words) return null;
          return (
            <UnstyledButton
              key={item.key}
              className="fb-news"
              onClick={() => item.rep !== null && onOpen(item.rep, item.visit ?? undefined)}
            >
              <OutletMark state={outletStateAfter(item) ?? 'none'} size={16} />
              <span>{words}</span>
              <time>{format.clock(item.at ?? item.heardAt)}</time>
            </UnstyledButton>
          );
        })}
      </div>
      <div className="fb-hidden" aria-live="polite">
        {spoken}
      </div>
    </>
  );
}
