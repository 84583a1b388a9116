// A new appointment, or another time for one that is planned.
import { Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import type { Found } from '../catalogue/catalogue';
import { FormFrame } from '../catalogue/Form';
import { Finder } from '../catalogue/Pickers';
import { newId } from '../client/ids';
import { instantIn } from '../format/format';
import { useFormat } from '../format/useFormat';
import { RepPick } from './ActivityForm';
import {
  type Appointment,
  attendeesOf,
  changeAppointment,
  makeAppointment,
  PRIORITIES,
  type Priority,
} from './calendar';
import { Invited, type Picked } from './Invited';
import { useSaving } from './saving';

export function AppointmentForm({
  was,
  date,
  onDone,
}: {
  was?: Appointment;
  /** Of a new one. */
  date: string;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const needsRep = useQuery(sessionQuery).data?.user.role !== 'rep';
  const [id] = useState(() => was?.id ?? newId());
  const [rep, setRep] = useState<number | null>(null);
  const [outlet, setOutlet] = useState<Found | null>(null);
  const [subject, setSubject] = useState(was?.subject ?? '');
  const [note, setNote] = useState(was?.note ?? '');
  const [priority, setPriority] = useState<Priority>(was?.priority ?? 'normal');
  const [on, setOn] = useState(was ? format.calendarDateAt(was.starts_at) : date);
  const [from, setFrom] = useState(was ? format.clock(was.starts_at) : '09:00');
  const [to, setTo] = useState(was ? format.clock(was.ends_at) : '09:30');
  const [picked, setPicked] = useState<Picked>({ reps: [], users: [], contacts: [] });
  const saving = useSaving((body) => (was ? changeAppointment(was, body) : makeAppointment(body)), onDone);
  const { faults } = saving;
  const at = (time: string) => (on && time ? instantIn(on, time, format.zone) : null);
  return (
    <FormFrame
      saving={saving}
      onCancel={onDone}
      body={() => {
        const common = { subject, priority, note: note.trim() || null, starts_at: at(from), ends_at: at(to) };
        if (was) return common;
        return {
          ...common,
          id,
          rep_id: rep,
          outlet_id: outlet?.id,
          attendees: attendeesOf(picked),
        };
      }}
    >
      <TextInput
        label={t('crm.subject')}
        required
        maxLength={200}
        value={subject}
        error={faults.at('/subject')}
        onChange={(event) => setSubject(event.currentTarget.value)}
      />
      {!was && needsRep && <RepPick value={rep} error={faults.at('/rep_id')} onChange={setRep} />}
      {!was && (
        <Finder
          kind="outlets"
          label={t('calendar.place')}
          value={outlet}
          error={faults.at('/outlet_id')}
          onChange={(one) => {
            setOutlet(one);
            // They are people of the outlet's customer.
            setPicked((old) => ({ ...old, contacts: [] }));
          }}
        />
      )}
      <div className="fb-cat-row">
        <TextInput
          type="date"
          label={t('plans.date')}
          required
          value={on}
          error={faults.at('/starts_at')}
          onChange={(event) => setOn(event.currentTarget.value)}
        />
        <TextInput
          type="time"
          label={t('calendar.from')}
          required
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="time"
          label={t('calendar.to')}
          required
          value={to}
          error={faults.at('/ends_at')}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </div>
      <Select
        label={t('calendar.priority')}
        allowDeselect={false}
        data={PRIORITIES.map((each) => ({ value: each, label: t(`crm.priority.${each}`) }))}
        value={priority}
        onChange={(value) => setPriority(PRIORITIES.find((each) => each === value) ?? 'normal')}
      />
      {!was && (
        <Invited
          rep={rep}
          outlet={outlet?.id ?? null}
          picked={picked}
          error={faults.under('/attendees')}
          onChange={setPicked}
        />
      )}
      <Textarea
        label={t('crm.note')}
        autosize
        maxLength={2000}
        value={note}
        error={faults.at('/note')}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormFrame>
  );
}
