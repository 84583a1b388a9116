// What is to be done with this customer: tasks and planned activities, each said to be done, or not and why.
import { type ReactNode, useState } from 'react';
import { usePhone } from '../phone';
import type { PhoneTask, PlannedActivity } from '../protocol';
import { openActivities, openTasks } from './due';
import { minorTyped } from './money_typed';
import { SendButton } from './SendButton';
import { Field, StepFrame } from './StepFrame';
import type { StepProps } from './step';
import { useWords } from './useWords';

const TEXT_MAX = 200;

export function TasksStep({ outletId, visitId, onDone }: StepProps) {
  const { t } = useWords();
  const { data, outbox } = usePhone();
  const customer = data.outlets.find(({ id }) => id === outletId)?.customer_id ?? null;
  const tasks = openTasks(data.tasks, outbox, outletId, customer);
  const activities = openActivities(data.activities, outbox, outletId, customer);
  return (
    <StepFrame title={t('visit.step.tasks')} onBack={onDone}>
      {tasks.length + activities.length === 0 && <p className="v-empty">{t('visit.tasks.none')}</p>}
      {tasks.map((task) => (
        <Task key={task.task} task={task} visitId={visitId} />
      ))}
      {activities.map((activity) => (
        <Activity key={activity.activity} activity={activity} visitId={visitId} />
      ))}
    </StepFrame>
  );
}

/** What is to be done, with two ways out; the second asks why. */
function Due({
  title,
  facts,
  note,
  done,
  notDone,
  extra,
  onDone,
  onNot,
}: {
  title: string;
  facts: (string | null | undefined | false)[];
  note: string | null;
  done: string;
  notDone: string;
  extra?: ReactNode;
  /** Says what is wrong; nothing where it was kept. */
  onDone: (text: string) => Promise<string | null>;
  onNot: (why: string) => Promise<void>;
}) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  return (
    <section className="v-card">
      <h2>{title}</h2>
      <p className="v-dim">{facts.filter(Boolean).join(' · ')}</p>
      {note && <p>{note}</p>}
      {extra}
      <Field label={t('visit.tasks.outcome')} wrong={wrong}>
        {(field) => (
          <input
            {...field}
            autoComplete="off"
            maxLength={TEXT_MAX}
            value={text}
            onChange={({ currentTarget: { value } }) => {
              setText(value);
              setWrong(null);
            }}
          />
        )}
      </Field>
      <div className="v-row">
        <SendButton
          plain
          onSend={async () => {
            if (text.trim()) await onNot(text.trim());
            else setWrong(t('visit.tasks.say_why'));
          }}
        >
          {notDone}
        </SendButton>
        <SendButton onSend={async () => setWrong(await onDone(text.trim()))}>{done}</SendButton>
      </div>
    </section>
  );
}

function Task({ task, visitId }: { task: PhoneTask; visitId: string | null }) {
  const { t, day } = useWords();
  const { record } = usePhone();
  const say = async (state: 'done' | 'canceled', note: string) => {
    await record('task', { task: task.task, state, ...(note ? { note } : {}) }, { visit_id: visitId });
  };
  return (
    <Due
      title={task.subject}
      facts={[
        t('visit.tasks.task'),
        task.due_date && t('visit.tasks.due', { date: day(task.due_date) }),
        task.priority !== 'normal' && t(`visit.tasks.priority.${task.priority}`),
      ]}
      note={task.note}
      done={t('visit.tasks.done')}
      notDone={t('visit.tasks.not_done')}
      onDone={async (text) => {
        await say('done', text);
        return null;
      }}
      onNot={(why) => say('canceled', why)}
    />
  );
}

const KINDS = ['call', 'email', 'sms', 'note', 'meeting', 'greeting', 'gift'] as const;
const isKind = (kind: string): kind is (typeof KINDS)[number] => (KINDS as readonly string[]).includes(kind);

function Activity({ activity, visitId }: { activity: PlannedActivity; visitId: string | null }) {
  const { t, day, said, money, digits } = useWords();
  const { record, data } = usePhone();
  const [item, setItem] = useState('');
  const [value, setValue] = useState('');
  const gift = activity.kind === 'gift';
  const contact = data.contacts.find(({ id }) => id === activity.contact_id);
  const most = activity.occasion?.value_max_minor ?? null;
  const say = async (body: object) => {
    await record('activity', { activity: activity.activity, ...body }, { visit_id: visitId });
  };
  const held = async (outcome: string): Promise<string | null> => {
    const value_minor = minorTyped(value, digits);
    if (gift && value_minor === null) return t('visit.tasks.gift_value_missing');
    await say({
      state: 'held',
      ...(outcome ? { outcome } : {}),
      ...(gift ? { value_minor, ...(item.trim() ? { item: item.trim() } : {}) } : {}),
    });
    return null;
  };
  return (
    <Due
      title={activity.subject}
      facts={[
        isKind(activity.kind) && t(`visit.tasks.kind.${activity.kind}`),
        t('visit.tasks.due', { date: day(activity.date) }),
        contact?.name,
        activity.occasion && said(activity.occasion.name),
      ]}
      note={activity.note}
      done={t('visit.tasks.done')}
      notDone={t('visit.tasks.not_done')}
      extra={
        gift && (
          <>
            <Field label={t('visit.tasks.gift_item')}>
              {(field) => (
                <input
                  {...field}
                  autoComplete="off"
                  maxLength={TEXT_MAX}
                  value={item}
                  onChange={({ currentTarget }) => setItem(currentTarget.value)}
                />
              )}
            </Field>
            <Field
              label={t('visit.tasks.gift_value')}
              required
              hint={most === null ? undefined : t('visit.tasks.gift_most', { amount: money(most) })}
            >
              {(field) => (
                <input
                  {...field}
                  inputMode="numeric"
                  autoComplete="off"
                  value={value}
                  onChange={({ currentTarget }) => setValue(currentTarget.value)}
                />
              )}
            </Field>
          </>
        )
      }
      onDone={held}
      onNot={(reason) => say({ state: 'not_held', reason })}
    />
  );
}
