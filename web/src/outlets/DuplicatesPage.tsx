// Outlets of the master that may be one: both beside each other, one key to merge or tell apart.
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { has, useRights } from '../app/rights';
import { around, Desk } from './Desk';
import { decidePair, duplicates, type OutletPair, type PairedOutlet, undoPair } from './duplicates';
import { LikenessLine } from './LikenessLine';
import { sketch } from './sketch';

const route = getRouteApi('/outlets/duplicates');
const SIZE = 320;
const MARGIN = 24;
const AROUND_M = 30;

type Said = 'same' | 'different' | 'rollback';

export function DuplicatesPage() {
  const { t } = useTranslation();
  const { pair: focus } = route.useSearch();
  const navigate = useNavigate({ from: '/outlets/duplicates' });
  const rights = useRights();
  const queue = useQuery(duplicates);
  const { focused, next } = around(queue.data?.pairs ?? [], focus);
  /** Which of the pair looked at is to stay, where it is not the suggested one. */
  const [chosen, setChosen] = useState<{ pair: string; survivor: number } | null>(null);
  const [last, setLast] = useState<{ decision: number; pair: OutletPair; said: Said } | null>(null);
  const survivor = chosen && chosen.pair === focused?.id ? chosen.survivor : (focused?.survivor_id ?? 0);
  const go = (row: OutletPair | undefined) =>
    row && void navigate({ search: { pair: row.id }, replace: true });

  const act = useMutation({
    mutationFn: async ({ pair, said, why }: { pair: OutletPair; said: Said; why: string }) => {
      const reason = why || t(`duplicates.default.${said}`);
      if (said === 'rollback') return undoPair(last?.decision ?? 0, reason);
      return decidePair(pair, said, survivor, reason);
    },
    onSuccess: async (done, { pair, said }) => {
      setLast({ decision: done.id, pair, said });
      go(said === 'rollback' ? pair : next);
      await queryClient.invalidateQueries({ queryKey: duplicates.queryKey });
    },
  });
  const allowed = focused !== undefined && has(rights, 'close_outlets');
  const other = (pair: OutletPair) => (survivor === pair.first.id ? pair.second.id : pair.first.id);

  return (
    <Desk
      title={t('duplicates.title', { count: queue.data?.total ?? 0 })}
      list={t('duplicates.list')}
      failed={t('duplicates.failed')}
      empty={t('duplicates.empty')}
      rows={queue.data?.pairs}
      error={queue.error}
      focused={focused}
      onFocus={go}
      item={(pair) => (
        <>
          <span className="fb-review-row-head">
            <strong>{pair.first.name}</strong>
            <span className="fb-dim">{Math.round(pair.likeness.score * 100)} %</span>
          </span>
          <span className="fb-dim">{pair.second.name}</span>
        </>
      )}
      detail={
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="fb-review-detail" tabIndex={0} aria-label={t('duplicates.detail')}>
          {focused && (
            <>
              <LikenessLine likeness={focused.likeness} />
              <div className="fb-desk-sides">
                <Drawing pair={focused} />
                <ul className="fb-like">
                  {[focused.first, focused.second].map((outlet, i) => (
                    <Side
                      key={outlet.id}
                      n={i + 1}
                      outlet={outlet}
                      stays={outlet.id === survivor}
                      onStay={() => setChosen({ pair: focused.id, survivor: outlet.id })}
                    />
                  ))}
                </ul>
              </div>
            </>
          )}
        </section>
      }
      yes={t('duplicates.merge')}
      no={t('duplicates.different')}
      mayYes={allowed}
      mayNo={allowed}
      busy={act.isPending}
      onSay={(yes, why) => focused && act.mutate({ pair: focused, said: yes ? 'same' : 'different', why })}
      onUndo={
        last && last.said !== 'rollback'
          ? () => act.mutate({ pair: last.pair, said: 'rollback', why: '' })
          : undefined
      }
      said={
        act.isError
          ? problemText(act.error, t)
          : last
            ? t(`duplicates.done.${last.said}`)
            : focused && !allowed
              ? t('outlets.planner')
              : t('duplicates.keys')
      }
      keys={{ s: () => focused && setChosen({ pair: focused.id, survivor: other(focused) }) }}
    />
  );
}

function Side({
  n,
  outlet,
  stays,
  onStay,
}: {
  n: number;
  outlet: PairedOutlet;
  stays: boolean;
  onStay: () => void;
}) {
  const { t } = useTranslation();
  return (
    <li data-chosen={stays || undefined}>
      <div>
        <p>
          <strong>
            {n} {outlet.name}
          </strong>{' '}
          <span className="fb-dim">
            {outlet.code} · {outlet.org_unit_code}
          </span>
        </p>
        <p className="fb-dim">{[outlet.phone, outlet.address].filter(Boolean).join(' · ')}</p>
        <p className="fb-dim">
          {t('duplicates.visits', { count: outlet.visits })} ·{' '}
          {outlet.routes.join(', ') || t('requests.no_route')}
        </p>
      </div>
      <Button size="compact-sm" variant={stays ? 'filled' : 'default'} aria-pressed={stays} onClick={onStay}>
        {t('duplicates.stays')}
      </Button>
    </li>
  );
}

function Drawing({ pair }: { pair: OutletPair }) {
  const { t } = useTranslation();
  const places = [pair.first, pair.second].flatMap((outlet, i) =>
    outlet.lat === null || outlet.lng === null ? [] : [{ n: i + 1, lat: outlet.lat, lng: outlet.lng }],
  );
  const { at } = sketch(places, SIZE, MARGIN, AROUND_M);
  return (
    <svg
      className="fb-sketch"
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role="img"
      aria-label={t('duplicates.drawing', { distance: Math.round(pair.likeness.distance_m ?? 0) })}
    >
      {places.map((place) => {
        const { x, y } = at(place);
        return (
          <g key={place.n}>
            <circle cx={x} cy={y} r={6} className={place.n === 1 ? 'fb-sketch-old' : 'fb-sketch-new'} />
            <text x={x + 9} y={place.n === 1 ? y - 4 : y + 14}>
              {place.n}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
