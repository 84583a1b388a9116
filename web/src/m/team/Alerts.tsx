// What needs somebody of the team: calls for help first, then by weight, what nobody has seen before what somebody has.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { exceptionsQuery, kindCounts, passes, type Severity } from '../../exceptions/exceptions';
import { href } from '../route';
import { Known } from './Known';
import { useSay } from './say';
import { useEvidence } from './useEvidence';

export const SEVERITY_TONE: Record<Severity, 'bad' | 'care' | undefined> = {
  critical: 'bad',
  warning: 'care',
  info: undefined,
};

/** As many as a thumb goes through; the rest by its kind. */
const SHOWN = 100;

export function Alerts() {
  const { t, lately, count } = useSay();
  const evidence = useEvidence();
  const [kind, setKind] = useState('');
  const asked = useQuery({ ...exceptionsQuery('pending'), refetchInterval: 30_000 });
  const all = asked.data ?? [];
  const kinds = kindCounts(all);
  // The last of its kind was dealt with: all are shown again.
  const chosen = kinds.some(([each]) => each === kind) ? kind : '';
  const rows = all.filter((row) => passes(row, { kind: chosen || undefined }));
  return (
    <Known of={asked}>
      {kinds.length > 1 && (
        <label className="m-field">
          {t('team.alert.kind')}
          <select value={chosen} onChange={(event) => setKind(event.target.value)}>
            <option value="">{t('team.alert.all', { n: count(all.length) })}</option>
            {kinds.map(([each, number]) => (
              <option key={each} value={each}>
                {t('team.alert.of_kind', { kind: t(`team.kind.${each}`), n: count(number) })}
              </option>
            ))}
          </select>
        </label>
      )}
      {rows.length === 0 && <p className="m-card m-dim">{t('team.alert.none')}</p>}
      <ul className="m-list">
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.id}>
            <a className="m-item" data-alert={row.id} href={href('team', 'alert', row.id)}>
              <span className="m-item-words">
                <span className="t-chips">
                  <span className="m-chip" data-tone={SEVERITY_TONE[row.severity]}>
                    {t(`team.kind.${row.kind}`)}
                  </span>
                  {row.state === 'acknowledged' && <span className="m-chip">{t('team.alert.seen')}</span>}
                </span>
                <strong>{row.rep_name}</strong>
                <span>{evidence(row)}</span>
                <span className="m-dim m-num">
                  {lately(row.opened_at)}
                  {row.cause_ended_at && ` · ${t('team.alert.ended', { time: lately(row.cause_ended_at) })}`}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && (
        <p className="m-dim">{t('team.alert.more', { n: count(rows.length - SHOWN) })}</p>
      )}
    </Known>
  );
}
