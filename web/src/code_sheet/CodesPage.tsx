// Codes for many: whom, with which app, then the run and its sheet of cards. What is made is told once, so nothing of it
// is in the address, and leaving with cards that were not printed is asked about.
import './code_sheet.css';
import { SegmentedControl } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import type { Language } from '../api/types';
import { KeyHelp } from '../app/KeyHelp';
import { has, type Rights } from '../app/rights';
import { useShortcuts } from '../pages/useShortcuts';
import { RecordsFrame } from '../records/Frame';
import { HowToIssue } from './HowToIssue';
import { Issuing } from './Issuing';
import { everyDevice, everyRep, type How } from './issue';
import type { AppChoice, Person } from './people';
import { RepsToPick } from './RepsToPick';
import { TableOfPeople } from './TableOfPeople';
import { useIssuing } from './useIssuing';

export const SOURCES = ['reps', 'table'] as const;
export type Source = (typeof SOURCES)[number];

export const repsQuery = queryOptions({
  queryKey: ['code-sheet', 'reps'],
  queryFn: ({ signal }) => everyRep(signal),
});
export const devicesQuery = queryOptions({
  queryKey: ['code-sheet', 'devices'],
  queryFn: ({ signal }) => everyDevice(signal),
});

/** `p` where there is a sheet, the others where reps are picked. */
const KEYS = [
  ['/', 'search'],
  ['j k ↑ ↓', 'move'],
  ['x', 'select'],
  ['*', 'all'],
  ['Esc', 'none'],
  ['p', 'print'],
] as const;

const route = getRouteApi('/admin/codes');

export function CodesPage() {
  const { t } = useTranslation();
  return (
    <RecordsFrame page="admin" tab="devices">
      {(rights) =>
        has(rights, 'manage_devices') ? (
          <Codes rights={rights} />
        ) : (
          <p className="fb-rec-empty">{t('problem.forbidden')}</p>
        )
      }
    </RecordsFrame>
  );
}

function Codes({ rights }: { rights: Rights }) {
  const { t, i18n } = useTranslation();
  const source = route.useSearch().from ?? 'reps';
  const navigate = useNavigate({ from: '/admin/codes' });
  const company = useQuery(sessionQuery).data?.company;
  const [people, setPeople] = useState<readonly Person[]>([]);
  const [app, setApp] = useState<AppChoice>('fieldbeat');
  const [language, setLanguage] = useState<Language>();
  const [help, setHelp] = useState(false);
  const issuing = useIssuing();
  useShortcuts({ '?': () => setHelp(true) });
  const cards = language ?? company?.language ?? (i18n.language as Language);
  const how: How = { app, language: cards, usual: (code) => t('records.usual_label', { code }) };
  if (issuing.how)
    return (
      <Issuing issuing={issuing} how={issuing.how} company={company?.name ?? ''} onEnd={issuing.clear} />
    );
  return (
    <div className="fb-codes">
      <section className="fb-codes-who" aria-label={t('codes.who')}>
        <div className="fb-codes-head">
          <h2>{t('codes.title')}</h2>
          <Link to="/admin/devices" search={{}} className="fb-link">
            {t('codes.back')}
          </Link>
          <SegmentedControl
            size="xs"
            aria-label={t('codes.who')}
            value={source}
            data={SOURCES.map((value) => ({ value, label: t(`codes.from.${value}`) }))}
            onChange={(value) => {
              setPeople([]);
              void navigate({ search: { from: value === 'table' ? 'table' : undefined }, replace: true });
            }}
          />
        </div>
        {source === 'reps' ? (
          <RepsToPick onPick={setPeople} />
        ) : (
          <TableOfPeople rights={rights} onRead={setPeople} />
        )}
      </section>
      <HowToIssue
        people={people}
        app={app}
        language={cards}
        onApp={setApp}
        onLanguage={setLanguage}
        onBegin={() => issuing.begin(people, how)}
      />
      <KeyHelp
        opened={help}
        onClose={() => setHelp(false)}
        keys={KEYS.map(([key, word]) => [key, t(`codes.keys.${word}`)])}
      />
    </div>
  );
}
