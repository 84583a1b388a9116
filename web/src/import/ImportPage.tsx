// Masters from and to spreadsheets: a file is checked, its differences are read, then it is committed, and can
// be taken back. The address names the import, so that a colleague can be shown it.
import './import.css';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { ExportButtons } from '../app/ExportButtons';
import { has, useRights } from '../app/rights';
import { useFormat, ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { BatchPanel } from './BatchPanel';
import { ErpDesk } from './ErpDesk';
import { type ImportBatch, LIST_OF, recent } from './imports';
import { kindsOf, sheetsOf } from './rights';
import { SheetDesk } from './SheetDesk';
import { UploadForm } from './UploadForm';

const route = getRouteApi('/import');

export function ImportPage() {
  const zone = useQuery(sessionQuery).data?.company?.time_zone ?? 'UTC';
  return (
    <ZoneContext.Provider value={zone}>
      <Page />
    </ZoneContext.Provider>
  );
}

function Page() {
  const { t } = useTranslation();
  const { tab, state } = route.useSearch();
  const navigate = useNavigate({ from: '/import' });
  const rights = useRights();
  const lists = sheetsOf(rights);
  const masters = kindsOf(rights).length > 0;
  return (
    <div className="fb-shell">
      <PageBar />
      <main className="fb-tabbed">
        <h1 className="fb-hidden">{t('import.title')}</h1>
        <Tabs
          value={tab ?? (masters ? 'files' : 'lists')}
          keepMounted={false}
          className="fb-tabs"
          onChange={(value) =>
            void navigate({ search: { tab: value === 'erp' || value === 'lists' ? value : undefined } })
          }
        >
          <Tabs.List aria-label={t('import.title')}>
            {masters && <Tabs.Tab value="files">{t('erp.files')}</Tabs.Tab>}
            {lists.length > 0 && <Tabs.Tab value="lists">{t('sheets.tab')}</Tabs.Tab>}
            {masters && has(rights, 'read_field') && <Tabs.Tab value="erp">{t('erp.tab')}</Tabs.Tab>}
          </Tabs.List>
          <Tabs.Panel value="files">
            <Files />
          </Tabs.Panel>
          <Tabs.Panel value="lists">{lists.length > 0 && <SheetDesk lists={lists} />}</Tabs.Panel>
          <Tabs.Panel value="erp" tabIndex={0}>
            <ErpDesk
              key={state}
              state={state ?? 'rejected'}
              onState={(next) => void navigate({ search: { tab: 'erp', state: next }, replace: true })}
            />
          </Tabs.Panel>
        </Tabs>
      </main>
    </div>
  );
}

function Files() {
  const { t } = useTranslation();
  const { id } = route.useSearch();
  const navigate = useNavigate({ from: '/import' });
  const kinds = kindsOf(useRights());
  const list = useQuery(recent);
  const show = (next: number) => void navigate({ search: { id: next } });
  return (
    <div className="fb-import">
      <div className="fb-import-side">
        <section aria-labelledby="import-new">
          <h2 id="import-new">{t('import.new')}</h2>
          {kinds.length === 0 ? (
            <p>{t('problem.forbidden')}</p>
          ) : (
            <UploadForm kinds={kinds} onUploaded={(made) => show(made.id)} />
          )}
        </section>
        <section aria-labelledby="import-export">
          <h2 id="import-export">{t('import.export')}</h2>
          <p className="fb-dim">{t('import.export_about')}</p>
          {kinds.map((kind) => (
            <div key={kind} className="fb-import-export">
              <span>{t(`import.kind.${kind}`)}</span>
              <ExportButtons path={LIST_OF[kind]} name={t(`import.kind.${kind}`)} />
            </div>
          ))}
        </section>
        <section aria-labelledby="import-recent">
          <h2 id="import-recent">{t('import.recent')}</h2>
          {list.data?.items.length === 0 && <p className="fb-dim">{t('import.none')}</p>}
          <ul className="fb-import-recent">
            {list.data?.items.map((batch) => (
              <li key={batch.id}>
                <Recent batch={batch} current={batch.id === id} onShow={show} />
              </li>
            ))}
          </ul>
        </section>
      </div>
      {id === undefined ? (
        <div className="fb-import-empty">
          <p>{t('import.hint')}</p>
        </div>
      ) : (
        <BatchPanel key={id} id={id} />
      )}
    </div>
  );
}

function Recent({
  batch,
  current,
  onShow,
}: {
  batch: ImportBatch;
  current: boolean;
  onShow: (id: number) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <button type="button" aria-current={current || undefined} onClick={() => onShow(batch.id)}>
      <strong>{batch.file_name}</strong>
      <span className="fb-dim">
        {t(`import.kind.${batch.kind}`)} · {t(`import.state.${batch.state}`)} ·{' '}
        {format.clock(batch.created_at)}
        {batch.login ? ` · ${batch.login}` : ''}
      </span>
    </button>
  );
}
