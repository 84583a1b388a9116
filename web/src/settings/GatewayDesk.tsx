// Gateways for SMS and Zalo. What is written here may hold secrets, so that it is never shown again: who changes one
// writes its address and body anew.
import { Alert, Button, Code, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { Told } from '../plans/Told';
import {
  bodyOf,
  type Gateway,
  type GatewayChannel,
  gateways,
  headersOf,
  putGateway,
  refusedIn,
} from './gateways';
import { RowForm } from './RowForm';

export function GatewayDesk({ may }: { may: boolean }) {
  const { t } = useTranslation();
  const query = useQuery(gateways);
  const [edited, setEdited] = useState<GatewayChannel | null>(null);
  /** Told once. */
  const [report, setReport] = useState<{ channel: GatewayChannel; path: string } | null>(null);
  return (
    <div className="fb-settings-values">
      <p className="fb-dim">{t('settings.gateways_about')}</p>
      <Told query={query} empty={t('settings.no_gateway')}>
        {(channels: { channel: GatewayChannel; one: Gateway | undefined }[]) =>
          channels.map(({ channel, one }) => (
            <section
              key={channel}
              className="fb-settings-class"
              aria-labelledby={`gateway-${channel}`}
              data-gateway={channel}
            >
              <h3 id={`gateway-${channel}`}>
                {t(`settings.gateway.${channel}`)}
                {one && !one.active && <span className="fb-settings-tag">{t('settings.inactive')}</span>}
                {may && edited !== channel && (
                  <Button size="compact-sm" variant="subtle" onClick={() => setEdited(channel)}>
                    {t(one ? 'settings.gateway_change' : 'settings.gateway_set_up')}
                    <i className="fb-hidden">: {t(`settings.gateway.${channel}`)}</i>
                  </Button>
                )}
              </h3>
              <p className="fb-dim">
                {one
                  ? [one.host, ...one.header_names, ...one.body_names].join(' · ')
                  : t('settings.no_gateway')}
              </p>
              {report?.channel === channel && (
                <Alert color="teal" role="status" mb="sm">
                  {t('settings.gateway_report')} <Code>{window.location.origin + report.path}</Code>
                </Alert>
              )}
              {edited === channel && (
                <GatewayForm
                  channel={channel}
                  was={one}
                  onDone={async (path) => {
                    if (path) setReport({ channel, path });
                    setEdited(null);
                    await queryClient.invalidateQueries({ queryKey: gateways.queryKey });
                  }}
                  onCancel={() => setEdited(null)}
                />
              )}
            </section>
          ))
        }
      </Told>
    </div>
  );
}

function GatewayForm({
  channel,
  was,
  onDone,
  onCancel,
}: {
  channel: GatewayChannel;
  was: Gateway | undefined;
  onDone: (path: string | null) => Promise<unknown>;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [url, setUrl] = useState('');
  const [headers, setHeaders] = useState('');
  const [body, setBody] = useState('{"to": "{to}", "text": "{text}", "id": "{id}"}');
  const [active, setActive] = useState(was?.active ?? true);
  const [kept, read] = [headers.trim() === '', bodyOf(body)];
  const named = kept ? undefined : headersOf(headers);
  const save = useMutation({
    mutationFn: () => putGateway(channel, was?.version ?? 0, { url, headers: named, body: read, active }),
    onSuccess: ({ report_path }) => onDone(report_path),
  });
  const refused = refusedIn(save.error);
  const wrong = (field: string, bad = false) =>
    bad || refused.includes(field) ? t(`settings.gateway_fault.${field}`) : null;
  return (
    <RowForm
      busy={save.isPending}
      failure={save.isError && refused.length === 0 ? problemText(save.error, t) : ''}
      ready={url !== '' && read !== undefined && (kept || named !== undefined)}
      onSave={() => save.mutate()}
      onCancel={onCancel}
    >
      <TextInput
        required
        type="url"
        maxLength={2000}
        label={t('settings.gateway_url')}
        description={t('settings.gateway_url_about')}
        value={url}
        error={wrong('url')}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <Textarea
        autosize
        minRows={2}
        label={t('settings.gateway_headers')}
        description={t(was ? 'settings.gateway_headers_stay' : 'settings.gateway_headers_about')}
        value={headers}
        error={wrong('headers', !kept && !named)}
        onChange={(event) => setHeaders(event.currentTarget.value)}
      />
      <Textarea
        autosize
        required
        minRows={3}
        label={t('settings.gateway_body')}
        description={t('settings.gateway_body_about')}
        value={body}
        error={wrong('body', !read)}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      <Switch
        label={t('settings.gateway_active')}
        checked={active}
        onChange={(event) => setActive(event.currentTarget.checked)}
      />
    </RowForm>
  );
}
