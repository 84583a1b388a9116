// Audits or surveys: the list with its filters, one of it beside with every answer.
import { Alert, Button, Chip, Select, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { MoreButton } from '../app/MoreButton';
import { problemText } from '../app/problem';
import { allOf } from '../catalogue/catalogue';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { inWords } from '../i18n/words';
import { RepSelect } from '../plans/Told';
import { AnswerList, Score } from './AnswerList';
import { type AuditsSearch, KINDS, type Kind, response, responses, responsesPath } from './audits';

type Change = (more: Partial<AuditsSearch>) => void;

export function ResponseDesk({ search, onChange }: { search: AuditsSearch; onChange: Change }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const kind = search.kind ?? 'audit';
  const list = useInfiniteQuery(responses(search));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="fb-plans-two fb-cat-two" data-picked={search.id !== undefined || undefined}>
      <div className="fb-plans-list">
        <Filters kind={kind} search={search} onChange={onChange} />
        {list.isPending && <Waiting />}
        {list.isError && rows.length === 0 && (
          <Alert color="red" m="md" role="alert">
            {problemText(list.error, t)}
          </Alert>
        )}
        {list.isSuccess && rows.length === 0 && <p className="fb-dim fb-audits-none">{t('audits.none')}</p>}
        <ul aria-label={t(`audits.kinds.${kind}`)}>
          {rows.map((row) => (
            <li key={row.id} data-focused={row.id === search.id || undefined} data-response={row.outlet_code}>
              <button
                type="button"
                aria-current={row.id === search.id || undefined}
                onClick={() => onChange({ id: row.id })}
              >
                <span className="fb-audits-line">
                  <strong>{row.outlet_name}</strong>
                  <Score bp={row.score_bp} failed={row.failed_count} />
                </span>
                <span className="fb-dim">
                  {[inWords(row.form_name, i18n.language), row.rep_name, format.lately(row.answered_at)].join(
                    ' · ',
                  )}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <MoreButton list={list} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and may hold nothing else to reach by keyboard */}
      <section className="fb-cat-detail" tabIndex={0} aria-label={t('catalogue.detail')}>
        {search.id === undefined ? (
          <p className="fb-dim">{t('catalogue.pick')}</p>
        ) : (
          <One key={search.id} kind={kind} id={search.id} onBack={() => onChange({ id: undefined })} />
        )}
      </section>
    </div>
  );
}

function Filters({ kind, search, onChange }: { kind: Kind; search: AuditsSearch; onChange: Change }) {
  const { t, i18n } = useTranslation();
  const forms = useQuery(allOf('forms')).data ?? [];
  return (
    <div className="fb-audits-filters">
      <Chip.Group
        value={kind}
        onChange={(value) => onChange({ kind: value as Kind, form: undefined, id: undefined })}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these filter a list */}
        <div className="fb-review-chips" role="group" aria-label={t('audits.which')}>
          {KINDS.map((each) => (
            <Chip key={each} value={each} size="xs">
              {t(`audits.kinds.${each}`)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      {kind === 'audit' && (
        <Chip
          size="xs"
          checked={search.failed === 1}
          onChange={(on) => onChange({ failed: on ? 1 : undefined })}
        >
          {t('audits.failed_only')}
        </Chip>
      )}
      <Select
        label={t('audits.form')}
        placeholder={t('catalogue.any')}
        clearable
        data={forms
          .filter((form) => form.kind === kind)
          .map((form) => ({ value: form.code, label: inWords(form.name, i18n.language) }))}
        value={search.form ?? null}
        onChange={(form) => onChange({ form: form ?? undefined })}
      />
      <RepSelect
        clearable
        label={t('audits.rep')}
        placeholder={t('catalogue.any')}
        value={search.rep ?? null}
        onChange={(rep) => onChange({ rep: rep ?? undefined })}
      />
      <SpanFilter search={search} onChange={onChange} />
      <ExportButtons path={responsesPath(search)} name={t(`audits.kinds.${kind}`)} />
    </div>
  );
}

/** From and to, both included; empty is open. */
export function SpanFilter({ search, onChange }: { search: AuditsSearch; onChange: Change }) {
  const { t } = useTranslation();
  return (
    <>
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          label={t(`audits.${end}`)}
          value={search[end] ?? ''}
          onChange={(event) => onChange({ [end]: event.currentTarget.value || undefined })}
        />
      ))}
    </>
  );
}

function One({ kind, id, onBack }: { kind: Kind; id: string; onBack: () => void }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const query = useQuery(response(kind, id));
  const one = query.data;
  if (query.isError && !one)
    return (
      <Alert color="red" role="alert">
        {problemText(query.error, t)}
      </Alert>
    );
  if (!one) return <Waiting />;
  return (
    <>
      <div className="fb-cat-title">
        <h2>{one.outlet_name}</h2>
        <Score bp={one.score_bp} failed={one.failed_count} />
        <Button size="xs" variant="subtle" color="gray" className="fb-cat-back" onClick={onBack}>
          {t('catalogue.to_list')}
        </Button>
      </div>
      <p className="fb-dim">
        {inWords(one.form_name, i18n.language)} · {t('catalogue.version', { version: one.form_version })}
      </p>
      <p className="fb-dim">
        {one.rep_name} · {one.org_unit_name} · {format.lately(one.answered_at)}
      </p>
      {one.possible > 0 && (
        <p>
          {one.failed_count === 0
            ? t('audits.all_compliant')
            : t('audits.failed', { count: one.failed_count, earned: one.earned, possible: one.possible })}
        </p>
      )}
      <AnswerList answers={one.answers} />
      <p className="fb-audits-links">
        {one.visit_id && (
          <Link
            to="/map"
            search={{ rep: one.rep_id, visit: one.visit_id, date: one.date }}
            className="fb-link"
          >
            {t('stock.to_visit')}
          </Link>
        )}
        {one.customer_id !== null && (
          <Link to="/customers/$id" params={{ id: one.customer_id }} className="fb-link">
            {t('audits.to_customer')}
          </Link>
        )}
      </p>
    </>
  );
}
