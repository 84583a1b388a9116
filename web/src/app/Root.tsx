// What every page shares, and what is shown where there is no page.
import { Button, Center, Loader, Stack, Text, Title } from '@mantine/core';
import { type ErrorComponentProps, Link, Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DueGuard } from '../account/DueGuard';
import { PushBridge } from '../push/PushBridge';
import { Logo } from './glyphs';
import { problemText } from './problem';

export function Root() {
  const { t } = useTranslation();
  const first = useRouterState({ select: (state) => state.isLoading && state.matches.length <= 1 });
  if (first)
    return (
      <Center h="100dvh" role="status">
        <Loader aria-label={t('app.loading')} />
      </Center>
    );
  return (
    <>
      <DueGuard />
      <PushBridge />
      <Outlet />
    </>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Center h="100dvh" p="md" component="main">
      <Stack align="center" gap="sm">
        <Logo size={44} />
        <Title order={1} size="h3">
          {t('app.not_found')}
        </Title>
        <Button component={Link} to="/map">
          {t('app.to_map')}
        </Button>
      </Stack>
    </Center>
  );
}

export function Crash({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <Center h="100dvh" p="md" component="main">
      <Stack align="center" gap="sm" maw={420} role="alert">
        <Logo size={44} />
        <Title order={1} size="h3" ta="center">
          {t('app.crash')}
        </Title>
        <Text c="dimmed" ta="center">
          {problemText(error, t)}
        </Text>
        <Button
          onClick={() => {
            reset();
            void router.invalidate();
          }}
        >
          {t('app.retry')}
        </Button>
      </Stack>
    </Center>
  );
}
