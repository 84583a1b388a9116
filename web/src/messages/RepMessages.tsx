// Messages to one rep in the drawer: the last few with whether the phone has them, and writing another.
import { Alert, Button, Group } from '@mantine/core';
import { IconClock, IconDeviceMobileCheck, IconSend } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { MessageText } from './MessageText';
import { type Message, messagesOf, requestIds, send } from './messages';
import './messages.css';

export function RepMessages({
  rep,
  writing,
  onWriting,
}: {
  rep: number;
  writing: boolean;
  onWriting: (on: boolean) => void;
}) {
  const { t } = useTranslation();
  const list = useQuery(messagesOf(rep));
  const items = list.data ?? [];
  const [said, setSaid] = useState('');
  if (!writing && items.length === 0) return null;
  return (
    <section className="fb-section fb-messages" data-testid="messages">
      <h3>
        {t('messages.title')}
        {!writing && (
          <Button size="compact-xs" variant="light" onClick={() => onWriting(true)}>
            {t('messages.write')}
          </Button>
        )}
      </h3>
      {writing && (
        <Write
          rep={rep}
          onDone={(sent) => {
            onWriting(false);
            setSaid(sent ? t('messages.sent', { count: 1 }) : '');
          }}
        />
      )}
      <p role="status" className="fb-messages-said">
        {said}
      </p>
      {list.isError && items.length === 0 && (
        <Alert color="red" role="alert" title={t('messages.failed')}>
          {problemText(list.error, t)}
          <Button mt="sm" size="xs" variant="light" color="red" onClick={() => void list.refetch()}>
            {t('app.retry')}
          </Button>
        </Alert>
      )}
      <ol>
        {items.map((message) => (
          <Line key={message.id} message={message} />
        ))}
      </ol>
    </section>
  );
}

function Line({ message }: { message: Message }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { fetched_at } = message;
  return (
    <li data-fetched={fetched_at !== null}>
      <p>{message.text}</p>
      <span>
        {t('messages.by', { time: format.lately(message.sent_at), by: message.sent_by_name ?? '–' })}
        <b>
          {fetched_at ? (
            <IconDeviceMobileCheck size={15} aria-hidden="true" />
          ) : (
            <IconClock size={15} aria-hidden="true" />
          )}
          {fetched_at ? t('messages.fetched', { time: format.lately(fetched_at) }) : t('messages.waits')}
        </b>
      </span>
    </li>
  );
}

function Write({ rep, onDone }: { rep: number; onDone: (sent: boolean) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  // The same until it is sent: pressing twice sends once.
  const id = useRef(requestIds());
  const act = useMutation({
    mutationFn: () => send([rep], text.trim(), id.current),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['messages', rep] });
      onDone(true);
    },
  });
  const go = () => text.trim() && !act.isPending && act.mutate();
  return (
    <>
      <MessageText value={text} onChange={setText} onSubmit={go} onCancel={() => onDone(false)} />
      {act.isError && (
        <Alert color="red" mt="xs" role="alert">
          {problemText(act.error, t)}
        </Alert>
      )}
      <Group mt="xs" gap="xs">
        <Button
          size="xs"
          leftSection={<IconSend size={15} />}
          disabled={!text.trim()}
          loading={act.isPending}
          onClick={go}
        >
          {t('messages.send')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => onDone(false)}>
          {t('review.cancel')}
        </Button>
      </Group>
    </>
  );
}
