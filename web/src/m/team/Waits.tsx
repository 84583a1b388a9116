// Everything that waits for a decision of who is signed in, in one list.

import { useState } from 'react';
import { Icon } from '../app/icons';
import { href } from '../route';
import { useRefusal, useSay } from './say';
import { useWaits } from './useWaits';
import { kindsOf } from './waits';

/** As many as a thumb goes through; the rest by its kind, or as these are done. */
const SHOWN = 100;

export function Waits() {
  const { t, lately, day, money, count } = useSay();
  const refusal = useRefusal();
  const { items, results } = useWaits();
  const failed = results.filter(({ isError }) => isError);
  const known = results.filter(({ data }) => data !== undefined).map(({ dataUpdatedAt }) => dataUpdatedAt);
  const [kind, setKind] = useState('');
  const kinds = kindsOf(items);
  // The last of its kind was decided: all are shown again.
  const chosen = kinds.some(([each]) => each === kind) ? kind : '';
  const rows = items.filter((item) => chosen === '' || item.kind === chosen);
  const loading = results.some(({ isLoading }) => isLoading);
  return (
    <>
      {failed[0] && (
        <p className="m-note" role="status" data-testid="stale">
          {known.length > 0
            ? t('team.as_of', { why: refusal(failed[0].error), at: lately(Math.min(...known)) })
            : refusal(failed[0].error)}
        </p>
      )}
      {items.length === 0 && !loading && failed.length === 0 && (
        <p className="m-card m-dim">{t('team.waits.none')}</p>
      )}
      {items.length === 0 && loading && (
        <span className="m-wait" role="status" aria-label={t('team.loading')} />
      )}
      {kinds.length > 1 && (
        <label className="m-field">
          {t('team.alert.kind')}
          <select value={chosen} onChange={(event) => setKind(event.target.value)}>
            <option value="">{t('team.alert.all', { n: count(items.length) })}</option>
            {kinds.map(([each, number]) => (
              <option key={each} value={each}>
                {t('team.alert.of_kind', { kind: t(`team.waits.kind.${each}`), n: count(number) })}
              </option>
            ))}
          </select>
        </label>
      )}
      <ul className="m-list">
        {rows.slice(0, SHOWN).map((item) => (
          <li key={`${item.kind} ${item.id}`}>
            <a
              className="m-item"
              data-wait={item.kind}
              data-id={item.id}
              href={href('team', 'wait', item.kind, item.id)}
            >
              <span className="m-item-words">
                <span className="t-chips">
                  <span className="m-chip" data-tone={item.kind === 'appeal' ? 'care' : 'main'}>
                    {t(`team.waits.kind.${item.kind}`)}
                  </span>
                </span>
                <strong>{item.what ?? item.who ?? '–'}</strong>
                {item.what && item.who && <span className="m-dim">{item.who}</span>}
                {item.dates && (
                  <span className="m-num">
                    {item.dates.from === item.dates.to
                      ? day(item.dates.from)
                      : `${day(item.dates.from)} – ${day(item.dates.to)}`}
                  </span>
                )}
                {item.amount && (
                  <span className="m-num">{money(item.amount.minor, item.amount.currency)}</span>
                )}
                <span className="m-dim m-num">{t('team.waits.since', { time: lately(item.since) })}</span>
              </span>
              <Icon sign="go" />
            </a>
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && (
        <p className="m-dim">{t('team.waits.more', { n: count(rows.length - SHOWN) })}</p>
      )}
    </>
  );
}
