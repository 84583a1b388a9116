// The tokens by which programs act as a user: made and told once, ended for good.
import { Alert, Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { Confirm } from '../records/Confirm';
import { useRightWords } from '../roles/useRightWords';
import { TokenForm } from './TokenForm';
import { type ApiToken, endToken, tokensOf, type UserRecord } from './users';

export function TokenList({ user }: { user: UserRecord }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useRightWords();
  const tokens = useQuery(tokensOf(user.id));
  const [ending, setEnding] = useState<ApiToken | null>(null);
  const again = () => queryClient.invalidateQueries({ queryKey: tokensOf(user.id).queryKey });
  const end = useMutation({
    mutationFn: () => endToken(user.id, ending?.id ?? ''),
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
      {live?.length === 0 && <p className="fb-dim">{t('records.no_tokens')}</p>}
      <ul className="fb-rec-lines">
        {live?.map((token) => (
          <li key={token.id}>
            <div>
              {token.name}{' '}
              <span className="fb-dim">
                {t('records.token_since', { when: format.moment(token.created_at) })}
                {token.expires_at !== null &&
                  ` · ${t('records.token_until', { when: format.moment(token.expires_at) })}`}
              </span>{' '}
              {token.read_only && <span className="fb-rec-tag">{t('account.token.looks')}</span>}
              {token.rights !== null && (
                <details>
                  <summary>{t('account.token.rights', { count: token.rights.length })}</summary>
                  {format.listed(token.rights.map(words), 'and')}
                </details>
              )}
            </div>
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
      <TokenForm user={user} onMade={again} />
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
