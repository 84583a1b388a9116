// Tells or plans an activity with the customer that is looked at.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../api/types';
import type { Found } from '../catalogue/catalogue';
import { ActivityForm } from './ActivityForm';
import { mayKeep } from './rights';

export function CustomerActivity({ customer, role }: { customer: Found; role: Role | undefined }) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  if (!mayKeep(role)) return null;
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
