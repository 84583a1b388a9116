// One person with a login: what the login may, a new password, the way in shut and opened, and the tokens of programs.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { Facts } from '../catalogue/Facts';
import { useFormat } from '../format/useFormat';
import { Confirm } from '../records/Confirm';
import { DetailHead } from '../records/Detail';
import { Said } from '../records/Said';
import { TokenList } from './TokenList';
import { UserForm } from './UserForm';
import { makePassword, type UserRecord, userRecord, writeUser } from './users';

export function UserDetail({
  user,
  unit,
  may,
  act,
  children,
  onAct,
  onReload,
  onPassword,
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
  onPassword: (password: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState<'disabled' | 'enabled' | 'changed' | null>(null);
  const taken = async (after: UserRecord) => {
    queryClient.setQueryData(userRecord(after.id).queryKey, after);
    await queryClient.invalidateQueries({ queryKey: ['records', 'users', 'page'] });
    await queryClient.invalidateQueries({ queryKey: ['users'] });
  };
  const enable = useMutation({
    mutationFn: (disabled: boolean) => writeUser(user, { disabled }),
    onSuccess: async (after, disabled) => {
      setDone(disabled ? 'disabled' : 'enabled');
      await taken(after);
    },
  });
  const reset = useMutation({
    mutationFn: async () => {
      const password = makePassword();
      return { after: await writeUser(user, { password }), password };
    },
    onSuccess: async ({ after, password }) => {
      setAsking(false);
      onPassword(password);
      await taken(after);
    },
  });
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
              <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
                {t('records.new_password')}
              </Button>
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
        <Said
          text={
            enable.isError ? problemText(enable.error, t) : done === null ? '' : t(`records.user_did.${done}`)
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
            {may && <TokenList user={user.id} />}
          </>
        )}
      </div>
      {asking && (
        <Confirm
          title={t('records.new_password')}
          yes={t('records.make_password')}
          act={reset}
          onClose={() => setAsking(false)}
        >
          <p>{t('records.new_password_what', { name: user.name })}</p>
        </Confirm>
      )}
    </>
  );
}
