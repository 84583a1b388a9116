// What is not needed every hour: messages, leave, expenses, the app itself.
import { version } from '../../../package.json';
import { Icon } from '../app/icons';
import { LanguagePick } from '../app/LanguagePick';
import { usePhone } from '../phone';
import { href } from '../route';
import { useSay } from '../say';

const WAYS = [
  'sos',
  'messages',
  'leave',
  'expense',
  'trips',
  'van-count',
  'new-outlet',
  'tracking',
  'sign-out',
] as const;

export function More() {
  const { rep, data, read_message, refresh } = usePhone();
  const { t, moment } = useSay();
  const hidden: { [way: string]: boolean } = {
    trips: data.deliveries.length === 0,
    // Nothing says whose van there is; without products there is nothing to count in any.
    'van-count': !data.catalogue?.products.length,
  };
  const unread = data.messages.filter(({ id }) => id > read_message).length;
  return (
    <>
      <p className="m-card">
        <strong>{rep.name}</strong>
        <span className="m-dim">{rep.code}</span>
      </p>
      <ul className="m-list">
        {WAYS.filter((way) => !hidden[way]).map((way) => (
          <li key={way}>
            <a className="m-item" href={href(way)}>
              <span className="m-item-words">{t(`more.${way}`)}</span>
              {way === 'messages' && unread > 0 && (
                <span className="m-chip" data-tone="bad">
                  {t('messages.unread', { count: unread })}
                </span>
              )}
              <Icon sign="go" />
            </a>
          </li>
        ))}
      </ul>
      <LanguagePick />
      <section className="m-card">
        <p className="m-dim">
          {data.synced_at ? t('more.synced', { at: moment(data.synced_at) }) : t('more.never_synced')}
        </p>
        <button type="button" className="m-button" onClick={() => void refresh()}>
          {t('more.refresh')}
        </button>
        <p className="m-dim">{t('more.version', { version })}</p>
      </section>
    </>
  );
}
