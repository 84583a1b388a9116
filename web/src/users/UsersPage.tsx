// Who has a login: found, made with a password that is told once, given another role, shut out and let in again.
import './users.css';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { has, type Rights } from '../app/rights';
import { CodesLink } from '../code_sheet/CodesLink';
import { useUnits } from '../org_units/UnitSelect';
import { DetailHead, Loaded } from '../records/Detail';
import { RecordsFrame } from '../records/Frame';
import { Once } from '../records/Once';
import { RecordDesk } from '../records/RecordDesk';
import { type RecordSearch, useRecordPage } from '../records/records';
import { SavedViews } from '../saved_views/SavedViews';
import { FactorTag } from './UserAccess';
import { UserDetail } from './UserDetail';
import { UserForm } from './UserForm';
import { type UserRecord, userRecord } from './users';

const route = getRouteApi('/admin/users');

export function UsersPage() {
  return (
    <RecordsFrame page="admin" tab="users">
      {(rights) => <Users rights={rights} />}
    </RecordsFrame>
  );
}

function Users({ rights }: { rights: Rights }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/admin/users' });
  const go = (change: Partial<RecordSearch>, how = { replace: false }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), ...how });
  const page = useRecordPage<UserRecord>('users', { q: search.q }, search.at);
  const one = useQuery({ ...userRecord(search.id ?? 0), enabled: search.id !== undefined });
  const units = useUnits();
  const unitName = (row: UserRecord) =>
    units.find(({ unit }) => unit.id === row.org_unit_id)?.unit.name ?? row.org_unit_code;
  const manages = has(rights, 'manage_users');
  /** Of who was made last. */
  const [secret, setSecret] = useState<{ user: number; password: string } | null>(null);
  return (
    <RecordDesk<UserRecord, RecordSearch>
      label={t('records.tab.users')}
      page={page}
      search={search}
      go={go}
      find={t('records.find_users')}
      columns={[
        {
          key: 'name',
          head: t('catalogue.name'),
          cell: (row) => (
            <>
              <strong>{row.name}</strong>
              <span className="fb-dim">{row.login}</span>
            </>
          ),
        },
        { key: 'role', head: t('records.role'), cell: (row) => t(`role.${row.role}.name`) },
        { key: 'unit', head: t('records.unit'), cell: unitName, minor: true },
        {
          key: 'language',
          head: t('app.language'),
          cell: (row) => t(`records.language.${row.language}`),
          minor: true,
        },
        {
          key: 'factor',
          head: t('account.factor.title'),
          cell: (row) => row.role !== 'integration' && <FactorTag on={row.second_factor} />,
          minor: true,
        },
        {
          key: 'state',
          head: t('records.state'),
          cell: (row) =>
            row.disabled_at !== null && <span className="fb-rec-tag">{t('records.shut_out')}</span>,
          minor: true,
        },
      ]}
      tools={
        <>
          <SavedViews page="users" />
          {manages && <CodesLink from="table" />}
        </>
      }
      fresh={manages ? t('records.new.users') : undefined}
      narrowed={search.q !== undefined}
      empty={t('records.empty_read')}
      aside={
        search.act === 'new' ? (
          manages && (
            <>
              <DetailHead name={t('records.new.users')} onClose={() => go({ act: undefined })} />
              <div className="fb-rec-body">
                <UserForm
                  onCancel={() => go({ act: undefined })}
                  onReload={() => go({ act: undefined })}
                  onSaved={(user, password) => {
                    if (password) setSecret({ user: user.id, password });
                    go({ id: user.id, act: undefined }, { replace: true });
                  }}
                />
              </div>
            </>
          )
        ) : search.id !== undefined ? (
          <Loaded query={one} onClose={() => go({ id: undefined })}>
            {(user) => (
              <UserDetail
                key={user.id}
                user={user}
                unit={unitName(user)}
                may={manages}
                act={search.act}
                onAct={(act) => go({ act })}
                onReload={() => void one.refetch()}
                onClose={() => go({ id: undefined, act: undefined })}
              >
                {secret?.user === user.id && (
                  <Once
                    title={t('records.password_of', { login: user.login })}
                    secret={secret.password}
                    onDone={() => setSecret(null)}
                  />
                )}
              </UserDetail>
            )}
          </Loaded>
        ) : undefined
      }
    />
  );
}
