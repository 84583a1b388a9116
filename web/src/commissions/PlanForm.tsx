// A new plan, or a new version of one: on what, how much from which value on, and what must have been visited for it.
import { ActionIcon, Button, NumberInput, SegmentedControl, Select } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { MoneyInput, PercentInput } from '../catalogue/AmountInput';
import { CodeAndName, type Faults, FormFrame, useFaults } from '../catalogue/Form';
import { BASES, draftOf, type Plan, type PlanDraft, planBody, putPlan } from './commissions';

/** The server takes no more. */
const TIERS_MAX = 20;

export function PlanForm({
  was,
  onCancel,
  onSaved,
}: {
  was?: Plan;
  onCancel: () => void;
  onSaved: (plan: Plan) => void;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<PlanDraft>(() => draftOf(was));
  const change = (more: Partial<PlanDraft>) => setDraft((old) => ({ ...old, ...more }));
  const save = useMutation({
    mutationFn: (body: object) => putPlan(draft.code, body),
    onSuccess: async ({ items }) => {
      await queryClient.invalidateQueries({ queryKey: ['commissions'] });
      if (items[0]) onSaved(items[0]);
    },
  });
  const faults = useFaults(save.error);
  return (
    <FormFrame saving={{ save, faults }} body={() => planBody(draft)} onCancel={onCancel}>
      <div className="fb-cat-row">
        <CodeAndName head={draft} fresh={!was} faults={faults} onChange={change} />
      </div>
      <div className="fb-cat-row">
        <Select
          label={t('commissions.basis_of')}
          allowDeselect={false}
          data={BASES.map((each) => ({ value: each, label: t(`commissions.basis.${each}`) }))}
          value={draft.basis}
          onChange={(word) => change({ basis: BASES.find((each) => each === word) ?? draft.basis })}
        />
        <NumberInput
          label={t('commissions.least')}
          description={t('commissions.least_what')}
          min={1}
          max={100}
          allowDecimal={false}
          hideControls
          suffix=" %"
          value={draft.least ?? ''}
          error={faults.at('/least_compliance_pct')}
          onChange={(value) => change({ least: value === '' ? null : Number(value) })}
        />
      </div>
      <SegmentedControl
        aria-label={t('commissions.how')}
        data={[
          { value: 'bands', label: t('commissions.cumulative') },
          { value: 'highest', label: t('commissions.highest') },
        ]}
        value={draft.cumulative ? 'bands' : 'highest'}
        onChange={(how) => change({ cumulative: how === 'bands' })}
      />
      <Tiers draft={draft} faults={faults} onChange={(tiers) => change({ tiers })} />
    </FormFrame>
  );
}

function Tiers({
  draft: { tiers },
  faults,
  onChange,
}: {
  draft: PlanDraft;
  faults: Faults;
  onChange: (tiers: PlanDraft['tiers']) => void;
}) {
  const { t } = useTranslation();
  const set = (at: number, more: Partial<PlanDraft['tiers'][number]>) =>
    onChange(tiers.map((tier, i) => (i === at ? { ...tier, ...more } : tier)));
  const next = Math.max(-1, ...tiers.map(({ key }) => key)) + 1;
  return (
    <fieldset className="fb-cat-set">
      <legend>{t('commissions.tiers')}</legend>
      {faults.at('/tiers') && <p className="fb-cat-bad">{faults.at('/tiers')}</p>}
      {tiers.map((tier, at) => (
        <div key={tier.key} className="fb-cat-row">
          <MoneyInput
            label={t('commissions.from')}
            value={tier.from}
            error={faults.at(`/tiers/${at}`)}
            onChange={(from) => set(at, { from })}
          />
          <PercentInput
            label={t('commissions.rate')}
            value={tier.basis_points}
            onChange={(basis_points) => set(at, { basis_points })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            disabled={tiers.length === 1}
            aria-label={t('commissions.drop_tier', { number: at + 1 })}
            onClick={() => onChange(tiers.filter((_, i) => i !== at))}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconPlus size={16} aria-hidden />}
        disabled={tiers.length >= TIERS_MAX}
        onClick={() => onChange([...tiers, { key: next, from: null, basis_points: null }])}
      >
        {t('commissions.add_tier')}
      </Button>
    </fieldset>
  );
}
