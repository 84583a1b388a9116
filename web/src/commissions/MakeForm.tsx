// Makes the statements of a month: first as drafts to look at, then for good.
import { Button, Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { FormFrame, useFaults } from '../catalogue/Form';
import { month as monthWords } from '../format/format';
import { useFormat } from '../format/useFormat';
import { RepSelect } from '../plans/Told';
import { type Making, makeStatements, plansQuery, type Statement } from './commissions';
import { StatementTable } from './StatementTable';

export function MakeForm({ month, onDone }: { month: string; onDone: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const plans = useQuery(plansQuery).data ?? [];
  const [picked, setPicked] = useState<string | null>(null);
  const [rep, setRep] = useState<number | null>(null);
  const [drafts, setDrafts] = useState<Statement[] | null>(null);
  const plan = picked ?? plans[0]?.code ?? null;
  const making = (dry_run: boolean): Making => ({
    plan_code: plan ?? '',
    month: `${month}-01`,
    rep_id: rep,
    dry_run,
  });
  const save = useMutation({
    mutationFn: (body: object) => makeStatements(body as Making),
    onSuccess: async ({ items }, body) => {
      if ((body as Making).dry_run) {
        setDrafts(items);
        return;
      }
      await queryClient.invalidateQueries({ queryKey: ['commissions'] });
      onDone();
    },
  });
  const faults = useFaults(save.error);
  return (
    <>
      <FormFrame
        saving={{ save, faults }}
        body={() => making(true)}
        yes={t('commissions.preview')}
        onCancel={onDone}
      >
        <div className="fb-cat-row">
          <Select
            label={t('commissions.plan')}
            required
            allowDeselect={false}
            data={plans.map(({ code, name }) => ({ value: code, label: name }))}
            value={plan}
            error={faults.at('/plan_code')}
            onChange={(code) => {
              setPicked(code);
              setDrafts(null);
            }}
          />
          <RepSelect
            label={t('orders.rep')}
            clearable
            placeholder={t('commissions.every_rep')}
            value={rep}
            onChange={(id) => {
              setRep(id);
              setDrafts(null);
            }}
          />
        </div>
        <p className="fb-dim">
          {t('commissions.of_month', { month: monthWords(month, format.language) })}{' '}
          {faults.at('/month') && <span className="fb-cat-bad">{faults.at('/month')}</span>}
        </p>
      </FormFrame>
      {drafts !== null && (
        <div className="fb-section" aria-live="polite">
          {drafts.length === 0 ? (
            <p className="fb-dim">{t('commissions.nothing')}</p>
          ) : (
            <>
              <h3>{t('commissions.drafts')}</h3>
              <StatementTable rows={drafts} whole />
              <Button loading={save.isPending} onClick={() => save.mutate(making(false))}>
                {t('commissions.close', { count: drafts.length })}
              </Button>
            </>
          )}
        </div>
      )}
    </>
  );
}
