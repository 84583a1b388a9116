// One person with a login: what the login may, how and where it signs in, the way in shut and opened,
// and the tokens of programs.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { Facts } from '../catalogue/Facts';
import { useFormat } from '../format/useFormat';
import { DetailHead } from '../records/Detail';
import { Said } from '../records/Said';
import { ResetCode } from './ResetCode';
import { TokenList } from './TokenList';
import { UserAccess } from './UserAccess';
import { UserForm } from './UserForm';
import { issueReset, type UserRecord, userRecord, writeUser } from './users';

export function UserDetail({
  user,
  unit,
  may,
  act,
  children,
  onAct,
  onReload,
  onClose,
}: {
  user: UserRecord;
  unit: string;
  may: boolean;
  act: string | undefined;
  /** A secret that is told now. */
  children: ReactNode;
  onAct: (act: string | undefined) => void;
  onReload: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [done, setDone] = useState<'disabled' | 'enabled' | 'changed' | null>(null);
  const [said, setSaid] = useState('');
  const taken = async (after: UserRecord) => {
    queryClient.setQueryData(userRecord(after.id).queryKey, after);
    await queryClient.invalidateQueries({ queryKey: ['records', 'users', 'page'] });
    await queryClient.invalidateQueries({ queryKey: ['users'] });
  };
  const enable = useMutation({
    mutationFn: (disabled: boolean) => writeUser(user, { disabled }),
    onSuccess: async (after, disabled) => {
      setSaid('');
      setDone(disabled ? 'disabled' : 'enabled');
      await taken(after);
    },
  });
  const reset = useMutation({ mutationFn: () => issueReset(user.id) });
  const out = user.disabled_at !== null;
  return (
    <>
      <DetailHead
        name={user.name}
        about={`${user.login} · ${t(`role.${user.role}.name`)}`}
        onClose={onClose}
        acts={
          may &&
          act !== 'edit' && (
            <>
              <Button size="compact-sm" variant="default" onClick={() => onAct('edit')}>
                {t('catalogue.edit')}
              </Button>
              {!out && (
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={reset.isPending}
                  onClick={() => reset.mutate()}
                >
                  {t('account.user.reset')}
                </Button>
              )}
              <Button
                size="compact-sm"
                variant="default"
                color={out ? undefined : 'red'}
                loading={enable.isPending}
                onClick={() => enable.mutate(!out)}
              >
                {out ? t('records.enable') : t('records.disable')}
              </Button>
            </>
          )
        }
      />
      <div className="fb-rec-body">
        {children}
        {reset.data && <ResetCode given={reset.data} onDone={() => reset.reset()} />}
        <Said
          text={
            enable.isError || reset.isError
              ? problemText(enable.error ?? reset.error, t)
              : said || (done === null ? '' : t(`records.user_did.${done}`))
          }
          busy={enable.isPending}
          onUndo={done === 'disabled' && out ? () => enable.mutate(false) : undefined}
        />
        {act === 'edit' && may ? (
          <UserForm
            key={user.version}
            was={user}
            onCancel={() => onAct(undefined)}
            onReload={onReload}
            onSaved={() => {
              setDone('changed');
              onAct(undefined);
            }}
          />
        ) : (
          <>
            <Facts
              rows={[
                [t('records.role'), t(`role.${user.role}.name`)],
                [t('records.unit'), `${unit} (${user.org_unit_code})`],
                [t('app.language'), t(`records.language.${user.language}`)],
                [
                  t('records.state'),
                  user.disabled_at === null
                    ? t('records.may_log_in')
                    : t('records.shut_out_since', { when: format.moment(user.disabled_at) }),
                ],
              ]}
            />
            <p className="fb-dim">{t(`role.${user.role}.what`)}</p>
            <Link to="/admin/roles" search={{ role: user.role }} className="fb-link">
              {t('records.what_role_may')}
            </Link>
            {may && user.role !== 'integration' && <UserAccess user={user} onSaid={setSaid} />}
            {may && <TokenList user={user} />}
          </>
        )}
      </div>
    </>
  );
}
