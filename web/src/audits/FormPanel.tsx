// A form: shown as a phone asks it, and edited question by question beside that.
import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormFrame, SpanFields, useWriting } from '../catalogue/Form';
import { AudienceFields, useAimWords } from './AudienceFields';
import { KINDS, type Kind } from './audits';
import { FormPreview } from './FormPreview';
import { type Form, fresh, type Question, weightOf } from './forms';
import { QuestionFields, WordsFields } from './QuestionFields';

export function FormFacts({ form }: { form: Form }) {
  const { t } = useTranslation();
  const aim = useAimWords();
  return (
    <>
      <p>
        {t(`audits.kinds_one.${form.kind}`)} · {aim(form)}
        {form.required && ` · ${t('audits.form_required')}`}
      </p>
      <FormPreview questions={form.questions} />
    </>
  );
}

export function FormForm({
  was,
  onSaved,
  onCancel,
}: {
  was: Form | undefined;
  onSaved: (row: Form) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const saving = useWriting('forms', was, onSaved);
  const { faults } = saving;
  const [code, setCode] = useState(was?.code ?? '');
  const [kind, setKind] = useState<Kind>(was?.kind ?? 'audit');
  const [name, setName] = useState(was?.name ?? {});
  const [flags, setFlags] = useState({ required: was?.required ?? false, active: was?.active ?? true });
  const [span, setSpan] = useState({ valid_from: was?.valid_from ?? null, valid_to: was?.valid_to ?? null });
  const [audience, setAudience] = useState(was?.audience ?? { classes: [], channels: [], areas: [] });
  const [questions, setQuestions] = useState<Question[]>(was?.questions ?? [fresh(1)]);
  const put = (at: number, question: Question) =>
    setQuestions(questions.map((old, i) => (i === at ? question : old)));
  const move = (at: number, by: 1 | -1) => {
    const moved = [...questions];
    const [one] = moved.splice(at, 1);
    if (one) moved.splice(at + by, 0, one);
    setQuestions(moved);
  };
  const free = () => {
    let n = questions.length + 1;
    while (questions.some((one) => one.code === `q${n}`)) n++;
    return n;
  };
  return (
    <div className="fb-form-edit">
      <FormFrame
        saving={saving}
        onCancel={onCancel}
        body={() => ({ code, ...(was ? {} : { kind }), name, ...flags, ...span, audience, questions })}
      >
        {!was && (
          <div className="fb-cat-row">
            <SegmentedControl
              aria-label={t('catalogue.kind')}
              data={KINDS.map((each) => ({ value: each, label: t(`audits.kinds_one.${each}`) }))}
              value={kind}
              onChange={(value) => setKind(value as Kind)}
            />
            <TextInput
              label={t('catalogue.code')}
              required
              maxLength={64}
              value={code}
              error={faults.at('/code')}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          </div>
        )}
        <WordsFields
          label={t('catalogue.name')}
          words={name}
          error={faults.under('/name')}
          onChange={setName}
        />
        <div className="fb-cat-row">
          <Checkbox
            label={t('audits.form_required')}
            checked={flags.required}
            onChange={(event) => setFlags({ ...flags, required: event.currentTarget.checked })}
          />
          <Checkbox
            label={t('catalogue.active')}
            checked={flags.active}
            onChange={(event) => setFlags({ ...flags, active: event.currentTarget.checked })}
          />
        </div>
        {questions.map((question, at) => (
          <QuestionFields
            key={at}
            at={at}
            last={at === questions.length - 1}
            scored={kind === 'audit'}
            question={question}
            faults={faults}
            onChange={(changed) => put(at, changed)}
            onMove={(by) => move(at, by)}
            onDrop={
              questions.length > 1 ? () => setQuestions(questions.filter((_, i) => i !== at)) : undefined
            }
          />
        ))}
        <Button variant="default" onClick={() => setQuestions([...questions, fresh(free())])}>
          {t('audits.add_question')}
        </Button>
        {kind === 'audit' && <p className="fb-dim">{t('audits.weight_sum', { sum: weightOf(questions) })}</p>}
        <AudienceFields audience={audience} onChange={setAudience} />
        <SpanFields
          from={span.valid_from}
          to={span.valid_to}
          faults={faults}
          onChange={(more) => setSpan({ ...span, ...more })}
        />
      </FormFrame>
      <aside aria-label={t('audits.preview')}>
        <h3>{t('audits.preview')}</h3>
        <FormPreview questions={questions} />
      </aside>
    </div>
  );
}
