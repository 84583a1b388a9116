// A partner: kind, who supplies it, and which outlets it supplies from a date on.
import { Alert, Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { allOf, type Found, foundOne, supply } from './catalogue';
import { Facts } from './Facts';
import { FormFrame, HeadFields, headOf, useFaults, useWriting } from './Form';
import { Finder, ManyFinder } from './Pickers';
import { suppliersOf, whenOf } from './suppliers';
import { PARTNER_KINDS, type Partner, type PartnerKind } from './types';

export function PartnerFacts({ partner, may }: { partner: Partner; may: boolean }) {
  const { t } = useTranslation();
  const above = useQuery(allOf('partners')).data?.find(({ id }) => id === partner.parent_id);
  return (
    <>
      <Facts
        rows={[
          [t('catalogue.kind'), t(`catalogue.partner_kind.${partner.kind}`)],
          [t('catalogue.supplied_by'), above?.name ?? partner.parent_code ?? '–'],
          [t('catalogue.as_customer'), partner.customer_code ?? '–'],
        ]}
      />
      {may && <Supply key={partner.id} partner={partner} />}
    </>
  );
}

function Supply({ partner }: { partner: Partner }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [outlets, setOutlets] = useState<number[]>([]);
  const [from, setFrom] = useState(() => format.dateAt(serverNow()));
  const send = useMutation({
    mutationFn: () => supply(partner.id, outlets, from),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['catalogue', 'suppliers'] });
      setOutlets([]);
    },
  });
  const faults = useFaults(send.error);
  return (
    <form
      className="fb-cat-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!send.isPending) send.mutate();
      }}
    >
      <h3>{t('catalogue.supply')}</h3>
      <p className="fb-dim">{t('catalogue.supply_about')}</p>
      <div className="fb-cat-row">
        <div className="fb-cat-wide">
          <ManyFinder
            kind="outlets"
            label={t('catalogue.outlets')}
            placeholder={t('catalogue.find_by_name')}
            value={outlets}
            error={faults.under('/outlet_ids')}
            onChange={setOutlets}
          />
        </div>
        <TextInput
          type="date"
          label={t('catalogue.from')}
          value={from}
          error={faults.at('/from')}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={send.isPending} disabled={outlets.length === 0}>
          {t('catalogue.supply_do')}
        </Button>
      </div>
      <Before outlets={outlets} />
      {send.isError && (
        <Alert color="red" role="alert">
          {problemText(send.error, t)}
        </Alert>
      )}
      <span role="status" className="fb-dim">
        {send.isSuccess && t('catalogue.supplied', { count: send.data.changed })}
      </span>
    </form>
  );
}

/** Outlets that are told of by name. */
const BEFORE_MAX = 20;

/** Who supplies the outlets that are picked now: what would change. */
function Before({ outlets: picked }: { outlets: readonly number[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = format.dateAt(serverNow());
  const outlets = picked.slice(0, BEFORE_MAX);
  const held = useQueries({ queries: outlets.map(suppliersOf) });
  const names = useQueries({ queries: outlets.map((id) => foundOne('outlets', id)) });
  if (outlets.length === 0) return null;
  return (
    <ul className="fb-suppliers" aria-label={t('catalogue.supplied_today')}>
      {outlets.map((id, at) => {
        const now = held[at]?.data?.find((row) => whenOf(row, today) === 'now');
        return (
          <li key={id}>
            {names[at]?.data?.name ?? `#${id}`}{' '}
            <span className="fb-dim">
              {now
                ? t('catalogue.supplied_now', { partner: now.partner_name })
                : t('catalogue.supplied_by_company')}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

export function PartnerForm({
  was,
  onSaved,
  onCancel,
}: {
  was: Partner | undefined;
  onSaved: (row: Partner) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const saving = useWriting('partners', was, onSaved);
  const { faults } = saving;
  const others = (useQuery(allOf('partners')).data ?? []).filter(({ id }) => id !== was?.id);
  const [head, setHead] = useState(() => headOf(was));
  const [kind, setKind] = useState<PartnerKind>(was?.kind ?? 'distributor');
  const [parent, setParent] = useState(was?.parent_code ?? null);
  const before = useQuery({
    ...foundOne('customers', was?.customer_id ?? 0),
    enabled: was != null && was.customer_id !== null,
  }).data;
  /** Undefined: as it was, which may be out of the reader's sight. */
  const [customer, setCustomer] = useState<Found | null | undefined>();
  return (
    <FormFrame
      saving={saving}
      onCancel={onCancel}
      body={() => ({
        ...head,
        kind,
        parent_code: parent,
        ...(customer === undefined ? {} : { customer_code: customer?.code ?? null }),
      })}
    >
      <HeadFields
        head={head}
        fresh={!was}
        faults={faults}
        onChange={(more) => setHead({ ...head, ...more })}
      />
      <div className="fb-cat-row">
        <Select
          label={t('catalogue.kind')}
          allowDeselect={false}
          data={PARTNER_KINDS.map((value) => ({ value, label: t(`catalogue.partner_kind.${value}`) }))}
          value={kind}
          error={faults.at('/kind')}
          onChange={(value) => value && setKind(value as PartnerKind)}
        />
        <Select
          label={t('catalogue.supplied_by')}
          placeholder={t('catalogue.nobody')}
          clearable
          searchable
          data={others.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
          value={parent}
          error={faults.at('/parent_code')}
          onChange={setParent}
        />
        <Finder
          kind="customers"
          label={t('catalogue.as_customer')}
          value={customer === undefined ? (before ?? null) : customer}
          error={faults.at('/customer_code')}
          onChange={setCustomer}
          onClear={() => setCustomer(null)}
        />
      </div>
    </FormFrame>
  );
}
