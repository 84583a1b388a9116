// Display programmes, and beside them the outlets that take part in the one picked.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { has, type Rights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { Told } from '../plans/Told';
import { type Programme, programmesQuery } from './displays';
import { ProgrammeDetail } from './ProgrammeDetail';
import { ProgrammeForm } from './ProgrammeForm';

interface Props {
  programme: number | undefined;
  rights: Rights;
  user: number | undefined;
  onPick: (programme: number) => void;
}

export function DisplayDesk({ programme, rights, user, onPick }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(programmesQuery);
  const picked = query.data?.find((row) => row.id === programme) ?? query.data?.[0];
  /** The form is open: for a new one, or for the one picked. */
  const [form, setForm] = useState<'new' | 'change' | null>(null);
  const mayManage = has(rights, 'manage_displays');
  return (
    <div className="fb-plans-two">
      <section className="fb-plans-list" aria-label={t('displays.programmes')}>
        <div className="fb-plans-head">
          <h2>{t('displays.programmes')}</h2>
          <ExportButtons path="displays" name={t('displays.programmes')} />
          {mayManage && (
            <Button size="xs" variant="light" onClick={() => setForm('new')}>
              {t('displays.make')}
            </Button>
          )}
        </div>
        <Told query={query} empty={t('displays.none')}>
          {(rows: Programme[]) => (
            <ul>
              {rows.map((row) => (
                <li key={row.id} data-focused={row.id === picked?.id || undefined}>
                  <button
                    type="button"
                    aria-current={row.id === picked?.id || undefined}
                    onClick={() => {
                      setForm(null);
                      onPick(row.id);
                    }}
                  >
                    <strong>{row.name}</strong>
                    <span className="fb-dim">
                      {row.code} · {format.day(row.from)} – {format.day(row.to)}
                      {row.active ? '' : ` · ${t('displays.inactive')}`}
                    </span>
                    <span>
                      {t('displays.counts', {
                        enrolled: row.enrolled,
                        executed: row.executed,
                        approved: row.approved,
                        paid: row.paid,
                      })}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Told>
      </section>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-plans-detail" tabIndex={0} aria-label={t('displays.detail')}>
        {form ? (
          <ProgrammeForm
            key={form === 'new' ? 'new' : picked?.id}
            was={form === 'new' ? undefined : picked}
            onDone={(saved) => {
              setForm(null);
              if (saved) onPick(saved.id);
            }}
          />
        ) : picked ? (
          <ProgrammeDetail
            key={picked.id}
            programme={picked}
            rights={rights}
            user={user}
            onChange={mayManage ? () => setForm('change') : undefined}
          />
        ) : (
          <p className="fb-dim">{t('displays.none')}</p>
        )}
      </section>
    </div>
  );
}
