// Calls a person with one click; who does not want calls is not offered to be called.
import { Button } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import type { Contact } from './contacts';

export function PhoneLink({ contact }: { contact: Pick<Contact, 'phone' | 'opted_out'> }) {
  if (!contact.phone) return null;
  if (contact.opted_out.includes('call')) return <span className="fb-dim">{contact.phone}</span>;
  return (
    <Button
      component="a"
      href={`tel:${contact.phone.replaceAll(/[^\d+]/g, '')}`}
      size="compact-sm"
      variant="light"
      leftSection={<IconPhone size={15} />}
    >
      {contact.phone}
    </Button>
  );
}
