// An occasion being written: when, whom it means, greeting or gift, and what it may cost. Of one in use only what does not
// change whom it means.
import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { units as unitsQuery } from '../alerts/alerts';
import { MoneyInput } from '../catalogue/AmountInput';
import { FormFrame } from '../catalogue/Form';
import { newId } from '../client/ids';
import {
  ACTS,
  type Act,
  changeOccasion,
  datesOf,
  makeOccasion,
  OCCASION_KINDS,
  type Occasion,
  type OccasionKind,
  WAYS,
  type Way,
} from './occasions';
import { useSaving } from './saving';
import { segmentsQuery } from './segments';

export function OccasionForm({ was, onDone }: { was?: Occasion; onDone: () => void }) {
  const { t } = useTranslation();
  const [id] = useState(() => newId());
  const [name, setName] = useState(was?.name ?? '');
  const [kind, setKind] = useState<OccasionKind>(was?.kind ?? 'date');
  const [act, setAct] = useState<Act>(was?.act ?? 'greeting');
  const [way, setWay] = useState<Way>(was?.way ?? 'visit');
  const [dates, setDates] = useState(was?.dates.join('\n') ?? '');
  const [segment, setSegment] = useState<string | null>(was?.segment_id ? String(was.segment_id) : null);
  const [unit, setUnit] = useState<string | null>(was ? String(was.org_unit_id) : null);
  const [ahead, setAhead] = useState<number | null>(was?.days_ahead ?? 7);
  const [text, setText] = useState(was?.text ?? '');
  const [most, setMost] = useState<number | null>(was?.value_max_minor ?? null);
  const [budget, setBudget] = useState<number | null>(was?.budget_minor ?? null);
  const segments = useQuery(segmentsQuery).data ?? [];
  const units = useQuery(unitsQuery).data?.items ?? [];
  const saving = useSaving((put) => (was ? changeOccasion(was, put) : makeOccasion(put)), onDone);
  const { faults } = saving;
  const fixed = was?.active === true;
  return (
    <FormFrame
      saving={saving}
      onCancel={onDone}
      body={() => ({
        name,
        text: text.trim() || null,
        ...(act === 'gift' ? { value_max_minor: most, budget_minor: budget } : {}),
        ...(fixed
          ? {}
          : {
              way: act === 'gift' ? 'visit' : way,
              dates: kind === 'date' ? datesOf(dates) : [],
              segment_id: segment === null ? null : Number(segment),
              days_ahead: ahead ?? 0,
            }),
        ...(was ? {} : { id, kind, act, org_unit_id: unit === null ? null : Number(unit) }),
      })}
    >
      {fixed && <p className="fb-dim fb-crm-hint">{t('occasion.in_use_hint')}</p>}
      <TextInput
        label={t('occasion.name')}
        required
        maxLength={200}
        value={name}
        error={faults.at('/name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t('occasion.when')}
        allowDeselect={false}
        disabled={was !== undefined}
        data={OCCASION_KINDS.map((each) => ({ value: each, label: t(`occasion.kind.${each}`) }))}
        value={kind}
        onChange={(word) => setKind(OCCASION_KINDS.find((each) => each === word) ?? kind)}
      />
      {kind === 'date' && (
        <Textarea
          label={t('occasion.dates')}
          description={t('occasion.dates_hint')}
          required
          autosize
          minRows={2}
          disabled={fixed}
          value={dates}
          error={faults.under('/dates')}
          onChange={(event) => setDates(event.currentTarget.value)}
        />
      )}
      <Select
        label={t('occasion.act')}
        allowDeselect={false}
        disabled={was !== undefined}
        data={ACTS.map((each) => ({ value: each, label: t(`crm.kind.${each}`) }))}
        value={act}
        onChange={(word) => setAct(ACTS.find((each) => each === word) ?? act)}
      />
      {act === 'greeting' && (
        <Select
          label={t('occasion.way_of')}
          description={t('occasion.way_hint')}
          allowDeselect={false}
          disabled={fixed}
          data={WAYS.map((each) => ({ value: each, label: t(`occasion.way.${each}`) }))}
          value={way}
          onChange={(word) => setWay(WAYS.find((each) => each === word) ?? way)}
        />
      )}
      <Select
        label={t('campaign.segment')}
        placeholder={t('occasion.everybody')}
        clearable
        searchable
        disabled={fixed}
        data={segments
          .filter((one) => one.active || String(one.id) === segment)
          .map((one) => ({ value: String(one.id), label: one.name }))}
        value={segment}
        error={faults.at('/segment_id')}
        onChange={setSegment}
      />
      {!was && units.length > 0 && (
        <Select
          label={t('occasion.unit')}
          placeholder={t('occasion.own_unit')}
          clearable
          searchable
          data={units.map((one) => ({ value: String(one.id), label: one.name }))}
          value={unit}
          error={faults.at('/org_unit_id')}
          onChange={setUnit}
        />
      )}
      <NumberInput
        label={t('occasion.ahead')}
        hideControls
        allowDecimal={false}
        min={0}
        max={60}
        disabled={fixed}
        value={ahead ?? ''}
        error={faults.at('/days_ahead')}
        onChange={(typed) => setAhead(typeof typed === 'number' ? typed : null)}
      />
      {act === 'gift' && (
        <>
          <MoneyInput
            label={t('occasion.value_max')}
            value={most}
            error={faults.at('/value_max_minor')}
            onChange={setMost}
          />
          <MoneyInput
            label={t('occasion.budget')}
            value={budget}
            error={faults.at('/budget_minor')}
            onChange={setBudget}
          />
        </>
      )}
      <Textarea
        label={t('occasion.text')}
        description={t('campaign.body_hint')}
        autosize
        minRows={2}
        maxLength={600}
        value={text}
        error={faults.at('/text')}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </FormFrame>
  );
}
