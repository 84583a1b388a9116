// A new segment of plain conditions, all of which or one of which must hold, and who is left out of it, with how many customers it finds while it is made.
import { NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { units } from '../alerts/alerts';
import { MoneyInput } from '../catalogue/AmountInput';
import { FormFrame } from '../catalogue/Form';
import { ManySelect } from '../catalogue/Pickers';
import { useFormat } from '../format/useFormat';
import { useSaving } from './saving';
import { type Asked, countQuery, makeSegment, NOTHING_ASKED, PERIODS, type Rule, ruleOf } from './segments';

const ASK_AFTER_MS = 400;

export function SegmentForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [asked, setAsked] = useState<Asked>(NOTHING_ASKED);
  const saving = useSaving(makeSegment, onDone);
  const { faults } = saving;
  const set = (change: Partial<Asked>) => setAsked({ ...asked, ...change });
  const areas = useQuery(units).data?.items ?? [];
  const rule = ruleOf(asked);
  const text = (label: string, field: 'classes' | 'channels' | 'industries' | 'notClasses') => (
    <TextInput
      label={label}
      description={t('segment.by_comma')}
      value={asked[field]}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
    />
  );
  const number = (
    label: string,
    field: 'ageMin' | 'lastMin' | 'lastMax' | 'recencyMax' | 'frequencyMin' | 'monetaryMin',
    max: number,
  ) => (
    <NumberInput
      label={label}
      min={0}
      max={max}
      allowDecimal={false}
      hideControls
      value={asked[field] ?? ''}
      onChange={(value) => set({ [field]: value === '' ? null : Number(value) })}
    />
  );
  return (
    <FormFrame saving={saving} onCancel={onDone} body={() => ({ code, name, rule: rule ?? undefined })}>
      <div className="fb-cat-row">
        <TextInput
          label={t('catalogue.code')}
          required
          maxLength={64}
          value={code}
          error={faults.at('/code')}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <TextInput
          className="fb-cat-wide"
          label={t('catalogue.name')}
          required
          maxLength={200}
          value={name}
          error={faults.at('/name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <SegmentedControl
        aria-label={t('segment.join')}
        data={(['all', 'any'] as const).map((value) => ({ value, label: t(`segment.joined.${value}`) }))}
        value={asked.join}
        onChange={(join) => set({ join: join === 'any' ? 'any' : 'all' })}
      />
      {text(t('segment.ask.classes'), 'classes')}
      {text(t('segment.ask.channels'), 'channels')}
      {text(t('segment.ask.industries'), 'industries')}
      <ManySelect
        label={t('segment.ask.areas')}
        placeholder={t('targets.any_unit')}
        data={areas.map(({ id, name, code }) => ({ value: String(id), label: `${name} (${code})` }))}
        value={asked.areas}
        onChange={(ids) => set({ areas: ids })}
      />
      <div className="fb-cat-row">
        {number(t('segment.ask.age'), 'ageMin', 36_500)}
        {number(t('segment.ask.last_min'), 'lastMin', 36_500)}
        {number(t('segment.ask.last_max'), 'lastMax', 36_500)}
      </div>
      <div className="fb-cat-row">
        <MoneyInput
          label={t('segment.ask.ordered')}
          value={asked.orderedMin}
          onChange={(orderedMin) => set({ orderedMin })}
        />
        <Select
          label={t('segment.ask.period')}
          allowDeselect={false}
          data={PERIODS.map((each) => ({ value: each, label: t(`segment.period.${each}`) }))}
          value={asked.period}
          onChange={(value) => set({ period: PERIODS.find((each) => each === value) ?? 'days_90' })}
        />
      </div>
      <div className="fb-cat-row">
        {number(t('segment.ask.recency'), 'recencyMax', 5)}
        {number(t('segment.ask.frequency'), 'frequencyMin', 5)}
        {number(t('segment.ask.monetary'), 'monetaryMin', 5)}
      </div>
      {text(t('segment.ask.not_classes'), 'notClasses')}
      {rule ? <Count rule={rule} /> : <p className="fb-dim">{faults.at('/rule') ?? t('segment.nothing')}</p>}
    </FormFrame>
  );
}

/** How many customers of the reader a rule finds, asked once the typing rests. */
function Count({ rule }: { rule: Rule }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [rested] = useDebouncedValue(rule, ASK_AFTER_MS);
  const query = useQuery({ ...countQuery(rested), placeholderData: (old) => old });
  return (
    <p role="status" data-testid="segment-count">
      {query.data && t('segment.found', { count: query.data.count, n: format.count(query.data.count) })}
    </p>
  );
}
