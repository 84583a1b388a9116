// Absences: what waits for a decision first, one beside it with what approving it would move.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { has, type Rights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { useShortcuts } from '../pages/useShortcuts';
import { AbsenceDetail } from './AbsenceDetail';
import { AbsenceForm } from './AbsenceForm';
import { type Absence, absences, inOrder } from './plans';
import { Told } from './Told';

export function AbsenceDesk({
  today,
  rights,
  focus,
  onFocus,
}: {
  today: string;
  rights: Rights;
  focus: string | undefined;
  onFocus: (id: string) => void;
}) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const query = useQuery({ ...absences, select: (list) => inOrder(list, today) });
  const rows = query.data ?? [];
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === focus),
  );
  const focused = rows[at];
  const move = (by: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) onFocus(next.id);
  };
  useShortcuts({ j: () => move(1), k: () => move(-1), n: () => setAsking(true) });
  const waiting = rows.filter((row) => row.state === 'requested').length;
  const mayAsk = has(rights, 'decide_absences');
  return (
    <div className="fb-plans-two">
      <section className="fb-plans-list" aria-label={t('plans.absences')}>
        <header className="fb-plans-head">
          <h2>{t('plans.waiting', { count: waiting })}</h2>
          {mayAsk && (
            <Button size="compact-sm" variant="light" onClick={() => setAsking(true)}>
              {t('plans.ask')}
            </Button>
          )}
        </header>
        <Told query={query} empty={t('plans.no_absences')}>
          {(list) => (
            <ul>
              {list.map((row) => (
                <Row key={row.id} row={row} focused={row.id === focused?.id} onFocus={onFocus} />
              ))}
            </ul>
          )}
        </Told>
        <p className="fb-dim fb-wide-only">{t('plans.keys')}</p>
      </section>
      {focused && <AbsenceDetail key={focused.id} absence={focused} rights={rights} onDone={() => move(1)} />}
      <AbsenceForm
        today={today}
        opened={asking}
        onClose={() => setAsking(false)}
        onAsked={(made) => {
          setAsking(false);
          onFocus(made.id);
        }}
      />
    </div>
  );
}

function Row({ row, focused, onFocus }: { row: Absence; focused: boolean; onFocus: (id: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const days = row.from === row.to ? format.day(row.from) : `${format.day(row.from)} – ${format.day(row.to)}`;
  return (
    <li data-focused={focused || undefined}>
      <button
        type="button"
        data-absence={row.id}
        aria-current={focused || undefined}
        onClick={() => onFocus(row.id)}
      >
        <span className="fb-review-row-head">
          <strong>{row.rep_name}</strong>
          <span className="fb-plans-state" data-state={row.state}>
            {t(`plans.state.${row.state}`)}
          </span>
        </span>
        <span className="fb-dim">
          {t(`plans.kind.${row.kind}`)} · {days}
          {row.from_time && row.to_time ? ` · ${row.from_time}–${row.to_time}` : ''}
        </span>
      </button>
    </li>
  );
}
