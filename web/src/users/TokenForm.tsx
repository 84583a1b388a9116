// A new token: what for, until when, and how much of what its user may it may.
import { Alert, Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { useFaults } from '../catalogue/Form';
import { Once } from '../records/Once';
import { rolesQuery } from '../roles/roles';
import { RightsPick } from './RightsPick';
import { makeToken, type TokenDraft, type UserRecord } from './users';

const EMPTY: TokenDraft = { name: '', until: '', readOnly: false, rights: null };

export function TokenForm({ user, onMade }: { user: UserRecord; onMade: () => Promise<void> }) {
  const { t } = useTranslation();
  const roles = useQuery(rolesQuery).data;
  const own = roles?.find(({ role }) => role === user.role);
  const [draft, setDraft] = useState(EMPTY);
  const [lacking, setLacking] = useState(false);
  const set = (more: Partial<TokenDraft>) => {
    setDraft((old) => ({ ...old, ...more }));
    setLacking(false);
  };
  const make = useMutation({
    mutationFn: () => makeToken(user.id, draft),
    onSuccess: async () => {
      setDraft(EMPTY);
      await onMade();
    },
  });
  const faults = useFaults(make.error);
  const past = faults.at('/expires_at') && t('account.token.past');
  const name = faults.at('/name');
  return (
    <form
      className="fb-cat-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const none = draft.rights?.length === 0;
        setLacking(none);
        if (!none && !make.isPending) make.mutate();
      }}
    >
      {make.data && (
        <Once title={t('records.token_made')} secret={make.data.token} onDone={() => make.reset()} />
      )}
      <div className="fb-cat-row">
        <TextInput
          label={t('records.token_name')}
          placeholder={t('records.token_hint')}
          maxLength={100}
          value={draft.name}
          error={name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('records.token_expires')}
          value={draft.until}
          error={past}
          onChange={(event) => set({ until: event.currentTarget.value })}
        />
      </div>
      <Checkbox
        label={t('account.token.read_only')}
        description={t('account.token.read_only_what')}
        checked={draft.readOnly}
        onChange={(event) => set({ readOnly: event.currentTarget.checked })}
      />
      {own && (
        <Checkbox
          label={t('account.token.some')}
          description={t('account.token.some_what', { role: t(`role.${user.role}.name`) })}
          checked={draft.rights !== null}
          onChange={(event) => set({ rights: event.currentTarget.checked ? [] : null })}
        />
      )}
      {own && draft.rights !== null && (
        <RightsPick
          of={own}
          value={draft.rights}
          error={lacking ? t('account.token.none') : null}
          onChange={(rights) => set({ rights })}
        />
      )}
      {make.isError && !name && !past && (
        <Alert color="red" role="alert">
          {problemText(make.error, t)}
        </Alert>
      )}
      <div>
        <Button type="submit" variant="default" loading={make.isPending}>
          {t('records.make_token')}
        </Button>
      </div>
    </form>
  );
}
