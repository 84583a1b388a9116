// A message to one rep, and the last few with whether the phone has them.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { repDay } from '../../api/queries';
import { messagesOf, requestIds, send, TEXT_MAX } from '../../messages/messages';
import { client } from './client';
import { Known } from './Known';
import { useRefusal, useSay } from './say';
import { tell } from './told';
import { useDraft } from './useDraft';

export function Write({ rep }: { rep: number }) {
  const { t, lately, today } = useSay();
  const refusal = useRefusal();
  const asked = useQuery(messagesOf(rep));
  const name = useQuery(repDay(rep, today())).data?.rep.name ?? '';
  const [text, setText] = useDraft(`message ${rep}`);
  // The same until it is sent: a repeat after a lost answer sends nothing twice.
  const id = useRef(requestIds());
  const act = useMutation({
    mutationFn: () => send([rep], text.trim(), id.current),
    onSuccess: async () => {
      setText('');
      id.current = requestIds();
      tell({ text: t('team.write.sent', { name }) });
      await client.invalidateQueries({ queryKey: ['messages', rep] });
    },
  });
  return (
    <>
      <form
        className="m-list"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() && !act.isPending) act.mutate();
        }}
      >
        <label className="m-field">
          {t('team.write.text', { name })}
          <textarea value={text} onChange={(event) => setText(event.target.value)} maxLength={TEXT_MAX} />
        </label>
        <p className="m-dim">{t('team.write.how')}</p>
        <div role="alert">
          {act.isError && (
            <p className="m-note" data-tone="bad">
              {refusal(act.error)} {t('team.kept')}
            </p>
          )}
        </div>
        <button type="submit" className="m-button" data-kind="main" disabled={!text.trim() || act.isPending}>
          {t('team.write.send')}
        </button>
      </form>
      <Known of={asked}>
        {asked.data && asked.data.length > 0 && (
          <section className="m-list" aria-labelledby="sent">
            <h2 id="sent" className="m-head">
              {t('team.write.last')}
            </h2>
            {asked.data.map((message) => (
              <article key={message.id} className="m-card" data-message={message.id}>
                <p className="t-note">{message.text}</p>
                <p className="m-dim m-num">
                  {t('team.write.by', { time: lately(message.sent_at), by: message.sent_by_name ?? '–' })}
                  {' · '}
                  {message.fetched_at
                    ? t('team.write.fetched', { time: lately(message.fetched_at) })
                    : t('team.write.waits')}
                </p>
              </article>
            ))}
          </section>
        )}
      </Known>
    </>
  );
}
