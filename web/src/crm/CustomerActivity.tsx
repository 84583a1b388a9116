// Tells or plans an activity with the customer that is looked at.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { has, type Rights } from '../app/rights';
import type { Found } from '../catalogue/catalogue';
import { ActivityForm } from './ActivityForm';

export function CustomerActivity({ customer, rights }: { customer: Found; rights: Rights }) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  if (!has(rights, 'keep_relations')) return null;
  return (
    <section className="fb-section" aria-label={t('crm.new_activity')}>
      {making ? (
        <ActivityForm customer={customer} onDone={() => setMaking(false)} />
      ) : (
        <Button size="compact-sm" variant="light" onClick={() => setMaking(true)}>
          {t('crm.new_activity')}
        </Button>
      )}
    </section>
  );
}
