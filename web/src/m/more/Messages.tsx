// What the office has written; what is shown here counts as read, on this phone.
import { useEffect, useState } from 'react';
import { usePhone } from '../phone';
import { useSay } from '../say';

export function Messages() {
  const { data, read_message, readMessages } = usePhone();
  const { t, moment } = useSay();
  // What was new when the page was opened stays marked while it is read.
  const [before] = useState(read_message);
  const newest = data.messages.at(-1)?.id ?? 0;
  useEffect(() => readMessages(newest), [newest, readMessages]);
  if (!data.messages.length) return <p className="m-card m-dim">{t('messages.none')}</p>;
  return (
    <ul className="m-list">
      {data.messages.toReversed().map((message) => (
        <li key={message.id} className="m-card">
          <p className="m-row m-dim m-num">
            {moment(message.sent_at)}
            {message.id > before && (
              <span className="m-chip" data-tone="bad">
                {t('messages.new')}
              </span>
            )}
          </p>
          <p>{message.text}</p>
        </li>
      ))}
    </ul>
  );
}
