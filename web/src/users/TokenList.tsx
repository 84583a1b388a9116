// The tokens by which programs act as a user: made and told once, ended for good.
import { Alert, Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { useFaults } from '../catalogue/Form';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { Confirm } from '../records/Confirm';
import { Once } from '../records/Once';
import { type ApiToken, endToken, makeToken, tokensOf } from './users';

export function TokenList({ user }: { user: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const tokens = useQuery(tokensOf(user));
  const [name, setName] = useState('');
  const [until, setUntil] = useState('');
  const [ending, setEnding] = useState<ApiToken | null>(null);
  const again = () => queryClient.invalidateQueries({ queryKey: tokensOf(user).queryKey });
  const make = useMutation({
    mutationFn: () => makeToken(user, name.trim(), until),
    onSuccess: async () => {
      setName('');
      setUntil('');
      await again();
    },
  });
  const faults = useFaults(make.error);
  const end = useMutation({
    mutationFn: () => endToken(user, ending?.id ?? ''),
    onSuccess: async () => {
      setEnding(null);
      await again();
    },
  });
  const live = tokens.data?.filter(({ revoked_at }) => revoked_at === null);
  return (
    <>
      <h3>{t('records.tokens')}</h3>
      <p className="fb-dim fb-rec-p">{t('records.tokens_what')}</p>
      {tokens.isPending && <Waiting />}
      {tokens.isError && !tokens.data && (
        <Alert color="red" role="alert">
          {problemText(tokens.error, t)}
        </Alert>
      )}
      {make.data && (
        <Once title={t('records.token_made')} secret={make.data.token} onDone={() => make.reset()} />
      )}
      {live?.length === 0 && <p className="fb-dim">{t('records.no_tokens')}</p>}
      <ul className="fb-rec-lines">
        {live?.map((token) => (
          <li key={token.id}>
            <span>
              {token.name}{' '}
              <span className="fb-dim">
                {t('records.token_since', { when: format.moment(token.created_at) })}
                {token.expires_at !== null &&
                  ` · ${t('records.token_until', { when: format.moment(token.expires_at) })}`}
              </span>
            </span>
            <Button
              size="compact-xs"
              variant="subtle"
              color="red"
              aria-label={t('records.end_token', { name: token.name })}
              onClick={() => setEnding(token)}
            >
              {t('records.revoke')}
            </Button>
          </li>
        ))}
      </ul>
      <form
        className="fb-cat-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!make.isPending) make.mutate();
        }}
      >
        <div className="fb-cat-row">
          <TextInput
            label={t('records.token_name')}
            placeholder={t('records.token_hint')}
            maxLength={100}
            value={name}
            error={faults.at('/name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={t('records.token_expires')}
            value={until}
            error={faults.at('/expires_at')}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={make.isPending}>
            {t('records.make_token')}
          </Button>
        </div>
        {make.isError && !faults.at('/name') && !faults.at('/expires_at') && (
          <Alert color="red" role="alert">
            {problemText(make.error, t)}
          </Alert>
        )}
      </form>
      {ending && (
        <Confirm
          title={t('records.end_token', { name: ending.name })}
          yes={t('records.revoke')}
          act={end}
          onClose={() => {
            setEnding(null);
            end.reset();
          }}
        >
          <p>{t('records.end_token_what')}</p>
        </Confirm>
      )}
    </>
  );
}
