// One import: how far it is, what it changes and what is wrong with it; commit, and take back.
import { Alert, Button, Checkbox, Progress, Tabs } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { atWork, batch as batchQuery, commit, type ImportBatch, recent, revert } from './imports';
import { ChangeList, FaultList } from './RowLists';

export function BatchPanel({ id }: { id: number }) {
  const { t } = useTranslation();
  const found = useQuery(batchQuery(id));
  const state = found.data?.state;
  useEffect(() => {
    if (state) void queryClient.invalidateQueries({ queryKey: recent.queryKey });
  }, [state]);
  if (found.isError)
    return (
      <div className="fb-import-empty">
        <Alert color="red" role="alert" title={t('import.gone')}>
          {problemText(found.error, t)}
        </Alert>
      </div>
    );
  return found.data ? <Panel batch={found.data} /> : <div className="fb-import-empty" />;
}

function Panel({ batch }: { batch: ImportBatch }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [tab, setTab] = useState<string | null>(null);
  const changed = batch.created + batch.updated + batch.ended;
  const busy = atWork(batch.state);
  const seen = `${batch.state}:${changed}:${batch.bad_rows}`;
  return (
    <section className="fb-import-batch" aria-labelledby="import-batch">
      <div className="fb-import-head">
        <h2 id="import-batch">{batch.file_name}</h2>
        <p className="fb-dim" role="status">
          {t(`import.kind.${batch.kind}`)} · {t(`import.state.${batch.state}`)}
          {batch.effective_from && ` · ${t('import.from_date', { date: format.day(batch.effective_from) })}`}
        </p>
        {busy && (
          <Progress
            value={batch.total > 0 ? (100 * batch.done) / batch.total : 100}
            animated={batch.total === 0}
            aria-label={t('import.progress', { done: batch.done, total: batch.total })}
          />
        )}
        <dl className="fb-import-counts">
          {(['created', 'updated', 'ended', 'unchanged', 'bad_rows'] as const).map((name) => (
            <div
              key={name}
              data-count={name}
              data-bad={(name === 'bad_rows' && batch.bad_rows > 0) || undefined}
            >
              <dt>{t(`import.count.${name}`)}</dt>
              <dd>{format.count(batch[name])}</dd>
            </div>
          ))}
        </dl>
        <Failure batch={batch} />
        <Actions batch={batch} changed={changed} />
      </div>
      {!busy && batch.state !== 'failed' && (
        <Tabs
          className="fb-import-tabs"
          keepMounted={false}
          value={tab ?? (batch.bad_rows > 0 ? 'faults' : 'changes')}
          onChange={setTab}
        >
          <Tabs.List>
            <Tabs.Tab value="faults">{t('import.tab.faults')}</Tabs.Tab>
            <Tabs.Tab value="changes">
              {t('import.tab.changes')} {format.count(changed)}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="faults">
            <FaultList id={batch.id} seen={seen} />
          </Tabs.Panel>
          <Tabs.Panel value="changes">
            <ChangeList id={batch.id} seen={seen} />
          </Tabs.Panel>
        </Tabs>
      )}
    </section>
  );
}

function Failure({ batch }: { batch: ImportBatch }) {
  const { t } = useTranslation();
  if (!batch.failure) return null;
  const [code = '', ...rest] = batch.failure.split(': ');
  return (
    <Alert color="red" role="alert" title={t(`import.failure.${code}`, { defaultValue: t('import.failed') })}>
      {rest.join(': ')}
    </Alert>
  );
}

function Actions({ batch, changed }: { batch: ImportBatch; changed: number }) {
  const { t } = useTranslation();
  const [skip, setSkip] = useState(batch.options.skip_bad_rows ?? false);
  const [sure, setSure] = useState(false);
  const act = useMutation({
    mutationFn: (what: 'commit' | 'revert') =>
      what === 'commit' ? commit(batch.id, skip) : revert(batch.id),
    onSuccess: (now) => {
      setSure(false);
      queryClient.setQueryData(batchQuery(batch.id).queryKey, now);
    },
  });
  const mayCommit = batch.state === 'ready' || (batch.state === 'interrupted' && !batch.committed_at);
  const mayRevert = batch.state === 'committed' || (batch.state === 'interrupted' && batch.committed_at);
  return (
    <div className="fb-import-actions">
      {mayCommit && batch.bad_rows > 0 && (
        <Checkbox
          label={t('import.skip', { count: batch.bad_rows })}
          checked={skip}
          onChange={(event) => setSkip(event.currentTarget.checked)}
        />
      )}
      {mayCommit && (
        <Button
          loading={act.isPending}
          disabled={changed === 0 || (batch.bad_rows > 0 && !skip)}
          onClick={() => act.mutate('commit')}
        >
          {t('import.commit', { count: changed })}
        </Button>
      )}
      {mayRevert && !sure && (
        <Button variant="default" onClick={() => setSure(true)}>
          {t('import.revert')}
        </Button>
      )}
      {mayRevert && sure && (
        <>
          <Button color="red.9" loading={act.isPending} onClick={() => act.mutate('revert')} autoFocus>
            {t('import.revert_sure')}
          </Button>
          <Button variant="default" onClick={() => setSure(false)}>
            {t('import.keep')}
          </Button>
        </>
      )}
      {act.isError && (
        <span role="alert" className="fb-import-wrong">
          {problemText(act.error, t)}
        </span>
      )}
    </div>
  );
}
