// A person with a login: new with a password that is made here or set by hand, or changed with the version seen.
import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { queryClient } from '../api/queries';
import type { Language, Role } from '../api/types';
import { FormFrame, useFaults } from '../catalogue/Form';
import { UnitSelect } from '../org_units/UnitSelect';
import { Stale } from '../records/Stale';
import {
  LANGUAGES,
  makePassword,
  ROLES,
  type UserRecord,
  userBody,
  userDraft,
  userRecord,
  writeUser,
} from './users';

export function UserForm({
  was,
  onSaved,
  onCancel,
  onReload,
}: {
  was?: UserRecord;
  /** With the password, where it was made here. */
  onSaved: (user: UserRecord, password: string | undefined) => void;
  onCancel: () => void;
  onReload: () => void;
}) {
  const { t, i18n } = useTranslation();
  const [draft, setDraft] = useState(() => userDraft(was, i18n.language as Language));
  const set = (more: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...more }));
  const save = useMutation({
    mutationFn: async (body: object) => {
      const made = was || draft.password ? undefined : makePassword();
      const user = await writeUser(was, made === undefined ? body : { ...body, password: made });
      return { user, made };
    },
    onSuccess: async ({ user, made }) => {
      queryClient.setQueryData(userRecord(user.id).queryKey, user);
      onSaved(user, made);
      await queryClient.invalidateQueries({ queryKey: ['records', 'users', 'page'] });
      await queryClient.invalidateQueries({ queryKey: ['users'] });
    },
  });
  const faults = useFaults(save.error);
  const taken = save.error instanceof Problem && save.error.code === 'login_taken';
  return (
    <FormFrame
      saving={{ save, faults }}
      body={() => userBody(draft, was)}
      stale={was && <Stale subject={`users/${was.id}`} onReload={onReload} />}
      onCancel={onCancel}
    >
      <div className="fb-cat-row">
        {!was && (
          <TextInput
            label={t('records.login')}
            required
            autoComplete="off"
            maxLength={64}
            value={draft.login}
            error={taken ? t('records.login_taken') : faults.at('/login')}
            onChange={(event) => set({ login: event.currentTarget.value })}
          />
        )}
        <TextInput
          className="fb-cat-wide"
          label={t('catalogue.name')}
          required
          maxLength={200}
          value={draft.name}
          error={faults.at('/name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
      </div>
      <NativeSelect
        label={t('records.role')}
        description={t(`role.${draft.role}.what`)}
        value={draft.role}
        error={faults.at('/role')}
        data={ROLES.map((role) => ({ value: role, label: t(`role.${role}.name`) }))}
        onChange={(event) => set({ role: event.currentTarget.value as Role })}
      />
      <div className="fb-cat-row">
        <UnitSelect
          label={t('records.unit')}
          value={draft.unit}
          error={faults.at('/org_unit_code') ?? faults.at('/org_unit_id')}
          onChange={(unit) => set({ unit })}
        />
        <NativeSelect
          label={t('app.language')}
          value={draft.language}
          data={LANGUAGES.map((language) => ({ value: language, label: t(`records.language.${language}`) }))}
          onChange={(event) => set({ language: event.currentTarget.value as Language })}
        />
      </div>
      {!was && (
        <PasswordInput
          label={t('records.password')}
          description={t('records.password_empty')}
          autoComplete="new-password"
          maxLength={256}
          value={draft.password}
          error={faults.at('/password')}
          visibilityToggleButtonProps={{ 'aria-label': t('records.password_show') }}
          onChange={(event) => set({ password: event.currentTarget.value })}
        />
      )}
      {was && <p className="fb-dim">{t('records.sessions_end')}</p>}
    </FormFrame>
  );
}
