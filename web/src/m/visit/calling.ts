// Who may be called. Pure.
import type { PhoneContact } from '../protocol';

const digits = (phone: string) => phone.replace(/\D/g, '');

/** A number is not called where somebody behind it does not want to be. */
export const mayCall = (
  phone: string | null,
  contacts: readonly Pick<PhoneContact, 'phone' | 'opted_out'>[],
): boolean =>
  phone !== null &&
  !contacts.some(
    (one) => one.phone !== null && digits(one.phone) === digits(phone) && one.opted_out.includes('call'),
  );
