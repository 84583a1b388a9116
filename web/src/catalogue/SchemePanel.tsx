// A scheme: said in words, and edited field by field.
import { Checkbox, NumberInput, TagsInput } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { units } from '../alerts/alerts';
import { useFormat } from '../format/useFormat';
import { MoneyInput, useCurrency } from './AmountInput';
import { foundOne } from './catalogue';
import { Facts } from './Facts';
import { FormFrame, HeadFields, headOf, SpanFields, useWriting } from './Form';
import { useNames } from './names';
import { ManyFinder, ManySelect, useProducts } from './Pickers';
import { RuleFields } from './RuleFields';
import { freshRule } from './rules';
import { audienceWords, ruleWords, type Saying, termWords } from './scheme_words';
import type { Scheme } from './types';

/** The reader's language, formats and names; `customers` are those that are said. */
export function useSaying(customers: readonly number[] = []): Saying {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const names = useNames();
  const areas = useQuery(units).data?.items ?? [];
  const known = useQueries({ queries: customers.map((id) => foundOne('customers', id)) });
  return {
    t,
    names,
    money: (minor) => format.money(minor, currency),
    number: format.count,
    day: format.longDay,
    any: (items) => format.listed(items, 'or'),
    all: (items) => format.listed(items, 'and'),
    area: (id) => areas.find((unit) => unit.id === id)?.name ?? `#${id}`,
    customer: (id) => known[customers.indexOf(id)]?.data?.name ?? `#${id}`,
  };
}

export function SchemeFacts({ scheme }: { scheme: Scheme }) {
  const { t } = useTranslation();
  const saying = useSaying(scheme.audience.customers);
  const audience = audienceWords(scheme, saying);
  return (
    <>
      <ul className="fb-cat-said">
        {ruleWords(scheme.rule, scheme.products, saying).map((words, at) => (
          <li key={at}>{words}</li>
        ))}
      </ul>
      <Facts
        rows={[
          [t('catalogue.holder'), audience.length > 0 ? audience.join('; ') : t('catalogue.everybody')],
          [t('catalogue.terms'), termWords(scheme, saying).join('; ')],
        ]}
      />
    </>
  );
}

export function SchemeForm({
  was,
  onSaved,
  onCancel,
}: {
  was: Scheme | undefined;
  onSaved: (row: Scheme) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const saving = useWriting('schemes', was, onSaved);
  const { faults } = saving;
  const products = useProducts();
  const areas = useQuery(units).data?.items ?? [];
  const [head, setHead] = useState(() => headOf(was));
  const [span, setSpan] = useState({ valid_from: was?.valid_from ?? null, valid_to: was?.valid_to ?? null });
  const [rule, setRule] = useState(was?.rule ?? freshRule);
  const [on, setOn] = useState(was?.products ?? { products: [], categories: [] });
  const [audience, setAudience] = useState(
    was?.audience ?? { classes: [], channels: [], areas: [], customers: [], cash_only: false },
  );
  const [terms, setTerms] = useState({
    stack_group: was?.stack_group ?? 0,
    priority: was?.priority ?? 0,
    stackable: was?.stackable ?? false,
    budget_minor: was?.budget_minor ?? null,
    outlet_cap_minor: was?.outlet_cap_minor ?? null,
  });
  const categories = [
    ...new Map(
      products.flatMap(({ category_id: id, category }) =>
        id === null ? [] : [[id, { value: String(id), label: category ?? `#${id}` }] as const],
      ),
    ).values(),
  ];
  const aim = (more: Partial<typeof audience>) => setAudience({ ...audience, ...more });
  const whole = (name: 'stack_group' | 'priority') => ({
    label: t(`catalogue.${name}`),
    description: t(`catalogue.${name}_about`),
    hideControls: true,
    allowDecimal: false,
    value: terms[name],
    error: faults.at(`/${name}`),
    onChange: (given: string | number) => setTerms({ ...terms, [name]: Number(given) }),
  });
  return (
    <FormFrame
      saving={saving}
      onCancel={onCancel}
      body={() => ({ ...head, ...span, rule, products: on, audience, ...terms })}
    >
      <HeadFields
        head={head}
        fresh={!was}
        faults={faults}
        onChange={(more) => setHead({ ...head, ...more })}
      />
      <RuleFields rule={rule} faults={faults} onChange={setRule} />
      {rule.type !== 'combo' && (
        <fieldset className="fb-cat-set">
          <legend>{t('catalogue.counts')}</legend>
          <ManySelect
            label={t('catalogue.products')}
            placeholder={t('catalogue.all_of_them')}
            data={products
              .filter(({ active, id }) => active || on.products.includes(id))
              .map(({ id, code, name }) => ({ value: String(id), label: `${name} (${code})` }))}
            value={on.products}
            error={faults.under('/products')}
            onChange={(ids) => setOn({ ...on, products: ids })}
          />
          <ManySelect
            label={t('catalogue.categories')}
            placeholder={t('catalogue.none')}
            data={categories}
            value={on.categories}
            onChange={(ids) => setOn({ ...on, categories: ids })}
          />
        </fieldset>
      )}
      <fieldset className="fb-cat-set">
        <legend>{t('catalogue.holder')}</legend>
        <p className="fb-dim">{t('catalogue.audience_about')}</p>
        <TagsInput
          label={t('catalogue.classes')}
          placeholder={audience.classes.length === 0 ? t('catalogue.any') : undefined}
          value={audience.classes}
          onChange={(classes) => aim({ classes })}
        />
        <TagsInput
          label={t('catalogue.channels')}
          placeholder={audience.channels.length === 0 ? t('catalogue.any') : undefined}
          value={audience.channels}
          onChange={(channels) => aim({ channels })}
        />
        <ManySelect
          label={t('catalogue.areas')}
          placeholder={t('catalogue.any')}
          data={areas.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={audience.areas}
          onChange={(ids) => aim({ areas: ids })}
        />
        <ManyFinder
          kind="customers"
          label={t('catalogue.customers')}
          placeholder={t('catalogue.any')}
          value={audience.customers}
          onChange={(customers) => aim({ customers })}
        />
        <Checkbox
          label={t('catalogue.cash_only')}
          checked={audience.cash_only}
          onChange={(event) => aim({ cash_only: event.currentTarget.checked })}
        />
      </fieldset>
      <SpanFields
        from={span.valid_from}
        to={span.valid_to}
        faults={faults}
        onChange={(more) => setSpan({ ...span, ...more })}
      />
      <div className="fb-cat-row">
        <NumberInput {...whole('stack_group')} />
        <NumberInput {...whole('priority')} />
      </div>
      <Checkbox
        label={t('catalogue.stackable')}
        description={t('catalogue.stackable_about')}
        checked={terms.stackable}
        onChange={(event) => setTerms({ ...terms, stackable: event.currentTarget.checked })}
      />
      <div className="fb-cat-row">
        <MoneyInput
          label={t('catalogue.budget')}
          description={t('catalogue.budget_about')}
          value={terms.budget_minor}
          error={faults.at('/budget_minor')}
          onChange={(budget_minor) => setTerms({ ...terms, budget_minor })}
        />
        <MoneyInput
          label={t('catalogue.cap')}
          description={t('catalogue.cap_about')}
          value={terms.outlet_cap_minor}
          error={faults.at('/outlet_cap_minor')}
          onChange={(outlet_cap_minor) => setTerms({ ...terms, outlet_cap_minor })}
        />
      </div>
    </FormFrame>
  );
}
