// One appointment: when, where, who comes, and what became of it.
import { Alert, Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { useMay } from '../app/rights';
import { FormFrame } from '../catalogue/Form';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { AppointmentForm } from './AppointmentForm';
import {
  ANSWERS,
  type Appointment,
  type Attendee,
  answerAppointment,
  appointmentQuery,
  changeAppointment,
} from './calendar';
import { useSaving } from './saving';

export function AppointmentDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useQuery(appointmentQuery(id));
  return (
    <section className="fb-crm-detail" aria-label={t('calendar.appointment')} data-appointment={id}>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onClose}>
        {t('calendar.close')}
      </Button>
      {query.isPending && <Waiting />}
      {query.isError && !query.data && (
        <Alert color="red" role="alert" title={t('crm.failed')}>
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data && <Body one={query.data} />}
    </section>
  );
}

function Body({ one }: { one: Appointment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay('keep_relations');
  const [doing, setDoing] = useState<'move' | 'not_held' | 'cancelled' | null>(null);
  const held = useSaving(
    () => changeAppointment(one, { state: 'held' }),
    () => setDoing(null),
  );
  return (
    <>
      <h2>{one.subject}</h2>
      <p>
        <span className="fb-order-state" data-state={one.state}>
          {t(`crm.appointment_state.${one.state}`)}
        </span>{' '}
        <span className="fb-crm-priority" data-priority={one.priority}>
          {t(`crm.priority.${one.priority}`)}
        </span>
      </p>
      <p>
        {format.longDay(format.calendarDateAt(one.starts_at))}, {format.clock(one.starts_at)}–
        {format.clock(one.ends_at)}
        <br />
        {one.rep_name}
      </p>
      {one.outlet_name && (
        <p>
          {t('calendar.place')}: {[one.outlet_name, one.address].filter(Boolean).join(', ')}
        </p>
      )}
      {one.customer_id !== null && (
        <p>
          <Link to="/customers/$id" params={{ id: one.customer_id }} className="fb-link">
            {one.customer_name}
          </Link>
        </p>
      )}
      {one.note && <p className="fb-crm-said">{one.note}</p>}
      {one.reason && <p className="fb-crm-said">“{one.reason}”</p>}
      <Attendees one={one} may={may} />
      {held.save.isError && (
        <Alert color="red" role="alert">
          {problemText(held.save.error, t)}
        </Alert>
      )}
      {doing === 'move' && (
        <AppointmentForm key={one.version} was={one} date={one.date} onDone={() => setDoing(null)} />
      )}
      {(doing === 'not_held' || doing === 'cancelled') && (
        <ReasonForm one={one} state={doing} onDone={() => setDoing(null)} />
      )}
      {may && one.state === 'planned' && doing === null && (
        <div className="fb-actions">
          <Button size="compact-sm" loading={held.save.isPending} onClick={() => held.save.mutate({})}>
            {t('crm.hold')}
          </Button>
          <Button size="compact-sm" variant="light" onClick={() => setDoing('move')}>
            {t('crm.change')}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setDoing('not_held')}>
            {t('crm.not_hold')}
          </Button>
          <Button size="compact-sm" variant="subtle" color="red" onClick={() => setDoing('cancelled')}>
            {t('calendar.cancel')}
          </Button>
        </div>
      )}
    </>
  );
}

function ReasonForm({
  one,
  state,
  onDone,
}: {
  one: Appointment;
  state: 'not_held' | 'cancelled';
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const saving = useSaving((body) => changeAppointment(one, body), onDone);
  return (
    <FormFrame saving={saving} onCancel={onDone} body={() => ({ state, reason })}>
      <TextInput
        autoFocus
        label={t('crm.reason')}
        required
        maxLength={200}
        value={reason}
        error={saving.faults.at('/reason')}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormFrame>
  );
}

const whoOf = ({ rep_id, user_id, contact_id }: Attendee) => ({ rep_id, user_id, contact_id });

function Attendees({ one, may }: { one: Appointment; may: boolean }) {
  const { t } = useTranslation();
  const user = useQuery(sessionQuery).data?.user.id;
  const answer = useSaving(
    (body) => answerAppointment(one.id, body),
    () => undefined,
  );
  if (one.attendees.length === 0) return null;
  return (
    <>
      <h3>{t('calendar.attendees')}</h3>
      <ul className="fb-plans-rows">
        {one.attendees.map((each) => (
          <li key={`${each.rep_id} ${each.user_id} ${each.contact_id}`}>
            <span>
              {each.name}{' '}
              <span className="fb-order-state" data-state={each.answer}>
                {t(`crm.answer.${each.answer}`)}
              </span>
            </span>
            {one.state === 'planned' && (may || each.user_id === user) && (
              <span className="fb-plans-acts">
                {ANSWERS.filter((word) => word !== each.answer).map((word) => (
                  <Button
                    key={word}
                    size="compact-xs"
                    variant="subtle"
                    aria-label={`${each.name}: ${t(`crm.answer.${word}`)}`}
                    onClick={() => answer.save.mutate({ ...whoOf(each), answer: word })}
                  >
                    {t(`crm.answer.${word}`)}
                  </Button>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
      {answer.save.isError && (
        <Alert color="red" role="alert">
          {problemText(answer.save.error, t)}
        </Alert>
      )}
    </>
  );
}
