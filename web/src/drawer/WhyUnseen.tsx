// "Why don't I see this rep?": the findings about the rep's phones and work, each with what to do about it.
import { Alert, Button, Skeleton } from '@mantine/core';
import {
  IconAlertCircle,
  IconAlertTriangle,
  IconBulb,
  IconHelpCircle,
  IconInfoCircle,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { memo, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { diagnosis as diagnosisQuery } from '../api/queries';
import type { Cause, Diagnosis, PhoneHealth } from '../api/types';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import './why_unseen.css';

const ICONS = { cause: IconAlertCircle, likely: IconAlertTriangle, note: IconInfoCircle } as const;

/** A question that is answered when asked; `asked` opens it from the start. */
export const WhyUnseen = memo(function WhyUnseen({ rep, asked }: { rep: number; asked: boolean }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<boolean>();
  const open = opened ?? asked;
  const id = useId();
  return (
    <section className="fb-why">
      <Button
        variant="subtle"
        size="compact-sm"
        px={4}
        leftSection={<IconHelpCircle size={17} aria-hidden="true" />}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpened(!open)}
      >
        {t('why.ask')}
      </Button>
      <div id={id} hidden={!open}>
        {open && <Answer rep={rep} />}
      </div>
    </section>
  );
});

function Answer({ rep }: { rep: number }) {
  const { t } = useTranslation();
  const query = useQuery(diagnosisQuery(rep));
  if (query.isPending) return <Skeleton h={90} role="status" aria-label={t('app.loading')} />;
  if (query.isError) {
    return (
      <Alert color="red" icon={<IconAlertCircle />} title={t('why.failed')} role="alert">
        {problemText(query.error, t)}
      </Alert>
    );
  }
  const found = query.data;
  return (
    <>
      <p className="fb-why-sum">{found.visible ? t('why.visible') : t('why.unseen')}</p>
      {found.findings.length === 0 && <p className="fb-why-none">{t('why.nothing')}</p>}
      <ol className="fb-findings">
        {found.findings.map((finding) => (
          <FindingLine
            key={`${finding.code}-${finding.device_id}`}
            finding={finding}
            phone={found.phones.length > 1 ? phoneOf(found, finding) : undefined}
          />
        ))}
      </ol>
      {found.phones.map((phone) => (
        <PhoneFacts key={phone.device_id} phone={phone} />
      ))}
    </>
  );
}

const phoneOf = (found: Diagnosis, finding: Cause) =>
  found.phones.find((phone) => phone.device_id === finding.device_id);

function FindingLine({ finding, phone }: { finding: Cause; phone: PhoneHealth | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const Icon = ICONS[finding.weight];
  const offset = finding.clock_offset_ms ?? 0;
  const what = t(`finding.${finding.code}`, {
    at: finding.at ? format.lately(finding.at) : '–',
    pct: finding.battery_pct,
    count: finding.backlog ?? 0,
    by: format.duration(Math.abs(offset) / 1000),
    // The server's time less the phone's: positive where the phone is behind.
    context: finding.code === 'clock_skew' ? (offset > 0 ? 'behind' : 'ahead') : undefined,
    absence: finding.absence ? t(`absence.${finding.absence}`) : '',
    version: finding.app_version,
    newest: finding.newest_version,
    codes: (finding.refused ?? [])
      .map(({ code, count }) => `${t(`refusal.${code}`, { defaultValue: code })} ×${format.count(count)}`)
      .join(', '),
  });
  return (
    <li data-weight={finding.weight}>
      <Icon size={18} aria-hidden="true" />
      <div>
        <p>
          <span className="fb-hidden">{t(`why.weight.${finding.weight}`)}: </span>
          {what}
          {phone && <small> {phone.label}</small>}
        </p>
        {finding.remedy !== 'nothing' && (
          <p className="fb-remedy">
            <IconBulb size={14} aria-hidden="true" /> {t(`remedy.${finding.remedy}`)}
          </p>
        )}
      </div>
    </li>
  );
}

function PhoneFacts({ phone }: { phone: PhoneHealth }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { battery, permissions } = phone;
  const facts: [string, string][] = [
    [t('phone.contact'), phone.last_contact_at ? format.lately(phone.last_contact_at) : t('phone.never')],
    [
      t('phone.battery'),
      battery?.pct == null
        ? '–'
        : t(`phone.${battery.charging ? 'charging' : 'discharging'}`, {
            pct: format.percent(battery.pct / 100),
            at: format.lately(battery.at),
          }),
    ],
    [
      t('phone.location'),
      permissions?.location_service === false
        ? t('phone.location_off')
        : permissions?.location
          ? t(`phone.permission.${permissions.location}`)
          : '–',
    ],
    [t('phone.backlog'), phone.backlog === null ? '–' : format.count(phone.backlog)],
    [t('phone.app'), [phone.app, phone.app_version].filter(Boolean).join(' ') || '–'],
    [t('phone.model'), [phone.model, phone.os].filter(Boolean).join(' · ') || '–'],
  ];
  return (
    <dl className="fb-phone" aria-label={t('phone.title', { label: phone.label })}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
