// The pages of the console, from each to every other. What does not fit is under "More".
import { Menu, UnstyledButton } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { summaryQuery } from '../exceptions/exceptions';
import { isAt, pagesOf, roomAt, split } from './pages';
import { useRights } from './rights';

export function AppNav() {
  const { t } = useTranslation();
  const rights = useRights();
  const role = useQuery(sessionQuery).data?.user.role;
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { width } = useViewportSize();
  const { bar, more } = split(pagesOf(rights, role), path, roomAt(width || window.innerWidth));
  return (
    <nav className="fb-nav" aria-label={t('nav.title')}>
      {bar.map((page) => (
        <Link
          key={page.to}
          to={page.to}
          aria-current={isAt(page, path) ? 'page' : undefined}
          activeOptions={{ includeSearch: false }}
        >
          <page.icon size={18} aria-hidden="true" />
          <span>{t(`nav.${page.word}`)}</span>
          {page.to === '/exceptions' && <OpenBadge />}
        </Link>
      ))}
      {more.length > 0 && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <UnstyledButton className="fb-nav-more" data-testid="nav-more">
              <IconDots size={18} aria-hidden="true" />
              <span>{t('nav.more')}</span>
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            {more.map(({ to, word, icon: Icon }) => (
              <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={18} />}>
                {t(`nav.${word}`)} {to === '/exceptions' && <OpenBadge />}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </nav>
  );
}

/** How many exceptions nobody has seen yet. */
function OpenBadge() {
  const { t } = useTranslation();
  const open = useQuery(summaryQuery).data?.open ?? 0;
  if (open === 0) return null;
  return (
    <b className="fb-nav-count">
      {open > 99 ? '99+' : open}
      <i className="fb-hidden"> {t('nav.open')}</i>
    </b>
  );
}
