// The people at a customer: who decides, how to reach them, and how not to.
import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { ContactForm } from './ContactForm';
import { type Contact, contactsOf } from './contacts';
import { PhoneLink } from './PhoneLink';

export function CustomerContacts({ customer, rights }: { customer: number; rights: Rights }) {
  const { t } = useTranslation();
  const query = useQuery(contactsOf(customer));
  const [open, setOpen] = useState<number | 'new' | null>(null);
  const may = has(rights, 'keep_relations');
  return (
    <section className="fb-section">
      <h2>{t('crm.contacts')}</h2>
      <ExportButtons path={`contacts?customer_id=${customer}`} name={t('crm.contacts')} />
      {query.isError && !query.data && (
        <Alert color="red" role="alert" title={t('crm.failed')}>
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data?.length === 0 && <p className="fb-dim">{t('crm.no_contact')}</p>}
      <ul className="fb-360-outlets fb-crm-contacts">
        {query.data?.map((one) => (
          <li key={one.id} data-contact={one.code} data-inactive={!one.active || undefined}>
            {open === one.id ? (
              <ContactForm customer={customer} was={one} onDone={() => setOpen(null)} />
            ) : (
              <Person one={one} onEdit={may ? () => setOpen(one.id) : undefined} />
            )}
          </li>
        ))}
      </ul>
      {open === 'new' && <ContactForm customer={customer} onDone={() => setOpen(null)} />}
      {may && open === null && (
        <Button size="compact-sm" variant="light" mt="xs" onClick={() => setOpen('new')}>
          {t('crm.new_contact')}
        </Button>
      )}
    </section>
  );
}

function Person({ one, onEdit }: { one: Contact; onEdit?: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = [
    t(`crm.roles.${one.role}`),
    one.title,
    one.birthday && t('crm.born', { date: format.longDay(one.birthday) }),
    !one.active && t('crm.left'),
  ].filter(Boolean);
  return (
    <>
      <div className="fb-crm-person">
        <strong>{one.name}</strong>
        <PhoneLink contact={one} />
        {one.email && !one.opted_out.includes('email') && (
          <a className="fb-link" href={`mailto:${one.email}`}>
            {one.email}
          </a>
        )}
        {onEdit && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-label={t('crm.edit', { name: one.name })}
            onClick={onEdit}
          >
            {t('crm.change')}
          </Button>
        )}
      </div>
      <span className="fb-dim">{facts.join(' · ')}</span>
      {one.opted_out.length > 0 && (
        <span className="fb-crm-out">
          {t('crm.wants_no', {
            ways: format.listed(
              one.opted_out.map((way) => t(`crm.channel.${way}`)),
              'or',
            ),
          })}
        </span>
      )}
    </>
  );
}
