// Login; in a demo company a choice of persona instead of a password.
import {
  Alert,
  Button,
  Paper,
  PasswordInput,
  Skeleton,
  Stack,
  Text,
  TextInput,
  Title,
  UnstyledButton,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import {
  IconAlertCircle,
  IconBuilding,
  IconCalculator,
  IconChevronRight,
  IconEye,
  IconMap2,
  IconRoute,
  IconShield,
  IconUser,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Problem, request } from '../api/client';
import { publicInfo, queryClient, session } from '../api/queries';
import type { Persona, Role, Session } from '../api/types';
import { homeOf } from '../app/pages';
import { problemText } from '../app/problem';
import { setLanguage, storedLanguage } from '../i18n';
import { EntryFrame } from './EntryFrame';

const route = getRouteApi('/login');

const ROLE_ICON: Record<Role, typeof IconUser> = {
  administrator: IconShield,
  director: IconBuilding,
  regional_manager: IconMap2,
  supervisor: IconUsersGroup,
  planner: IconRoute,
  accounting: IconCalculator,
  auditor: IconEye,
  rep: IconUser,
  integration: IconUser,
};

export function LoginPage() {
  const { t } = useTranslation();
  const { next } = route.useSearch();
  const navigate = useNavigate();
  const router = useRouter();
  const info = useQuery(publicInfo);
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { login: '', password: '' },
    validate: {
      login: (value) => (value.trim() ? null : t('login.login_missing')),
      password: (value) => (value ? null : t('login.password_missing')),
    },
  });

  const entered = async (answer: Session) => {
    queryClient.clear();
    queryClient.setQueryData(session.queryKey, answer);
    if (!storedLanguage()) await setLanguage(answer.user.language, false);
    // A link that somebody sent leads on; the map alone is where everybody without a login is sent.
    if (next && next !== '/map' && /^\/\w/.test(next)) router.history.push(next);
    else await navigate({ to: homeOf(answer.user.role) });
  };
  const login = useMutation({
    mutationFn: (body: { login: string; password: string }) =>
      request<Session>('session', { method: 'POST', body }),
    onSuccess: entered,
  });
  const persona = useMutation({
    mutationFn: (name: string) =>
      request<Session>('session/persona', { method: 'POST', body: { login: name } }),
    onSuccess: entered,
  });

  const failure = login.error ?? persona.error;
  const words =
    failure instanceof Problem && failure.status === 401
      ? t('problem.wrong_credentials')
      : failure && problemText(failure, t);
  const personas = info.data?.demo ? (info.data.personas ?? []) : [];

  return (
    <EntryFrame wide={personas.length > 0}>
      <Stack gap={4} mb="lg">
        <Title order={1} size="h2">
          {personas.length ? t('login.demo_title') : t('login.title')}
        </Title>
        <Text c="dimmed">
          {personas.length ? t('login.demo_intro') : (info.data?.company?.name ?? t('login.intro'))}
        </Text>
      </Stack>
      {words && (
        <Alert color="red" icon={<IconAlertCircle />} mb="md" role="alert">
          {words}
        </Alert>
      )}
      {info.isPending && <Skeleton h={180} />}
      {info.isError && (
        <Alert color="red" icon={<IconAlertCircle />} title={t('app.crash')} role="alert">
          <Text size="sm" mb="sm">
            {problemText(info.error, t)}
          </Text>
          <Button size="xs" variant="light" color="red" onClick={() => void info.refetch()}>
            {t('app.retry')}
          </Button>
        </Alert>
      )}
      {personas.length > 0 && (
        <>
          <div className="fb-personas">
            {personas.map((p) => (
              <PersonaCard
                key={p.login}
                persona={p}
                busy={persona.isPending && persona.variables === p.login}
                onPick={() => persona.mutate(p.login)}
              />
            ))}
          </div>
          <details className="fb-or">
            <summary>{t('login.with_password')}</summary>
            {passwordForm()}
          </details>
        </>
      )}
      {info.data && personas.length === 0 && passwordForm()}
    </EntryFrame>
  );

  function passwordForm() {
    return (
      <form onSubmit={form.onSubmit((values) => login.mutate(values))} noValidate>
        <Stack>
          <TextInput
            label={t('login.login')}
            size="md"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            key={form.key('login')}
            {...form.getInputProps('login')}
          />
          <PasswordInput
            label={t('login.password')}
            size="md"
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t('login.show_password') }}
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="md" fullWidth loading={login.isPending}>
            {t('login.submit')}
          </Button>
        </Stack>
      </form>
    );
  }
}

function PersonaCard({ persona, busy, onPick }: { persona: Persona; busy: boolean; onPick: () => void }) {
  const { t } = useTranslation();
  const Icon = ROLE_ICON[persona.role] ?? IconUser;
  return (
    <UnstyledButton onClick={onPick} data-persona={persona.login} aria-busy={busy} className="fb-persona">
      <Paper withBorder p="md" radius="lg" h="100%">
        <span className="fb-persona-icon">
          <Icon size={22} stroke={1.7} />
        </span>
        <span className="fb-persona-text">
          <strong>{t(`role.${persona.role}.name`)}</strong>
          <span className="fb-dim">
            {persona.name}
            {persona.org_unit ? ` · ${persona.org_unit}` : ''}
          </span>
          <span className="fb-persona-what">{t(`role.${persona.role}.what`)}</span>
        </span>
        <IconChevronRight size={18} className="fb-persona-go" aria-hidden="true" />
      </Paper>
    </UnstyledButton>
  );
}
