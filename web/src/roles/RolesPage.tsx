// Who may do what: a table of roles and rights in words. Roles are the server's; nothing is changed here.
import './roles.css';
import { Alert, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconCheck, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Fragment, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useShortcuts } from '../pages/useShortcuts';
import { RecordsFrame } from '../records/Frame';
import { ROLES } from '../users/users';
import { type RoleRights, rolesQuery, sections } from './roles';
import { SignInPolicy } from './SignInPolicy';
import { useRightWords } from './useRightWords';

const route = getRouteApi('/admin/roles');

export function RolesPage() {
  return (
    <RecordsFrame page="admin" tab="roles">
      {() => <Roles />}
    </RecordsFrame>
  );
}

function Roles() {
  const { t } = useTranslation();
  const { role, q = '' } = route.useSearch();
  const navigate = useNavigate({ from: '/admin/roles' });
  const query = useQuery(rolesQuery);
  const box = useRef<HTMLInputElement>(null);
  useShortcuts({
    '/': () => box.current?.focus(),
    Escape: () => box.current?.blur(),
  });
  return (
    <section className="fb-rec-list fb-roles" aria-label={t('records.tab.roles')}>
      <SignInPolicy />
      <div className="fb-rec-tools">
        <TextInput
          ref={box}
          type="search"
          size="xs"
          className="fb-rec-search"
          aria-label={t('records.find_rights')}
          placeholder={t('records.find_rights')}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={q}
          onChange={(event) =>
            void navigate({
              search: { role, q: event.currentTarget.value || undefined },
              replace: true,
            })
          }
        />
        <NativeSelect
          size="xs"
          className="fb-rec-filter"
          aria-label={t('records.role')}
          value={role ?? ''}
          data={[
            { value: '', label: t('records.any_role') },
            ...ROLES.map((each) => ({ value: each, label: t(`role.${each}.name`) })),
          ]}
          onChange={(event) =>
            void navigate({
              search: { q: q || undefined, role: ROLES.find((each) => each === event.currentTarget.value) },
              replace: true,
            })
          }
        />
      </div>
      {query.isPending && <Waiting />}
      {query.isError && (
        <Alert color="red" m="md" role="alert" title={t('records.failed')}>
          <p className="fb-rec-p">{problemText(query.error, t)}</p>
          <Button size="xs" variant="light" color="red" onClick={() => void query.refetch()}>
            {t('app.retry')}
          </Button>
        </Alert>
      )}
      {query.data && (
        <>
          {role && (
            <p className="fb-roles-what">
              {t(`role.${role}.what`)}{' '}
              <Link to="/admin/users" className="fb-link">
                {t('records.tab.users')}
              </Link>
            </p>
          )}
          <Table
            rows={role ? query.data.filter((row) => row.role === role) : query.data}
            all={query.data}
            q={q}
          />
        </>
      )}
    </section>
  );
}

function Table({ rows, all, q }: { rows: readonly RoleRights[]; all: readonly RoleRights[]; q: string }) {
  const { t } = useTranslation();
  const words = useRightWords();
  const found = sections(all, words, q);
  if (found.length === 0) return <p className="fb-rec-empty">{t('records.nothing_found')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className="fb-rec-scroll" tabIndex={0}>
      <table className="fb-roles-table" aria-label={t('records.roles_table')}>
        <thead>
          <tr>
            <th scope="col">{t('records.right_head')}</th>
            {rows.map(({ role }) => (
              <th key={role} scope="col">
                {t(`role.${role}.name`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.map(({ group, rights }) => (
            <Fragment key={group ?? 'other'}>
              <tr className="fb-roles-group">
                <th scope="rowgroup" colSpan={rows.length + 1}>
                  {t(`records.group.${group ?? 'other'}`)}
                </th>
              </tr>
              {rights.map((right) => (
                <tr key={right} data-right={right}>
                  <th scope="row">{words(right)}</th>
                  {rows.map(({ role, rights: own }) => {
                    const may = own.includes(right);
                    return (
                      <td key={role} data-may={may || undefined}>
                        {may ? <IconCheck size={18} aria-hidden="true" /> : <span aria-hidden="true">–</span>}
                        <span className="fb-hidden">{may ? t('records.yes') : t('records.no')}</span>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
