// The bars around a screen: where one is, how the link stands, and the four places a rep goes to.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePhone } from '../phone';
import { href } from '../route';
import { recordState } from '../visit/record_state';
import { Icon, type Sign } from './icons';
import { LinkChip } from './LinkChip';
import { TopTitle } from './TopTitle';

type Tab = 'today' | 'day' | 'outbox' | 'more';
const TABS: { tab: Tab; sign: Sign }[] = [
  { tab: 'today', sign: 'today' },
  { tab: 'day', sign: 'day' },
  { tab: 'outbox', sign: 'outbox' },
  { tab: 'more', sign: 'more' },
];

export function Frame({ title, tab, children }: { title: string; tab?: Tab; children: React.ReactNode }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(location.hash);
  // Who comes here by a tap hears where it led; who opens the app is left alone.
  useEffect(() => {
    if (first.current !== '' || location.hash !== '') heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  const counts: { [tab in Tab]?: number } = {
    // What waits for something else is not lost: nobody has to look at it.
    outbox: phone.outbox.filter((item) => recordState(item) === 'refused').length,
    more: phone.data.messages.filter(({ id }) => id > phone.read_message).length,
  };
  return (
    <div className="m-app">
      <header className="m-top">
        <TopTitle heading={heading} title={title} back={tab ? undefined : t('nav.back')} />
        <LinkChip />
      </header>
      <main className="m-main">{children}</main>
      <nav className="m-tabs" aria-label={t('nav.label')}>
        {TABS.map(({ tab: to, sign }) => (
          <a
            key={to}
            href={href(...(to === 'today' ? [] : [to]))}
            aria-current={to === tab ? 'page' : undefined}
          >
            <Icon sign={sign} />
            {t(`nav.${to}`)}
            {counts[to] ? <span className="m-count">{counts[to]}</span> : null}
          </a>
        ))}
      </nav>
    </div>
  );
}
