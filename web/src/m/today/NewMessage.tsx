// The newest message that was not read yet, where a rep looks first.
import { Icon } from '../app/icons';
import { usePhone } from '../phone';
import { href } from '../route';
import { useSay } from '../say';

export function NewMessage() {
  const { data, read_message } = usePhone();
  const { t, moment } = useSay();
  const unread = data.messages.filter(({ id }) => id > read_message);
  const newest = unread.at(-1);
  return (
    <div role="status">
      {newest && (
        <a className="m-item" data-testid="message" href={href('messages')}>
          <Icon sign="mail" />
          <span className="m-item-words">
            <strong>{newest.text}</strong>
            <span className="m-dim m-num">{moment(newest.sent_at)}</span>
          </span>
          <span className="m-chip" data-tone="bad">
            {t('messages.unread', { count: unread.length })}
          </span>
        </a>
      )}
    </div>
  );
}
