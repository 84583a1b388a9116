// The rule of a scheme as fields: what it asks for and what it gives, by its kind.
import { ActionIcon, Button, Checkbox, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MoneyInput, PercentInput, QuantityInput } from './AmountInput';
import type { Faults } from './Form';
import { pieceOf } from './names';
import { ProductSelect, useProducts } from './Pickers';
import { asBenefit, asKind, changedAt, freshTier, without } from './rules';
import { BENEFIT_TYPES, type Benefit, RULE_TYPES, type Rule, type Tier, type ValueTier } from './types';

export function RuleFields({
  rule,
  faults,
  onChange,
}: {
  rule: Rule;
  faults: Faults;
  onChange: (rule: Rule) => void;
}) {
  const { t } = useTranslation();
  return (
    <fieldset className="fb-cat-set">
      <legend>{t('catalogue.rule')}</legend>
      <Select
        label={t('catalogue.rule_kind')}
        description={t(`catalogue.rule_about.${rule.type}`)}
        allowDeselect={false}
        data={RULE_TYPES.map((value) => ({ value, label: t(`catalogue.rules.${value}`) }))}
        value={rule.type}
        onChange={(type) => type && onChange(asKind(rule, type as Rule['type']))}
      />
      {faults.at('/rule') && <p className="fb-cat-bad">{faults.at('/rule')}</p>}
      {(rule.type === 'quantity' || rule.type === 'mix') && (
        <Checkbox
          label={t('catalogue.every')}
          description={t('catalogue.every_about')}
          checked={rule.every}
          onChange={(event) => onChange({ ...rule, every: event.currentTarget.checked })}
        />
      )}
      {rule.type === 'combo' ? (
        <Combo rule={rule} faults={faults} onChange={onChange} />
      ) : rule.type === 'value' || rule.type === 'cumulative_value' ? (
        <Tiers
          tiers={rule.tiers}
          faults={faults}
          fresh={{ ...freshTier, at_least_minor: 0 }}
          at={(tier: ValueTier, index, set) => (
            <MoneyInput
              label={t('catalogue.from_value')}
              required
              value={tier.at_least_minor || null}
              error={faults.at(`/rule/tiers/${index}/at_least_minor`)}
              onChange={(minor) => set({ ...tier, at_least_minor: minor ?? 0 })}
            />
          )}
          onChange={(tiers) => onChange({ ...rule, tiers })}
        />
      ) : (
        <Tiers
          tiers={rule.tiers}
          faults={faults}
          fresh={freshTier}
          at={(tier: Tier, index, set) => (
            <QuantityInput
              label={
                rule.type !== 'cumulative' && rule.every
                  ? t('catalogue.for_every')
                  : t('catalogue.from_quantity')
              }
              required
              value={tier.at_least_milli || null}
              error={faults.at(`/rule/tiers/${index}/at_least_milli`)}
              onChange={(milli) => set({ ...tier, at_least_milli: milli ?? 0 })}
            />
          )}
          onChange={(tiers) => onChange({ ...rule, tiers })}
        />
      )}
    </fieldset>
  );
}

function Tiers<T extends { benefit: Benefit }>({
  tiers,
  faults,
  fresh,
  at,
  onChange,
}: {
  tiers: readonly T[];
  faults: Faults;
  fresh: T;
  /** The field of what a tier asks for. */
  at: (tier: T, index: number, set: (tier: T) => void) => ReactNode;
  onChange: (tiers: T[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      {faults.at('/rule/tiers') && <p className="fb-cat-bad">{faults.at('/rule/tiers')}</p>}
      {tiers.map((tier, index) => {
        const set = (changed: T) => onChange(changedAt(tiers, index, changed));
        return (
          <fieldset key={index} className="fb-cat-tier" aria-label={t('catalogue.tier', { n: index + 1 })}>
            <div className="fb-cat-row">
              {at(tier, index, set)}
              <BenefitFields
                benefit={tier.benefit}
                error={faults.under(`/rule/tiers/${index}/benefit`)}
                onChange={(benefit) => set({ ...tier, benefit })}
              />
              <Drop
                label={t('catalogue.drop_tier', { n: index + 1 })}
                onClick={() => onChange(without(tiers, index))}
              />
            </div>
          </fieldset>
        );
      })}
      <Button size="compact-sm" variant="subtle" onClick={() => onChange([...tiers, tiers.at(-1) ?? fresh])}>
        {t('catalogue.add_tier')}
      </Button>
    </>
  );
}

function Combo({
  rule,
  faults,
  onChange,
}: {
  rule: Extract<Rule, { type: 'combo' }>;
  faults: Faults;
  onChange: (rule: Rule) => void;
}) {
  const { t } = useTranslation();
  const { parts } = rule;
  return (
    <>
      {faults.at('/rule/parts') && <p className="fb-cat-bad">{t('catalogue.parts_fault')}</p>}
      {parts.map((part, index) => (
        <div key={index} className="fb-cat-row">
          <div className="fb-cat-wide">
            <ProductSelect
              label={t('catalogue.product')}
              value={part.product || null}
              error={faults.at(`/rule/parts/${index}/product`)}
              onChange={({ id }) =>
                onChange({ ...rule, parts: changedAt(parts, index, { ...part, product: id }) })
              }
            />
          </div>
          <QuantityInput
            label={t('catalogue.quantity')}
            value={part.quantity_milli || null}
            error={faults.at(`/rule/parts/${index}/quantity_milli`)}
            onChange={(milli) =>
              onChange({ ...rule, parts: changedAt(parts, index, { ...part, quantity_milli: milli ?? 0 }) })
            }
          />
          <Drop
            label={t('catalogue.drop_part', { n: index + 1 })}
            onClick={() => onChange({ ...rule, parts: without(parts, index) })}
          />
        </div>
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => onChange({ ...rule, parts: [...parts, { product: 0, quantity_milli: 1000 }] })}
      >
        {t('catalogue.add_part')}
      </Button>
      <div className="fb-cat-row">
        <BenefitFields
          benefit={rule.benefit}
          error={faults.under('/rule/benefit')}
          onChange={(benefit) => onChange({ ...rule, benefit })}
        />
      </div>
    </>
  );
}

function Drop({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
      <IconX size={18} />
    </ActionIcon>
  );
}

function BenefitFields({
  benefit,
  error,
  onChange,
}: {
  benefit: Benefit;
  error: string | null;
  onChange: (benefit: Benefit) => void;
}) {
  const { t } = useTranslation();
  const products = useProducts();
  return (
    <>
      <Select
        label={t('catalogue.gives')}
        allowDeselect={false}
        data={BENEFIT_TYPES.map((value) => ({ value, label: t(`catalogue.benefit.${value}`) }))}
        value={benefit.type}
        onChange={(type) => type && onChange(asBenefit(benefit, type as Benefit['type']))}
      />
      {benefit.type === 'percent' && (
        <PercentInput
          label={t('catalogue.benefit.percent')}
          value={benefit.basis_points || null}
          error={error}
          onChange={(points) => onChange({ ...benefit, basis_points: points ?? 0 })}
        />
      )}
      {benefit.type === 'amount' && (
        <MoneyInput
          label={t('catalogue.benefit.amount')}
          value={benefit.minor || null}
          error={error}
          onChange={(minor) => onChange({ ...benefit, minor: minor ?? 0 })}
        />
      )}
      {benefit.type === 'free' && (
        <>
          <QuantityInput
            label={t('catalogue.quantity')}
            value={benefit.quantity_milli || null}
            onChange={(milli) => onChange({ ...benefit, quantity_milli: milli ?? 0 })}
          />
          <div className="fb-cat-wide">
            <ProductSelect
              label={t('catalogue.product')}
              value={benefit.product || null}
              error={error}
              onChange={(product) => onChange({ ...benefit, product: product.id, unit: pieceOf(product) })}
            />
          </div>
          <Select
            label={t('catalogue.unit')}
            allowDeselect={false}
            data={Object.keys(products.find(({ id }) => id === benefit.product)?.units ?? {})}
            value={benefit.unit || null}
            onChange={(unit) => onChange({ ...benefit, unit: unit ?? '' })}
          />
        </>
      )}
    </>
  );
}
