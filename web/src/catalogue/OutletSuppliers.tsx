// Who supplies an outlet today, who did before and who will; who keeps the catalogue says who does from a date on.
import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { queryClient } from '../api/queries';
import { has, type Rights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { allOf, supply } from './catalogue';
import { FormFrame, useFaults } from './Form';
import { type Supplier, suppliersOf, whenOf } from './suppliers';

export function OutletSuppliers({ outlet, rights }: { outlet: number; rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [assigning, setAssigning] = useState(false);
  const query = useQuery(suppliersOf(outlet));
  const rows = query.data ?? [];
  const today = format.dateAt(serverNow());
  const now = rows.find((row) => whenOf(row, today) === 'now');
  const others = rows.filter((row) => row !== now);
  const may = has(rights, 'manage_catalogue');
  if (!query.isSuccess) return null;
  return (
    <div className="fb-suppliers" data-suppliers={outlet}>
      <span>
        {now
          ? t('catalogue.supplied_now', { partner: now.partner_name })
          : t('catalogue.supplied_by_company')}
      </span>
      {may && !assigning && (
        <Button size="compact-xs" variant="subtle" onClick={() => setAssigning(true)}>
          {t('catalogue.change_supplier')}
        </Button>
      )}
      {others.length > 0 && (
        <details>
          <summary>{t('catalogue.suppliers_by_date', { count: others.length })}</summary>
          <ul>
            {rows.map((row) => (
              <li key={`${row.partner_id}${row.from}`} data-when={whenOf(row, today)}>
                {row.partner_name} <span className="fb-dim">{span(row)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {assigning && <AssignForm outlet={outlet} today={today} onDone={() => setAssigning(false)} />}
    </div>
  );

  function span({ from, to }: Supplier): string {
    return [
      from !== null && t('catalogue.since_day', { day: format.longDay(from) }),
      to !== null && t('catalogue.until_day', { day: format.longDay(to) }),
    ]
      .filter(Boolean)
      .join(' ');
  }
}

function AssignForm({ outlet, today, onDone }: { outlet: number; today: string; onDone: () => void }) {
  const { t } = useTranslation();
  const partners = useQuery(allOf('partners')).data ?? [];
  const [partner, setPartner] = useState<string | null>(null);
  const [from, setFrom] = useState(today);
  const save = useMutation({
    mutationFn: (_: object) => supply(Number(partner), [outlet], from),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['catalogue', 'suppliers', outlet] });
      onDone();
    },
  });
  const faults = useFaults(save.error);
  return (
    <FormFrame saving={{ save, faults }} body={() => ({})} onCancel={onDone}>
      <div className="fb-cat-row">
        <Select
          label={t('catalogue.supplier')}
          required
          searchable
          data={partners
            .filter(({ active }) => active)
            .map(({ id, name, code }) => ({ value: String(id), label: `${name} (${code})` }))}
          value={partner}
          onChange={setPartner}
        />
        <TextInput
          type="date"
          label={t('catalogue.from')}
          value={from}
          error={faults.at('/from')}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
      </div>
    </FormFrame>
  );
}
