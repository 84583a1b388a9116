// The sheet: A4, cards to be cut out and handed over, each in its person's language. On the screen it is what the paper
// will be.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../api/types';
import { APP_NAMES } from '../devices/apps';
import { enrolLink } from '../devices/devices';
import { Qr } from '../devices/Qr';
import { moment } from '../format/format';
import { useFormat } from '../format/useFormat';
import { loadWords } from '../i18n';
import type { How } from './issue';
import type { Job } from './useIssuing';

export function Sheet({ jobs, how, company }: { jobs: readonly Job[]; how: How; company: string }) {
  const { t } = useTranslation();
  const languages = [
    ...new Set([how.language, ...jobs.map(({ person }) => person.language ?? how.language)]),
  ];
  // Words of a language that the page does not speak come first.
  const ready = useQuery({
    queryKey: ['words', ...languages.toSorted()],
    queryFn: async () => {
      await Promise.all(languages.map(loadWords));
      return true;
    },
    staleTime: Number.POSITIVE_INFINITY,
  }).isSuccess;
  if (!ready) return null;
  return (
    <section
      className="fb-code-sheet"
      data-tall={how.app !== 'fieldbeat' || undefined}
      aria-label={t('codes.sheet')}
      data-testid="code-sheet"
    >
      {jobs.map((job) => (
        <Card
          key={job.person.key}
          job={job}
          how={how}
          company={company}
          language={job.person.language ?? how.language}
        />
      ))}
    </section>
  );
}

function Card({ job, how, company, language }: { job: Job; how: How; company: string; language: Language }) {
  const { i18n } = useTranslation();
  const t = i18n.getFixedT(language);
  const { zone } = useFormat();
  const { person, made } = job;
  const { enrolment, setup } = made;
  const link = enrolment ? enrolLink(location.origin, enrolment.enrolment_code) : (setup?.link ?? undefined);
  const rep = person.role === 'rep';
  const steps = rep ? how.app : 'console';
  return (
    <article className="fb-code-card" lang={language === 'zh' ? 'zh-Hans' : language}>
      <header>
        <span>{company}</span>
        <span>
          {rep ? (how.app === 'fieldbeat' ? 'Fieldbeat' : APP_NAMES[how.app]) : t(`role.${person.role}.name`)}
        </span>
      </header>
      <h3>
        {person.name} <small>{person.code}</small>
      </h3>
      <div className="fb-code-card-body">
        {(link !== undefined || !rep) && <Qr text={link ?? location.origin} label={t('codes.card.qr')} />}
        <div className="fb-code-card-words">
          {enrolment && (
            <>
              <code className="fb-code-card-code">{enrolment.enrolment_code}</code>
              <p>{t('codes.card.until', { when: moment(enrolment.expires_at, language, zone) })}</p>
            </>
          )}
          <ol>
            <li>{t(`codes.card.${steps}.first`, { host: location.host, address: `${location.host}/m/` })}</li>
            <li>{t(`codes.card.${steps}.second`)}</li>
            <li>{t(`codes.card.${steps}.third`)}</li>
          </ol>
        </div>
      </div>
      {setup && (
        <dl className="fb-code-card-fields">
          {setup.fields.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {made.password !== undefined && (
        <dl className="fb-code-card-fields">
          <div>
            <dt>{t('codes.card.login')}</dt>
            <dd>{person.login}</dd>
          </div>
          <div>
            <dt>{t('codes.card.password')}</dt>
            <dd>{made.password}</dd>
          </div>
        </dl>
      )}
      <footer>{t('codes.card.secret')}</footer>
    </article>
  );
}
