// A message to everybody whom the list shows: written, then confirmed with who and how many get it.
import { Alert, Button, Group, Modal } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { MessageText } from './MessageText';
import { requestIds, send } from './messages';
import './messages.css';

interface Recipient {
  id: number;
  name: string;
  code: string;
}

/** `to`: as the list stood when it was asked for; `null` while nobody writes. */
export function SendMany({ to, onClose }: { to: readonly Recipient[] | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={to !== null}
      onClose={onClose}
      title={t('messages.to', { count: to?.length ?? 0 })}
      centered
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {to && <Body to={to} onClose={onClose} />}
    </Modal>
  );
}

function Body({ to, onClose }: { to: readonly Recipient[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [sure, setSure] = useState(false);
  const id = useRef(requestIds());
  const act = useMutation({
    mutationFn: () =>
      send(
        to.map((rep) => rep.id),
        text.trim(),
        id.current,
      ),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['messages'] }),
  });
  if (act.isSuccess)
    return (
      <>
        <p role="status">{t('messages.sent', { count: act.data })}</p>
        <p className="fb-dim">{t('messages.sent_where')}</p>
        <Button mt="md" onClick={onClose} data-autofocus>
          {t('app.close')}
        </Button>
      </>
    );
  if (!sure)
    return (
      <>
        <MessageText value={text} onChange={setText} onSubmit={() => text.trim() && setSure(true)} />
        <Recipients to={to} />
        <Button mt="md" disabled={!text.trim()} onClick={() => setSure(true)}>
          {t('messages.go_on')}
        </Button>
      </>
    );
  return (
    <div className="fb-messages-sure">
      <p>
        <strong>{t('messages.sure', { count: to.length })}</strong> {t('messages.for_good')}
      </p>
      <blockquote>{text.trim()}</blockquote>
      <Recipients to={to} />
      {act.isError && (
        <Alert color="red" role="alert" mt="sm">
          {problemText(act.error, t)}
        </Alert>
      )}
      <Group mt="md">
        <Button
          autoFocus
          leftSection={<IconSend size={16} />}
          loading={act.isPending}
          onClick={() => act.mutate()}
        >
          {t('messages.send_to', { count: to.length })}
        </Button>
        <Button variant="subtle" color="gray" disabled={act.isPending} onClick={() => setSure(false)}>
          {t('messages.back')}
        </Button>
      </Group>
    </div>
  );
}

/** A name or two says whether it is the right list; all of them are there to be read. */
const NAMED = 3;

function Recipients({ to }: { to: readonly Recipient[] }) {
  const { t } = useTranslation();
  const names = to.slice(0, NAMED).map((rep) => rep.name);
  const rest = to.length - names.length;
  if (rest === 0) return <p className="fb-dim">{names.join(', ')}</p>;
  return (
    <details className="fb-messages-to">
      <summary>{t('messages.and_more', { names: names.join(', '), count: rest })}</summary>
      <ul>
        {to.map((rep) => (
          <li key={rep.id}>
            {rep.name} <span className="fb-dim">{rep.code}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
