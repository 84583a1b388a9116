// "My notifications": what one is told while the page is closed, by which way, and what became of it.
import './alerts.css';
import { Alert, Button, CopyButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { useMay } from '../app/rights';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { device as deviceQuery } from '../push/device';
import { type Issued, options, subscriptions } from './alerts';
import { DevicePanel, hereOf } from './DevicePanel';
import { SubscriptionCard } from './SubscriptionCard';
import { SubscriptionForm } from './SubscriptionForm';

export function AlertsPage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const may = useMay('receive_alerts');
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        {may ? <Desk /> : <main className="fb-alerts-none">{t('problem.forbidden')}</main>}
      </div>
    </ZoneContext.Provider>
  );
}

function Desk() {
  const { t } = useTranslation();
  const asked = useQuery(options);
  const list = useQuery(subscriptions);
  const device = useQuery(deviceQuery).data;
  const [issued, setIssued] = useState<Issued | null>(null);
  const rows = list.data?.items ?? [];
  const failure = asked.error ?? list.error;
  return (
    <main className="fb-alerts">
      <div className="fb-alerts-side">
        <h1>{t('alerts.title')}</h1>
        <p className="fb-dim">{t('alerts.about')}</p>
        {asked.data && list.data && <DevicePanel options={asked.data} rows={rows} />}
        <section aria-labelledby="alerts-new">
          <h2 id="alerts-new">{t('alerts.new')}</h2>
          {asked.data && (
            <SubscriptionForm
              options={asked.data}
              onAdded={(made) => setIssued(made.secret === null ? null : made)}
            />
          )}
        </section>
      </div>
      <section className="fb-alerts-list" aria-labelledby="alerts-list">
        <h2 id="alerts-list">{t('alerts.list')}</h2>
        {failure && (
          <Alert color="red" role="alert">
            {problemText(failure, t)}
          </Alert>
        )}
        {issued?.secret && (
          <Secret name={issued.name} secret={issued.secret} onDone={() => setIssued(null)} />
        )}
        {list.isSuccess && rows.length === 0 && <p className="fb-dim">{t('alerts.empty')}</p>}
        <ul>
          {rows.map((row) => (
            <SubscriptionCard key={row.id} subscription={row} isHere={row === hereOf(rows, device?.device)} />
          ))}
        </ul>
      </section>
    </main>
  );
}

function Secret({ name, secret, onDone }: { name: string; secret: string; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert color="blue" role="status" title={t('alerts.secret_title', { name })}>
      <p>{t('alerts.secret_about')}</p>
      <code className="fb-alerts-secret">{secret}</code>
      <div className="fb-alerts-actions">
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {copied ? t('alerts.copied') : t('alerts.copy')}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" variant="default" onClick={onDone}>
          {t('alerts.done')}
        </Button>
      </div>
    </Alert>
  );
}
