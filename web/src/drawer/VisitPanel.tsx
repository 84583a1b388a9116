// A visit: what was judged, why in words, what proves it, what was sold and to whom.
import { ActionIcon, Alert, Button } from '@mantine/core';
import { IconAlertCircle, IconArrowLeft, IconPhone, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { visit as visitQuery } from '../api/queries';
import { useReasonName } from '../api/reasons';
import type { VisitDetail } from '../api/types';
import { OutletMark, stateOfOverall } from '../app/glyphs';
import { problemText } from '../app/problem';
import { VisitForms } from '../audits/VisitForms';
import { useFormat } from '../format/useFormat';
import { VisitPhotos } from '../photos/VisitPhotos';
import { CountTable } from '../stock/CountTable';
import { Accompanied } from './Accompanied';
import { Waiting } from './RepDayPanel';
import { ReviewForm } from './ReviewForm';
import { VisitDisplays } from './VisitDisplays';
import { VisitTrade } from './VisitTrade';
import { type DimensionWords, headline, verdictWords } from './verdict_words';

interface Props {
  id: string;
  repName: string | undefined;
  onBack: () => void;
  onClose: () => void;
}

export function VisitPanel({ id, repName, onBack, onClose }: Props) {
  const { t } = useTranslation();
  const query = useQuery(visitQuery(id));
  const visit = query.data;
  return (
    <>
      <header className="fb-drawer-head">
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('visit.back')} onClick={onBack}>
          <IconArrowLeft size={19} />
        </ActionIcon>
        <div className="fb-drawer-title">
          <h2>{visit?.outlet?.name ?? (visit ? t('visit.no_outlet') : '…')}</h2>
          <p>
            {visit?.outlet?.code ? `${visit.outlet.code} · ` : ''}
            {visit?.rep_name ?? repName}
          </p>
        </div>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('app.close')} onClick={onClose}>
          <IconX size={19} />
        </ActionIcon>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-drawer-body" tabIndex={0} aria-label={t('visit.title')}>
        {query.isPending && <Waiting />}
        {query.isError && !visit && (
          <Alert color="red" icon={<IconAlertCircle />} title={t('visit.failed')} role="alert">
            {problemText(query.error, t)}
            <Button mt="sm" size="xs" variant="light" color="red" onClick={() => void query.refetch()}>
              {t('app.retry')}
            </Button>
          </Alert>
        )}
        {visit && <VisitBody visit={visit} deciding />}
      </section>
    </>
  );
}

/** `deciding`: with the form to decide; the reviewer's desk has its own. */
export function VisitBody({ visit, deciding }: { visit: VisitDetail; deciding: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = useReasonName();
  const dimensions = verdictWords(visit, t, { ...format, reason });
  const overall = visit.effective_overall;
  return (
    <>
      <div className="fb-verdict" data-overall={overall} data-testid="verdict">
        <OutletMark state={visit.state === 'open' ? 'in_progress' : stateOfOverall(overall)} size={34} />
        <div>
          <strong>
            {visit.state === 'open'
              ? t('visit.open', { verdict: t(`verdict.overall.${overall}`) })
              : t(`verdict.overall.${overall}`)}
          </strong>
          <p>{headline(visit, t)}</p>
          {visit.review && (
            <p>
              {t(`review.by.${visit.review.decision}`, {
                by: visit.review.by,
                time: format.clock(visit.review.at),
              })}
              {visit.review.reason ? ` “${visit.review.reason}”` : ''}{' '}
              {t('review.machine', { verdict: t(`verdict.overall.${visit.verdict.overall}`) })}
            </p>
          )}
        </div>
      </div>
      <Times visit={visit} />
      <section className="fb-section">
        <h3>{t('visit.dimensions')}</h3>
        <ul className="fb-dimensions">
          {dimensions.map((d) => (
            <Dimension key={d.dimension} words={d} />
          ))}
        </ul>
      </section>
      <section className="fb-section">
        <h3>{t('visit.evidence')}</h3>
        <p className="fb-evidence">
          {t(`grade.${visit.evidence.grade}`)}.{' '}
          {t('evidence.fixes', { count: visit.evidence.fixes_seen, inside: visit.evidence.fixes_inside })}
          {visit.evidence.first_inside_at && visit.evidence.last_inside_at
            ? ` ${t('evidence.inside', { from: format.clock(visit.evidence.first_inside_at), to: format.clock(visit.evidence.last_inside_at) })}`
            : ''}{' '}
          <span className="fb-dim">{t('evidence.on_map')}</span>
        </p>
      </section>
      {visit.stock_counts.length > 0 && (
        <section className="fb-section" data-testid="stock-count">
          <h3>{t('visit.stock')}</h3>
          {visit.stock_counts.map((count) => (
            <CountTable key={count.id} count={count} />
          ))}
        </section>
      )}
      <VisitPhotos photos={visit.photos} />
      <VisitForms visit={visit} />
      <VisitDisplays visit={visit.id} />
      <VisitTrade visit={visit} />
      {visit.customer && (
        <section className="fb-section">
          <h3>{t('visit.customer')}</h3>
          <div className="fb-customer">
            <div>
              <Link to="/customers/$id" params={{ id: visit.customer.id }} className="fb-document-link">
                <strong>{visit.customer.name}</strong>
              </Link>
              <span className="fb-dim">{visit.customer.code}</span>
            </div>
            {visit.customer.phone && (
              <Button
                component="a"
                href={`tel:${visit.customer.phone}`}
                size="compact-sm"
                variant="light"
                leftSection={<IconPhone size={15} />}
              >
                {visit.customer.phone}
              </Button>
            )}
          </div>
        </section>
      )}
      <Accompanied visit={visit} />
      <Said visit={visit} />
      {deciding && visit.state !== 'open' && <ReviewForm visit={visit} />}
      {visit.revisions.length > 1 && (
        <section className="fb-section">
          <h3>{t('visit.history')}</h3>
          <ol className="fb-history">
            {visit.revisions.map((r) => (
              <li key={r.revision}>
                <time>{format.clockSeconds(r.recorded_at)}</time>
                <span>
                  {t(`revision.${r.change}`, { defaultValue: r.change })}
                  {r.after_overall && r.before_overall !== r.after_overall
                    ? `: ${r.before_overall ? `${t(`verdict.overall.${r.before_overall}`)} → ` : ''}${t(`verdict.overall.${r.after_overall}`)}`
                    : ''}
                </span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

/** Decisions and appeals in the order they were made. */
function Said({ visit }: { visit: VisitDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (visit.said.length === 0) return null;
  return (
    <section className="fb-section">
      <h3>{t('said.title')}</h3>
      <ol className="fb-history">
        {visit.said.map((s) => (
          <li key={`${s.at}${s.what}`}>
            <time>{format.clock(s.at)}</time>
            <span>
              {t(`said.${s.what}`, { by: s.by })} “{s.reason}”
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Times({ visit }: { visit: VisitDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const at = (value: string | null) => (value ? format.clock(value) : '–');
  return (
    <dl className="fb-facts">
      <div>
        <dt>{t('visit.check_in')}</dt>
        <dd>{visit.source === 'detected' ? <small>{t('visit.detected')}</small> : at(visit.check_in_at)}</dd>
      </div>
      <div>
        <dt>{t('visit.check_out')}</dt>
        <dd>{visit.state === 'open' ? <small>{t('visit.now')}</small> : at(visit.check_out_at)}</dd>
      </div>
      <div>
        <dt>{t('visit.presence')}</dt>
        <dd>
          {at(visit.arrived_at)}–{visit.state === 'open' ? '…' : at(visit.departed_at)}
          {visit.provisional && <small>{t('visit.provisional')}</small>}
        </dd>
      </div>
      <div>
        <dt>{t('visit.dwell')}</dt>
        <dd>{format.duration(visit.dwell_s)}</dd>
      </div>
    </dl>
  );
}

function Dimension({ words }: { words: DimensionWords }) {
  const { t } = useTranslation();
  return (
    <li data-tone={words.tone} data-decided={words.decided || undefined}>
      <span className="fb-tone" aria-hidden="true" />
      <span className="fb-dimension-name">{t(`dimension.${words.dimension}`)}</span>
      <span className="fb-dimension-main">
        <b>{words.value}</b>
        {words.why.map((sentence) => (
          <span key={sentence}>{sentence}</span>
        ))}
      </span>
    </li>
  );
}
