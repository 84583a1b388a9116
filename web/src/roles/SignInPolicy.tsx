// Which roles are asked for a second factor: told to whoever reads roles, changed by who manages users, with what it
// means for how many.
import { Alert, Button, Checkbox, Group, Modal } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { useMay } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { Stale } from '../records/Stale';
import { ROLES } from '../users/users';
import { everybody, type Policy, policyQuery, standingOf, writePolicy } from './policy';

/** Programs have no phone; they have tokens. */
const ASKABLE = ROLES.filter((role) => role !== 'integration');

export function SignInPolicy() {
  const { t } = useTranslation();
  const format = useFormat();
  const policy = useQuery(policyQuery);
  const manages = useMay('manage_users');
  const [changing, setChanging] = useState(false);
  const [said, setSaid] = useState('');
  if (!policy.data) return null;
  const asked = ASKABLE.filter((role) => policy.data.second_factor_roles.includes(role));
  return (
    <div className="fb-policy">
      <IconShieldLock size={20} aria-hidden="true" />
      <p>
        {asked.length === 0
          ? t('account.policy.nobody')
          : t('account.policy.asked', {
              roles: format.listed(
                asked.map((role) => t(`role.${role}.name`)),
                'and',
              ),
            })}{' '}
        <span role="status">{said}</span>
      </p>
      {manages && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            setSaid('');
            setChanging(true);
          }}
        >
          {t('account.policy.change')}
        </Button>
      )}
      {changing && (
        <PolicyForm
          key={policy.data.version}
          was={policy.data}
          onReload={() => void policy.refetch()}
          onClose={() => setChanging(false)}
          onSaved={() => {
            setChanging(false);
            setSaid(t('records.did.changed'));
          }}
        />
      )}
    </div>
  );
}

function PolicyForm({
  was,
  onSaved,
  onReload,
  onClose,
}: {
  was: Policy;
  onSaved: () => void;
  onReload: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const users = useQuery(everybody).data;
  const [roles, setRoles] = useState(() => ASKABLE.filter((role) => was.second_factor_roles.includes(role)));
  const save = useMutation({
    mutationFn: () => writePolicy(was, roles),
    onSuccess: (after) => {
      queryClient.setQueryData(policyQuery.queryKey, after);
      onSaved();
    },
  });
  const code = save.error instanceof Problem ? save.error.code : null;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('account.policy.title')}
      centered
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <p className="fb-rec-p">{t('account.policy.what')}</p>
      <div className="fb-rec-choices">
        {ASKABLE.map((role) => {
          const standing = users && standingOf(users, role);
          return (
            <Checkbox
              key={role}
              label={t(`role.${role}.name`)}
              description={
                standing &&
                standing.all > 0 &&
                t('account.policy.without', { count: standing.without, all: standing.all })
              }
              checked={roles.includes(role)}
              onChange={(event) =>
                setRoles(event.currentTarget.checked ? [...roles, role] : roles.filter((one) => one !== role))
              }
            />
          );
        })}
      </div>
      {save.isError && (
        <Alert color="red" role="alert" mt="sm">
          {code === 'stale' ? (
            <Stale subject="company" onReload={onReload} />
          ) : code === 'second_factor_off' ? (
            <>
              {t('account.policy.own_first')}{' '}
              <Link to="/account" className="fb-link">
                {t('account.title')}
              </Link>
            </>
          ) : (
            problemText(save.error, t)
          )}
        </Alert>
      )}
      <Group gap="xs" justify="flex-end" mt="md">
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t('catalogue.cancel')}
        </Button>
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          {t('catalogue.save')}
        </Button>
      </Group>
    </Modal>
  );
}
