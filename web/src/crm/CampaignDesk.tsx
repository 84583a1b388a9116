// Campaigns: what is written and by whom, a dry run of who would get it and who is left out and why, and how far the
// sending went.
import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { CampaignForm } from './CampaignForm';
import {
  actOnCampaign,
  type Campaign,
  campaignsQuery,
  type Deed,
  deedsOf,
  type LeftOut,
  previewQuery,
  type RecipientState,
  recipientsQuery,
} from './campaigns';
import { useSaving } from './saving';

export function CampaignDesk() {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const query = useQuery(campaignsQuery);
  const rows = query.data?.items ?? [];
  return (
    <div className="fb-crm-desk">
      <div className="fb-plans-head">
        <h2>{t('crm.tab.campaigns')}</h2>
        <ExportButtons path="campaigns" name={t('crm.tab.campaigns')} />
        {!making && (
          <Button size="compact-sm" onClick={() => setMaking(true)}>
            {t('campaign.new')}
          </Button>
        )}
      </div>
      {making && <CampaignForm onDone={() => setMaking(false)} />}
      {query.isPending && <Waiting />}
      {query.isError && (
        <Alert color="red" role="alert" title={t('crm.failed')}>
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.isSuccess && rows.length === 0 && <p className="fb-dim">{t('campaign.none')}</p>}
      <ul className="fb-plans-rows fb-crm-rows" aria-label={t('crm.tab.campaigns')}>
        {rows.map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </ul>
    </div>
  );
}

function Row({ one }: { one: Campaign }) {
  const { t } = useTranslation();
  const format = useFormat();
  const user = useQuery(sessionQuery).data?.user.id;
  const [open, setOpen] = useState(false);
  const [writing, setWriting] = useState(false);
  const { save, faults } = useSaving(
    (body) => actOnCampaign(one, body),
    () => undefined,
  );
  const fault = faults.at('/action');
  return (
    <li data-campaign={one.state}>
      <span>
        <strong>{one.name}</strong>{' '}
        <span className="fb-order-state" data-state={one.state}>
          {t(`campaign.state.${one.state}`)}
        </span>
        <br />
        <span className="fb-dim">
          {[
            t(`campaign.channel.${one.channel}`),
            one.segment_name,
            one.org_unit_name,
            t('campaign.written', { by: one.written_by, when: format.lately(one.made_at) }),
            one.approved_by && t('campaign.approved', { by: one.approved_by }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {one.messages > 0 && (
          <span className="fb-crm-said">
            {t('campaign.progress', { sent: one.sent, all: one.messages, failed: one.failed })}
          </span>
        )}
        {one.subject && <em className="fb-crm-said">{one.subject}</em>}
        <em className="fb-crm-said fb-crm-text">{one.body}</em>
        {save.isError && (
          <span className="fb-plans-bad" role="alert">
            {fault ? actionFault(save.error, t) : problemText(save.error, t)}
          </span>
        )}
        {writing && <CampaignForm was={one} onDone={() => setWriting(false)} />}
        {open && <DryRun one={one} />}
      </span>
      <span className="fb-plans-acts">
        <Button
          size="compact-sm"
          variant="light"
          aria-expanded={open}
          aria-label={`${t('campaign.who')}: ${one.name}`}
          onClick={() => setOpen(!open)}
        >
          {t('campaign.who')}
        </Button>
        {one.state === 'draft' && !writing && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={`${t('campaign.change')}: ${one.name}`}
            onClick={() => setWriting(true)}
          >
            {t('campaign.change')}
          </Button>
        )}
        {deedsOf(one, user).map((action: Deed) => (
          <Button
            key={action}
            size="compact-sm"
            variant={action === 'stop' ? 'outline' : 'subtle'}
            color={action === 'stop' ? 'red' : undefined}
            loading={save.isPending}
            aria-label={`${t(`campaign.do.${action}`)}: ${one.name}`}
            onClick={() => save.mutate({ action })}
          >
            {t(`campaign.do.${action}`)}
          </Button>
        ))}
      </span>
    </li>
  );
}

const FAULTS = ['own', 'channel_not_configured', 'nobody', 'wrong_state'] as const;

function actionFault(error: unknown, t: ReturnType<typeof useTranslation>['t']): string {
  const errors = (error as { errors?: { code: string }[] }).errors ?? [];
  const code = FAULTS.find((known) => errors.some((one) => one.code === known));
  return code ? t(`campaign.fault.${code}`) : problemText(error, t);
}

function DryRun({ one }: { one: Campaign }) {
  const { t } = useTranslation();
  const preview = useQuery(previewQuery(one.id));
  const people = useQuery(recipientsQuery(one.id));
  if (preview.isPending || people.isPending) return <Waiting />;
  if (!preview.data || !people.data)
    return (
      <Alert color="red" role="alert">
        {problemText(preview.error ?? people.error, t)}
      </Alert>
    );
  const word = (state: RecipientState, why: LeftOut | null) =>
    why === null ? t(`campaign.recipient.${state}`) : t(`campaign.why.${why}`);
  return (
    <>
      {!preview.data.configured && (
        <Alert color="yellow" mt={8}>
          {t('campaign.not_configured', { channel: t(`campaign.channel.${one.channel}`) })}
        </Alert>
      )}
      <ul className="fb-crm-counts" aria-label={t('campaign.counts')}>
        {preview.data.counts.map((each) => (
          <li key={each.state + each.why} data-state={each.state}>
            <strong>{each.count}</strong> {word(each.state, each.why)}
          </li>
        ))}
      </ul>
      {preview.data.truncated && <p className="fb-plans-bad">{t('campaign.truncated')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-lines-scroll" tabIndex={0} aria-label={t('campaign.who')}>
        <table className="fb-lines">
          <thead>
            <tr>
              <th>{t('campaign.person')}</th>
              <th>{t('orders.customer')}</th>
              <th>{t('campaign.target')}</th>
              <th>{t('orders.rep')}</th>
              <th>{t('campaign.standing')}</th>
            </tr>
          </thead>
          <tbody>
            {people.data.items.map((row) => (
              <tr key={row.contact_id} data-recipient={row.why ?? row.state}>
                <td>{row.contact_name}</td>
                <td>
                  <Link to="/customers/$id" params={{ id: row.customer_id }} className="fb-link">
                    {row.customer_name}
                  </Link>
                </td>
                <td>{row.target ?? '–'}</td>
                <td>{row.rep_name ?? '–'}</td>
                <td>
                  {word(row.state, row.why)}
                  {row.last_error && <span className="fb-dim"> · {row.last_error}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {people.data.next_cursor && (
          <p className="fb-dim">{t('stock.more', { count: people.data.items.length })}</p>
        )}
      </section>
    </>
  );
}
