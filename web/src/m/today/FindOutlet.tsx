// Any of the rep's outlets by a piece of its name, without marks: also those that are not due today.
import { useState } from 'react';
import type { Point } from '../engine/geo';
import { usePhone } from '../phone';
import { href } from '../route';
import { useSay } from '../say';
import { away, found } from './stops';

const MOST = 30;

export function FindOutlet({ from }: { from: Point | null }) {
  const { data } = usePhone();
  const { t, distance } = useSay();
  const [typed, setTyped] = useState('');
  const hits = found(data.outlets, typed)
    .map((outlet) => ({ outlet, distance_m: away(outlet, from) }))
    .sort((a, b) => (a.distance_m ?? Infinity) - (b.distance_m ?? Infinity));
  return (
    <search className="m-list">
      <label className="m-field">
        {t('find.label', { count: data.outlets.length })}
        <input
          type="search"
          enterKeyHint="search"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          placeholder={t('find.example')}
        />
      </label>
      {typed.trim() && (
        <>
          <p className="m-dim" role="status">
            {t('find.hits', { count: hits.length })}
          </p>
          <ul className="m-list">
            {hits.slice(0, MOST).map(({ outlet, distance_m }) => (
              <li key={outlet.id}>
                <a className="m-item" href={href('outlet', outlet.id)}>
                  <span className="m-item-words">
                    <strong>{outlet.name}</strong>
                    <span className="m-dim">{outlet.address ?? outlet.code}</span>
                  </span>
                  {distance_m !== null && <span className="m-dim m-num">{distance(distance_m)}</span>}
                </a>
              </li>
            ))}
          </ul>
          {!hits.length && (
            <a className="m-button" href={href('new-outlet')}>
              {t('find.new')}
            </a>
          )}
        </>
      )}
    </search>
  );
}
