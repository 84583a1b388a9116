// Who is logged in; in a demo also through whose eyes to look.
import { Avatar, Menu, UnstyledButton } from '@mantine/core';
import {
  IconBell,
  IconHelpCircle,
  IconLogout,
  IconSettings,
  IconShieldLock,
  IconUserCircle,
  IconUserCog,
} from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { request } from '../api/client';
import { publicInfo, queryClient, session as sessionQuery } from '../api/queries';
import type { Session } from '../api/types';
import { has } from '../app/rights';
import { leave as leaveDevice } from '../push/device';
import { adminOf } from '../records/tabs';

export function UserMenu() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const session = useQuery(sessionQuery).data;
  const info = useQuery(publicInfo).data;
  const leave = useMutation({
    mutationFn: async () => {
      await leaveDevice();
      await request<void>('session', { method: 'DELETE' });
    },
    onSettled: async () => {
      queryClient.clear();
      queryClient.setQueryData(sessionQuery.queryKey, null);
      await navigate({ to: '/login' });
    },
  });
  const change = useMutation({
    mutationFn: (login: string) => request<Session>('session/persona', { method: 'POST', body: { login } }),
    onSuccess: () => location.assign('/'),
  });
  if (!session) return null;
  const { rights } = session;
  const initials = session.user.name
    .split(/\s+/)
    .slice(-2)
    .map((word) => word[0])
    .join('');
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton className="fb-user">
          <Avatar size={32} radius="xl" color="indigo" variant="filled">
            {initials}
          </Avatar>
          <span className="fb-hidden">{t('top.account', { name: session.user.name })}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {session.user.name} · {t(`role.${session.user.role}.name`)}
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconShieldLock size={18} />}>
          {t('account.title')}
        </Menu.Item>
        {has(rights, 'receive_alerts') && (
          <Menu.Item component={Link} to="/alerts" leftSection={<IconBell size={18} />}>
            {t('alerts.title')}
          </Menu.Item>
        )}
        {has(rights, 'read_settings') && (
          <Menu.Item component={Link} to="/settings" leftSection={<IconSettings size={18} />}>
            {t('settings.title')}
          </Menu.Item>
        )}
        {adminOf(rights) && (
          <Menu.Item component={Link} to={adminOf(rights)} leftSection={<IconUserCog size={18} />}>
            {t('records.page.admin')}
          </Menu.Item>
        )}
        {!session.second_factor_due && (
          <Menu.Item component={Link} to="/help" leftSection={<IconHelpCircle size={18} />}>
            {t('guide.menu')}
          </Menu.Item>
        )}
        {info?.demo && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('top.persona')}</Menu.Label>
            {(info.personas ?? [])
              .filter((persona) => persona.login !== session.user.login)
              .map((persona) => (
                <Menu.Item
                  key={persona.login}
                  leftSection={<IconUserCircle size={18} />}
                  onClick={() => change.mutate(persona.login)}
                >
                  {t(`role.${persona.role}.name`)}
                  <span className="fb-dim"> · {persona.org_unit ?? persona.name}</span>
                </Menu.Item>
              ))}
          </>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} />} onClick={() => leave.mutate()}>
          {t('top.logout')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
