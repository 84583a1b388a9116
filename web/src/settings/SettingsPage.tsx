// How the company judges and works: its settings with their history, the lists of reasons, the stages of opportunities, deadlines of cases, gateways of messages, mailboxes. One tab each; what is
// changed in the first three is saved together as one new version.
import './settings.css';
import { Alert, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldFault, serverNow } from '../api/client';
import { session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { has, useRights } from '../app/rights';
import { useFocusFault } from '../app/useFocusFault';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat, ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { DeadlineDesk } from './DeadlineDesk';
import { applied, changes, type Draft, faultOf, refusedAt, touch, valueAt } from './draft';
import { GatewayDesk } from './GatewayDesk';
import { MailboxDesk } from './MailboxDesk';
import { ReasonDesk } from './ReasonDesk';
import { SaveBar } from './SaveBar';
import { StageDesk } from './StageDesk';
import { newestSettings, type SettingsVersion, TABS, type Tab } from './settings';
import { ALL, CLASS_FIELDS } from './spec';
import { Classes, type Editing, Thresholds, Values } from './ValueTabs';
import { VersionList } from './VersionList';

const route = getRouteApi('/settings');

export function SettingsPage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const rights = useRights();
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        {has(rights, 'read_settings') ? (
          <Desk may={has(rights, 'manage_settings')} />
        ) : (
          <main className="fb-settings-values">{t('problem.forbidden')}</main>
        )}
      </div>
    </ZoneContext.Provider>
  );
}

function Desk({ may }: { may: boolean }) {
  const { t } = useTranslation();
  const { tab = 'values' } = route.useSearch();
  const navigate = useNavigate({ from: '/settings' });
  const newest = useQuery(newestSettings);
  const [draft, setDraft] = useState<Draft>({});
  const [refused, setRefused] = useState<FieldFault[]>([]);
  const main = useRef<HTMLElement>(null);
  useFocusFault(main, refused.length > 0 && refused);
  const [saved, setSaved] = useState<SettingsVersion | null>(null);
  const go = (to: Tab) => void navigate({ search: { tab: to === 'values' ? undefined : to }, replace: true });

  const base = newest.data?.settings ?? {};
  const after = applied(base, draft);
  const different = changes(base, after);
  const editing: Editing = {
    may,
    value: (path) => valueAt(after, path),
    changed: (path) => path in draft,
    refused: (path) => refusedAt(refused, path),
    set: (path, value) => {
      setDraft((old) => touch(base, old, path, value));
      setRefused([]);
      setSaved(null);
    },
  };
  const faulty =
    ALL.some((field) => field.path in draft && faultOf(field, draft[field.path])) || badClass(after);
  const values = (body: ReactNode) =>
    newest.isError && !newest.data ? (
      <Alert color="red" m="md" role="alert" title={t('settings.failed')}>
        {problemText(newest.error, t)}
      </Alert>
    ) : newest.data ? (
      <>
        <Notices newest={newest.data} may={may} refused={refused.length} saved={saved} />
        {body}
      </>
    ) : (
      <Waiting />
    );
  return (
    <main ref={main} className="fb-tabbed">
      <h1 className="fb-hidden">{t('settings.title')}</h1>
      <Tabs value={tab} keepMounted={false} className="fb-tabs" onChange={(value) => go(value as Tab)}>
        <Tabs.List aria-label={t('settings.title')}>
          {TABS.filter((name) => may || name !== 'mailboxes').map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`settings.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel tabIndex={0} value="values">
          {values(<Values editing={editing} />)}
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="exceptions">
          {values(<Thresholds editing={editing} />)}
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="classes">
          {values(<Classes editing={editing} />)}
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="reasons">
          <ReasonDesk may={may} />
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="stages">
          <StageDesk may={may} />
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="deadlines">
          <DeadlineDesk may={may} />
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="gateways">
          <GatewayDesk may={may} />
        </Tabs.Panel>
        {may && (
          <Tabs.Panel tabIndex={0} value="mailboxes">
            <MailboxDesk />
          </Tabs.Panel>
        )}
        <Tabs.Panel tabIndex={0} value="versions">
          <VersionList />
        </Tabs.Panel>
      </Tabs>
      {may && newest.data && different.length > 0 && (
        <SaveBar
          newest={newest.data}
          after={after}
          changes={different}
          faulty={faulty}
          onRefused={(errors) => {
            setRefused(errors);
            go(tabOf(errors[0]!.pointer));
          }}
          onSaved={(made) => {
            setDraft({});
            setRefused([]);
            setSaved(made);
          }}
          onDrop={() => {
            setDraft({});
            setRefused([]);
          }}
        />
      )}
    </main>
  );
}

/** Where a refused field is shown. */
const tabOf = (pointer: string): Tab =>
  pointer.startsWith('/settings/exceptions')
    ? 'exceptions'
    : pointer.startsWith('/settings/classes')
      ? 'classes'
      : 'values';

const badClass = (settings: { classes?: unknown }): boolean =>
  Object.values((settings.classes ?? {}) as Record<string, Record<string, number | null>>).some((rules) =>
    CLASS_FIELDS.some(({ name, most }) => {
      const value = rules[name] ?? null;
      return value !== null && (value < 1 || value > most);
    }),
  );

function Notices({
  newest,
  may,
  refused,
  saved,
}: {
  newest: SettingsVersion;
  may: boolean;
  refused: number;
  saved: SettingsVersion | null;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="fb-settings-notices">
      {!may && <p className="fb-dim">{t('settings.read_only')}</p>}
      {refused > 0 && (
        <Alert color="red" role="alert">
          {t('settings.refused', { count: refused })}
        </Alert>
      )}
      {saved && (
        <Alert color="teal" role="status">
          {t('settings.saved', { number: saved.version, from: format.longDay(saved.effective_from) })}
        </Alert>
      )}
      {!saved && newest.effective_from > format.dateAt(serverNow()) && (
        <Alert color="blue">{t('settings.pending', { from: format.longDay(newest.effective_from) })}</Alert>
      )}
    </div>
  );
}
