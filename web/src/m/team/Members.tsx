// The team as it stands now, who needs an eye first. Asked again every half minute while somebody looks.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { board } from '../../api/queries';
import { exceptionsQuery } from '../../exceptions/exceptions';
import { Icon } from '../app/icons';
import { href } from '../route';
import { useNow } from '../useNow';
import { Known } from './Known';
import { MemberState } from './MemberRow';
import { found, members } from './members';
import { useSay } from './say';

export function Members() {
  const { t, language, lately, count } = useSay();
  const [typed, setTyped] = useState('');
  const now = useNow(15_000);
  const asked = useQuery(board);
  const exceptions = useQuery(exceptionsQuery('pending')).data ?? [];
  const all = members(asked.data ?? [], exceptions, now, language);
  const rows = found(all, typed);
  const silent = all.filter(({ signal }) => signal === 'silent').length;
  return (
    <Known of={asked}>
      <dl className="m-card m-figures">
        <div>
          <dt>{t('team.sum.visited')}</dt>
          <dd>
            {t('team.sum.of', {
              done: count(all.reduce((sum, row) => sum + row.visited, 0)),
              all: count(all.reduce((sum, row) => sum + row.planned, 0)),
            })}
          </dd>
        </div>
        <div>
          <dt>{t('team.sum.at_work')}</dt>
          <dd>
            {t('team.sum.of', {
              done: count(all.filter(({ signal }) => signal !== 'off').length),
              all: count(all.length),
            })}
          </dd>
        </div>
        <div>
          <dt>{t('team.sum.silent')}</dt>
          <dd>{count(silent)}</dd>
        </div>
      </dl>
      <label className="m-field">
        {t('team.search')}
        <input
          type="search"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
        />
      </label>
      <p className="m-dim m-num" role="status">
        {typed.trim()
          ? t('team.found', { count: rows.length })
          : t('team.as_at', { time: lately(asked.dataUpdatedAt) })}
      </p>
      {all.length === 0 && <p className="m-card m-dim">{t('team.nobody')}</p>}
      <ul className="m-list">
        {rows.map((row) => (
          <li key={row.id}>
            <a className="m-item" data-rep={row.code} href={href('team', 'rep', row.id)}>
              <span className="m-item-words">
                <strong>{row.name}</strong>
                <span className="m-dim">
                  {row.code} · {row.team}
                </span>
                <MemberState row={row} />
              </span>
              <Icon sign="go" />
            </a>
          </li>
        ))}
      </ul>
    </Known>
  );
}
