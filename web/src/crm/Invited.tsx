// Who is invited to an appointment: other reps, colleagues of the office, and people of the customer it is with.
import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery, userNames } from '../api/queries';
import { useMay } from '../app/rights';
import { useRepNames } from '../reps/useRepNames';
import { type attendeesOf, customerOf } from './calendar';
import { contactsOf } from './contacts';

type Asked = Parameters<typeof attendeesOf>[0];
export type Picked = { [Kind in keyof Asked]: string[] };

export function Invited({
  rep,
  outlet,
  picked,
  error,
  onChange,
}: {
  /** Whose appointment it is: invited anyway. */
  rep: number | null;
  outlet: number | null;
  picked: Picked;
  error: string | null;
  onChange: (picked: Picked) => void;
}) {
  const { t } = useTranslation();
  const user = useQuery(sessionQuery).data?.user;
  const users = useMay('read_users');
  const reps = useRepNames();
  const office = useQuery({ ...userNames, enabled: users }).data ?? [];
  const customer = useQuery({ ...customerOf(outlet ?? 0), enabled: outlet !== null }).data ?? null;
  const people = useQuery({
    ...contactsOf(customer ?? 0),
    enabled: outlet !== null && customer !== null,
  }).data;
  const pick = (kind: keyof Picked, label: string, data: { value: string; label: string }[]) => (
    <MultiSelect
      label={label}
      searchable
      limit={50}
      data={data}
      value={picked[kind]}
      error={kind === 'reps' ? error : null}
      onChange={(ids) => onChange({ ...picked, [kind]: ids })}
    />
  );
  const known = (people ?? []).filter((one) => one.active);
  return (
    <>
      {pick(
        'reps',
        t('calendar.colleagues'),
        reps
          .filter((one) => one.id !== rep)
          .map((one) => ({ value: String(one.id), label: `${one.name} (${one.code})` })),
      )}
      {users &&
        pick(
          'users',
          t('calendar.office'),
          office
            .filter((one) => one.disabled_at === null && one.id !== user?.id)
            .map((one) => ({ value: String(one.id), label: `${one.name} (${one.login})` })),
        )}
      {outlet !== null &&
        known.length > 0 &&
        pick(
          'contacts',
          t('calendar.contacts'),
          known.map((one) => ({
            value: String(one.id),
            label: [one.name, one.title ?? t(`crm.roles.${one.role}`)].join(', '),
          })),
        )}
    </>
  );
}
