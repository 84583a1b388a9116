// What reps are told of their positions and what each answered: counts, the list as a file, the notice in force, the next one.
import { Badge, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { useMay } from '../app/rights';
import { Facts } from '../catalogue/Facts';
import { useFormat } from '../format/useFormat';
import { DetailHead } from '../records/Detail';
import { RecordsFrame } from '../records/Frame';
import { RecordDesk } from '../records/RecordDesk';
import { listPath } from '../records/records';
import {
  type ConsentSearch,
  consentPage,
  LANGUAGES,
  notices,
  type PrivacyNotice,
  type Row,
  STANDINGS,
  type Standing,
  summary,
} from './consents';
import { NoticeForm } from './NoticeForm';
import './privacy.css';

const route = getRouteApi('/admin/consents');
const COLOURS = { given: 'teal', declined: 'red', withdrawn: 'orange', unanswered: 'gray' } as const;

export function ConsentsPage() {
  return (
    <RecordsFrame page="admin" tab="consents">
      {() => <Consents />}
    </RecordsFrame>
  );
}

function Consents() {
  const { t } = useTranslation();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/admin/consents' });
  const go = (change: Partial<ConsentSearch>, how = { replace: false }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), ...how });
  const page = useQuery(consentPage(search.standing, search.at));
  const versions = useQuery(notices);
  const manages = useMay('manage_privacy');
  const one = page.data?.items.find(({ id }) => id === search.id);
  return (
    <>
      <Counts />
      <RecordDesk<Row, ConsentSearch>
        label={t('consents.list')}
        page={page}
        search={search}
        go={go}
        fresh={manages && versions.data ? t('consents.write') : undefined}
        columns={[
          {
            key: 'who',
            head: t('orders.rep'),
            cell: (row) => (
              <>
                <strong>{row.rep_name}</strong>
                <span className="fb-dim">{row.rep_code}</span>
              </>
            ),
          },
          { key: 'team', head: t('consents.team'), cell: (row) => row.org_unit_name, minor: true },
          { key: 'standing', head: t('consents.standing'), cell: (row) => <Stands row={row} /> },
          { key: 'version', head: t('consents.version'), cell: (row) => row.version, num: true },
          { key: 'when', head: t('consents.answered'), cell: (row) => row.at && format.moment(row.at) },
        ]}
        filters={
          <NativeSelect
            size="xs"
            aria-label={t('consents.standing')}
            value={search.standing ?? ''}
            onChange={(event) => {
              const standing = STANDINGS.find((word) => word === event.currentTarget.value);
              go({ standing, at: undefined, id: undefined }, { replace: true });
            }}
            data={[
              { value: '', label: t('consents.any') },
              ...STANDINGS.map((word) => ({ value: word, label: t(`consents.is.${word}`) })),
            ]}
          />
        }
        tools={
          <ExportButtons
            path={listPath('privacy/consents', { standing: search.standing })}
            name={t('consents.export')}
          />
        }
        narrowed={search.standing !== undefined}
        empty={t('consents.empty')}
        aside={
          search.act === 'new' && manages && versions.data ? (
            <NoticeForm
              newest={versions.data[0]}
              onClose={() => go({ act: undefined })}
              onPublished={() => go({ act: undefined })}
            />
          ) : one ? (
            <One row={one} onClose={() => go({ id: undefined })} />
          ) : undefined
        }
        beside={versions.data && <Notices versions={versions.data} manages={manages} />}
      />
    </>
  );
}

function Counts() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(summary);
  if (!data) return null;
  const { counts, policy, version } = data;
  const kinds = ['given', 'given_before', 'declined', 'withdrawn', 'unanswered'] as const;
  const rule = policy === 'off' ? 'off' : policy === 'required' ? 'required' : 'asked';
  return (
    <section className="fb-consents" aria-label={t('consents.list')}>
      {version != null && (
        <dl>
          {kinds.map((kind) => (
            <div key={kind}>
              <dt>{t(`consents.count.${kind}`, { version })}</dt>
              <dd data-testid={`consents-${kind}`}>{format.count(counts[kind])}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="fb-dim">{t(`consents.policy.${rule}`)}</p>
    </section>
  );
}

function Stands({ row }: { row: Row }) {
  const { t } = useTranslation();
  const standing: Standing = row.standing;
  return (
    <>
      <Badge color={COLOURS[standing]} variant="dot" tt="none">
        {t(`consents.is.${standing}`)}
      </Badge>
      {standing !== 'unanswered' && !row.current && <span className="fb-dim">{t('consents.older')}</span>}
    </>
  );
}

function One({ row, onClose }: { row: Row; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const read = LANGUAGES.find((language) => language === row.language);
  return (
    <>
      <DetailHead name={`${row.rep_name} (${row.rep_code})`} about={<Stands row={row} />} onClose={onClose} />
      <div className="fb-rec-body">
        <Facts
          rows={[
            [t('consents.team'), row.org_unit_name ?? '–'],
            ...(row.version != null
              ? ([
                  [
                    t('consents.version'),
                    `${row.version} (${row.current ? t('consents.current') : t('consents.older')})`,
                  ],
                  [t('consents.language'), read ? t(`consents.text_${read}`) : '–'],
                  [t('consents.answered'), row.at ? format.moment(row.at) : '–'],
                  [t('consents.device'), row.device_label || `#${row.device_id}`],
                ] as const)
              : []),
          ]}
        />
      </div>
    </>
  );
}

function Notices({ versions, manages }: { versions: PrivacyNotice[]; manages: boolean }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const read = LANGUAGES.find((language) => language === i18n.language) ?? 'en';
  const [newest, ...older] = versions;
  const published = (notice: PrivacyNotice) =>
    t('consents.published', {
      version: notice.version,
      at: format.moment(notice.published_at),
      by: notice.published_by_name,
    });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and nothing in it takes the keyboard
    <section className="fb-rec-aside" aria-label={t('consents.notice')} tabIndex={0}>
      <div className="fb-rec-body">
        <h2 className="fb-notice-head">{t('consents.notice')}</h2>
        {newest ? (
          <>
            <p className="fb-dim">{published(newest)}</p>
            <p className="fb-notice">{newest.texts[read]}</p>
          </>
        ) : (
          <p>{manages ? t('consents.no_notice') : t('consents.no_notice_read')}</p>
        )}
        {older.length > 0 && (
          <>
            <h3>{t('consents.versions')}</h3>
            {older.map((notice) => (
              <details key={notice.version}>
                <summary>{published(notice)}</summary>
                <p className="fb-notice">{notice.texts[read]}</p>
              </details>
            ))}
          </>
        )}
      </div>
    </section>
  );
}
