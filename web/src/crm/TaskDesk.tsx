// What reps are to do, by state; a task is moved on by choosing its next state.
import { Alert, Button, Select, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { useSaving } from './saving';
import type { RelationsSearch } from './search';
import { TaskForm } from './TaskForm';
import { changeTask, OPEN_STATES, type Task, taskNext, tasksPath, tasksQuery } from './tasks';
import { useLedTo } from './useLedTo';

const ENDED = ['done', 'canceled'] as const;

export function TaskDesk({ search, rights }: { search: RelationsSearch; rights: Rights }) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const { rep, one } = search;
  const [ended, setEnded] = useState(search.ended === 1);
  const query = useQuery(tasksQuery(rep, !ended));
  const desk = useLedTo(one, query.data?.items.length ?? 0);
  const may = has(rights, 'keep_relations');
  return (
    <div ref={desk} className="fb-crm-desk">
      <div className="fb-plans-head">
        <h2>{t('crm.tab.tasks')}</h2>
        <Switch
          size="sm"
          label={t('crm.ended')}
          checked={ended}
          onChange={(event) => setEnded(event.currentTarget.checked)}
        />
        <ExportButtons path={tasksPath(rep, !ended)} name={t('crm.tab.tasks')} />
        {may && !making && (
          <Button size="compact-sm" onClick={() => setMaking(true)}>
            {t('crm.new_task')}
          </Button>
        )}
      </div>
      {making && <TaskForm onDone={() => setMaking(false)} />}
      {query.isPending && <Waiting />}
      {query.isError && (
        <Alert color="red" role="alert" title={t('crm.failed')}>
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data && (
        <div className="fb-crm-board">
          {(ended ? ENDED : OPEN_STATES).map((state) => {
            const rows = query.data.items.filter((task) => task.state === state);
            return (
              <section key={state} aria-label={t(`crm.task_state.${state}`)} data-column={state}>
                <h3>
                  {t(`crm.task_state.${state}`)} <span className="fb-dim">{rows.length}</span>
                </h3>
                <ul>
                  {rows.map((task) => (
                    <Card key={task.id} task={task} may={may} />
                  ))}
                </ul>
              </section>
            );
          })}
        </div>
      )}
      {query.data?.next_cursor && (
        <p className="fb-plans-bad">{t('stock.more', { count: query.data.items.length })}</p>
      )}
    </div>
  );
}

function Card({ task, may }: { task: Task; may: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { save } = useSaving(
    (body) => changeTask(task, body),
    () => undefined,
  );
  return (
    <li data-task={task.id} data-one={task.id} tabIndex={-1}>
      <strong>{task.subject}</strong>
      {task.priority !== 'normal' && (
        <span className="fb-crm-priority" data-priority={task.priority}>
          {t(`crm.priority.${task.priority}`)}
        </span>
      )}
      <span className="fb-dim">{task.rep_name}</span>
      {task.customer_id !== null && (
        <Link to="/customers/$id" params={{ id: task.customer_id }} className="fb-link">
          {task.customer_name}
        </Link>
      )}
      {task.due_at && (
        <span className={task.overdue ? 'fb-plans-bad' : 'fb-dim'}>
          {task.overdue
            ? t('crm.was_due', { when: format.lately(task.due_at) })
            : t('crm.is_due', { when: format.lately(task.due_at) })}
        </span>
      )}
      {task.note && <span className="fb-crm-said">{task.note}</span>}
      {task.outcome && <span className="fb-crm-said">{t('crm.task_said', { text: task.outcome })}</span>}
      {save.isError && (
        <span className="fb-plans-bad" role="alert">
          {problemText(save.error, t)}
        </span>
      )}
      {may && (
        <Select
          size="xs"
          aria-label={t('crm.move', { subject: task.subject })}
          placeholder={t('crm.move_to')}
          disabled={save.isPending}
          data={taskNext(task.state).map((each) => ({ value: each, label: t(`crm.task_state.${each}`) }))}
          value={null}
          onChange={(state) => state && save.mutate({ state })}
        />
      )}
    </li>
  );
}
