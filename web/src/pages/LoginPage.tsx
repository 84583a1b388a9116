// Login: by a password, with a code of the second factor beside it, at the company's provider, or with a code of the
// administrator; in a demo company a choice of persona instead.
import { Alert, Button, Divider, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconAlertCircle, IconBuildingFortress } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { publicInfo, queryClient, session } from '../api/queries';
import type { Session } from '../api/types';
import { homeOf } from '../app/pages';
import { problemText } from '../app/problem';
import { setLanguage, storedLanguage } from '../i18n';
import { CodeForm } from './CodeForm';
import { EntryFrame } from './EntryFrame';
import { PasswordForm } from './PasswordForm';
import { PersonaCard } from './PersonaCard';
import { ResetForm } from './ResetForm';
import { type Credentials, SINGLE_SIGN_ON, signInAs } from './sign_in';

const route = getRouteApi('/login');

interface Second {
  credentials: Credentials;
  /** The password was set just now. */
  fresh: boolean;
}

export function LoginPage() {
  const { t } = useTranslation();
  const { next, problem, reset } = route.useSearch();
  const navigate = useNavigate();
  const router = useRouter();
  const info = useQuery(publicInfo);
  const [second, setSecond] = useState<Second | null>(null);
  /** Who came back from the second step, to begin anew. */
  const [login, setLogin] = useState('');

  const entered = async (answer: Session) => {
    queryClient.clear();
    queryClient.setQueryData(session.queryKey, answer);
    if (!storedLanguage()) await setLanguage(answer.user.language, false);
    // A link that somebody sent leads on; the map alone is where everybody without a login is sent.
    if (next && next !== '/map' && /^\/\w/.test(next)) router.history.push(next);
    else await navigate(homeOf(answer.user.role));
  };
  const persona = useMutation({ mutationFn: signInAs, onSuccess: entered });
  const personas = info.data?.demo ? (info.data.personas ?? []) : [];

  if (second)
    return (
      <EntryFrame>
        <Head title={t('account.code.title')} intro={t('account.code.intro')} />
        <CodeForm
          credentials={second.credentials}
          fresh={second.fresh}
          onEntered={entered}
          onBack={() => {
            setLogin(second.credentials.login);
            setSecond(null);
            if (reset) void navigate({ to: '/login', search: { next }, replace: true });
          }}
        />
      </EntryFrame>
    );
  if (reset)
    return (
      <EntryFrame>
        <Head title={t('account.reset.title')} intro={t('account.reset.intro')} />
        <ResetForm
          onEntered={entered}
          onCode={(credentials) => setSecond({ credentials, fresh: true })}
          back={
            <Link to="/login" search={{ next }} className="fb-link fb-entry-other">
              {t('account.code.back')}
            </Link>
          }
        />
      </EntryFrame>
    );
  const byPassword = (
    <>
      <PasswordForm
        login={login}
        onEntered={entered}
        onCode={(credentials) => setSecond({ credentials, fresh: false })}
      />
      <Link to="/login" search={{ next, reset: 1 }} className="fb-link fb-entry-other">
        {t('account.reset.have')}
      </Link>
    </>
  );
  return (
    <EntryFrame wide={personas.length > 0}>
      <Head
        title={personas.length ? t('login.demo_title') : t('login.title')}
        intro={personas.length ? t('login.demo_intro') : (info.data?.company?.name ?? t('login.intro'))}
      />
      {(persona.error || problem) && (
        <Alert color="red" icon={<IconAlertCircle />} mb="md" role="alert">
          {persona.error ? problemText(persona.error, t) : t(`account.refusal.${problem!}`)}
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
      {info.data?.single_sign_on && (
        <>
          <Button
            component="a"
            href={SINGLE_SIGN_ON}
            size="md"
            variant="default"
            fullWidth
            leftSection={<IconBuildingFortress size={20} aria-hidden="true" />}
          >
            {t('account.single_sign_on')}
          </Button>
          <Divider my="lg" label={t('account.or')} />
        </>
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
          <details className="fb-or" open={login !== '' || undefined}>
            <summary>{t('login.with_password')}</summary>
            {byPassword}
          </details>
        </>
      )}
      {info.data && personas.length === 0 && byPassword}
    </EntryFrame>
  );
}

function Head({ title, intro }: { title: string; intro: string }) {
  return (
    <Stack gap={4} mb="lg">
      <Title order={1} size="h2">
        {title}
      </Title>
      <Text c="dimmed">{intro}</Text>
    </Stack>
  );
}
