// The first minutes of a fresh server: the company, its hours and its first administrator, in one form.
import {
  Alert,
  Button,
  Divider,
  Group,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertCircle, IconKey } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, request } from '../api/client';
import { publicInfo, queryClient, session } from '../api/queries';
import type { FirstRun, Language, Session } from '../api/types';
import { problemText } from '../app/problem';
import { localeOf } from '../format/format';
import { LANGUAGES, setLanguage } from '../i18n';
import { EntryFrame } from './EntryFrame';
import { fieldOf, PASSWORD_MIN, type SetupForm, validateSetup } from './setup_form';

const route = getRouteApi('/first-run');

const CURRENCY_OF: Record<Language, string> = { en: 'USD', vi: 'VND', zh: 'CNY' };

export function FirstRunPage() {
  const { t, i18n } = useTranslation();
  const { token } = route.useSearch();
  const navigate = useNavigate();
  const info = useQuery(publicInfo);
  const language = i18n.language as Language;
  const zones = useMemo(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return [
      ...new Set([own, 'Asia/Ho_Chi_Minh', 'Asia/Shanghai', 'UTC', ...Intl.supportedValuesOf('timeZone')]),
    ];
  }, []);
  const currencies = useMemo(() => {
    const names = new Intl.DisplayNames(localeOf(language), { type: 'currency' });
    return [...new Set(['VND', 'CNY', 'USD', 'EUR', ...Intl.supportedValuesOf('currency')])].map((code) => ({
      value: code,
      label: `${code} · ${names.of(code) ?? code}`,
    }));
  }, [language]);

  const form = useForm<SetupForm>({
    mode: 'controlled',
    validateInputOnBlur: true,
    initialValues: {
      name: '',
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
      currency: CURRENCY_OF[language] ?? 'USD',
      language,
      hours_from: '08:00',
      hours_to: '17:30',
      admin_name: '',
      login: '',
      password: '',
      repeat: '',
    },
    validate: (values) => validateSetup(values, (code) => t(`setup.fault.${code}`, { min: PASSWORD_MIN })),
  });

  const create = useMutation({
    mutationFn: (v: SetupForm) =>
      request<Session>('first-run', {
        method: 'POST',
        body: {
          token: token ?? '',
          company: {
            name: v.name.trim(),
            time_zone: v.time_zone,
            currency: v.currency,
            language: v.language,
            working_hours: [v.hours_from, v.hours_to],
          },
          administrator: { login: v.login.trim(), name: v.admin_name.trim(), password: v.password },
        } satisfies FirstRun,
      }),
    onSuccess: async (answer) => {
      queryClient.clear();
      if (answer?.user) queryClient.setQueryData(session.queryKey, answer);
      await navigate({ to: '/map' });
    },
    onError: (error) => {
      if (!(error instanceof Problem)) return;
      for (const { pointer } of error.errors) {
        const field = fieldOf(pointer);
        if (field) form.setFieldError(field, t('setup.fault.refused'));
      }
    },
  });

  const done = info.data && !info.data.first_run;
  return (
    <EntryFrame wide>
      <Stack gap={4} mb="lg">
        <Title order={1} size="h2">
          {t('setup.title')}
        </Title>
        <Text c="dimmed">{t('setup.intro')}</Text>
      </Stack>
      {done ? (
        <Alert icon={<IconAlertCircle />} title={t('setup.done_title')}>
          <Text size="sm" mb="sm">
            {t('setup.done_text')}
          </Text>
          <Button component={Link} to="/login" size="xs" variant="light">
            {t('login.submit')}
          </Button>
        </Alert>
      ) : !token ? (
        <Alert icon={<IconKey />} color="yellow" title={t('setup.no_token_title')} role="alert">
          {t('setup.no_token_text')}
        </Alert>
      ) : (
        <form
          noValidate
          onSubmit={form.onSubmit(
            (values) => create.mutate(values),
            (errors) => {
              const first = Object.keys(errors)[0];
              if (first) document.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
            },
          )}
        >
          {create.isError && (
            <Alert color="red" icon={<IconAlertCircle />} mb="md" role="alert">
              {problemText(create.error, t)}
            </Alert>
          )}
          <Stack gap="sm">
            <Divider label={t('setup.company')} labelPosition="left" />
            <TextInput
              required
              label={t('setup.company_name')}
              name="name"
              autoComplete="organization"
              {...form.getInputProps('name')}
            />
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              <Select
                required
                searchable
                allowDeselect={false}
                label={t('setup.time_zone')}
                description={t('setup.time_zone_why')}
                name="time_zone"
                data={zones}
                limit={60}
                nothingFoundMessage={t('setup.nothing_found')}
                {...form.getInputProps('time_zone')}
              />
              <Select
                required
                searchable
                allowDeselect={false}
                label={t('setup.currency')}
                description={t('setup.currency_why')}
                name="currency"
                data={currencies}
                limit={60}
                nothingFoundMessage={t('setup.nothing_found')}
                {...form.getInputProps('currency')}
              />
              <Select
                required
                allowDeselect={false}
                label={t('setup.language')}
                name="language"
                data={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
                {...form.getInputProps('language')}
                onChange={(value) => {
                  form.setFieldValue('language', value as Language);
                  void setLanguage(value as Language);
                }}
              />
              <Group grow gap="xs" align="flex-start">
                <TextInput
                  required
                  type="time"
                  label={t('setup.hours_from')}
                  name="hours_from"
                  {...form.getInputProps('hours_from')}
                />
                <TextInput
                  required
                  type="time"
                  label={t('setup.hours_to')}
                  name="hours_to"
                  {...form.getInputProps('hours_to')}
                />
              </Group>
            </SimpleGrid>
            <Divider label={t('setup.administrator')} labelPosition="left" mt="sm" />
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              <TextInput
                required
                label={t('setup.admin_name')}
                name="admin_name"
                autoComplete="name"
                {...form.getInputProps('admin_name')}
              />
              <TextInput
                required
                label={t('login.login')}
                name="login"
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                {...form.getInputProps('login')}
              />
              <PasswordInput
                required
                label={t('login.password')}
                name="password"
                autoComplete="new-password"
                visibilityToggleButtonProps={{ 'aria-label': t('login.show_password') }}
                {...form.getInputProps('password')}
              />
              <PasswordInput
                required
                label={t('setup.repeat')}
                name="repeat"
                autoComplete="new-password"
                visibilityToggleButtonProps={{ 'aria-label': t('login.show_password') }}
                {...form.getInputProps('repeat')}
              />
            </SimpleGrid>
            <Text size="xs" c="dimmed">
              {t('setup.password_hint', { min: PASSWORD_MIN })}
            </Text>
            <Button type="submit" size="md" mt="xs" loading={create.isPending}>
              {t('setup.submit')}
            </Button>
          </Stack>
        </form>
      )}
    </EntryFrame>
  );
}
