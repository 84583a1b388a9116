// How the link stands and what waits for it, in one line that leads to the outbox.
import { usePhone } from '../phone';
import { href } from '../route';
import { useSay } from '../say';
import { Icon } from './icons';

export function LinkChip() {
  const { link, backlog } = usePhone();
  const { t, clock } = useSay();
  const waiting = backlog.items + backlog.fixes + backlog.photos;
  const online = link.state === 'online' || link.state === 'indirect';
  const tone = link.state === 'unauthorized' || link.state === 'outdated' ? 'bad' : online ? 'good' : 'care';
  const words = online
    ? waiting > 0
      ? t('link.sending', { count: waiting })
      : t(`link.${link.state}`)
    : waiting > 0 && backlog.since
      ? t('link.waiting', { count: waiting, time: clock(backlog.since) })
      : t(`link.${link.state}`);
  return (
    <a
      className="m-link"
      data-tone={tone}
      data-testid="link"
      data-state={link.state}
      data-waiting={waiting}
      href={href('outbox')}
    >
      <Icon sign={online ? 'on' : 'off'} />
      <span>{words}</span>
    </a>
  );
}
