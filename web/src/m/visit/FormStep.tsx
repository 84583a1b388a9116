// Fills in an audit or a survey: questions of the shop, then product by product.
import { useMemo, useState } from 'react';
import { usePhone } from '../phone';
import type { PhoneForm } from '../protocol';
import {
  type Answers,
  answerKey,
  asked,
  faultsOf,
  formBody,
  progress,
  type Question,
  questionsOf,
  type Value,
} from './form_answers';
import { QuestionField } from './QuestionField';
import { SendButton } from './SendButton';
import { Notice, StepFrame } from './StepFrame';
import type { StepProps } from './step';
import { useDraft } from './useDraft';
import { useGoods } from './useGoods';
import { useWords } from './useWords';

const NO_ANSWERS: Answers = {};

export function FormStep({ code, ...props }: StepProps & { code: string }) {
  const { t } = useWords();
  const form = usePhone().data.forms.find((one) => one.code === code);
  if (!form)
    return (
      <StepFrame title={t('visit.step.audit')} onBack={props.onDone}>
        <Notice tone="care">{t('visit.form.gone')}</Notice>
      </StepFrame>
    );
  return <Form key={form.version} {...props} form={form} />;
}

function Form({ outletId, visitId, onDone, form }: StepProps & { form: PhoneForm }) {
  const { t, said, number } = useWords();
  const { data, record } = usePhone();
  const goods = useGoods(outletId);
  // Of another version other questions may be asked.
  const {
    value: answers,
    ready,
    change,
    forget,
  } = useDraft<Answers>(`form ${form.code} ${form.version} ${visitId ?? outletId}`, NO_ANSWERS);
  const [tried, setTried] = useState(false);
  const questions = useMemo(() => questionsOf(form), [form]);
  const mustSell = useMemo(
    () => data.must_sell.find(({ outlet_id }) => outlet_id === outletId)?.product_codes ?? [],
    [data.must_sell, outletId],
  );
  const faults = faultsOf(questions, answers, mustSell);
  const done = progress(questions, answers, mustSell);
  const ofShop = questions.filter(({ level }) => level !== 'product');
  const ofProducts = questions.filter(({ level }) => level === 'product');
  const products = [...new Set(ofProducts.flatMap((question) => asked(question, mustSell)))].filter(
    (code): code is string => code !== null,
  );

  const put = (key: string, value: Value | undefined) =>
    change((was) => {
      const { [key]: _, ...rest } = was;
      return value === undefined ? rest : { ...rest, [key]: value };
    });
  const field = (question: Question, product: string | null) => {
    const key = answerKey(question.code, product);
    const fault = faults.get(key);
    return (
      <QuestionField
        key={key}
        question={question}
        value={answers[key]}
        onChange={(value) => put(key, value)}
        // Not before there was a try: nobody is scolded for what is not done yet.
        wrong={fault && (tried || fault !== 'required') ? t(`visit.why.${fault}`) : null}
      />
    );
  };

  const send = async () => {
    setTried(true);
    if (faults.size > 0) {
      requestAnimationFrame(() =>
        document.querySelector('.v-field[data-wrong]')?.scrollIntoView({ block: 'center' }),
      );
      return;
    }
    await record(form.kind, formBody(form, answers, mustSell, outletId), { visit_id: visitId });
    await forget();
    onDone();
  };

  if (!ready) return null;
  return (
    <StepFrame
      title={said(form.name)}
      onBack={onDone}
      foot={
        <>
          {tried && faults.size > 0 && (
            <p className="v-wrong" role="alert">
              {faults.has('')
                ? t('visit.form.too_many_photos')
                : t('visit.form.wrong', { count: faults.size, n: number(faults.size) })}
            </p>
          )}
          <p className="v-running">
            <span>
              {t('visit.form.answered', { answered: number(done.answered), asked: number(done.asked) })}
            </span>
          </p>
          <SendButton disabled={done.answered === 0} onSend={send}>
            {t('visit.form.send')}
          </SendButton>
        </>
      }
    >
      {ofShop.map((question) => field(question, null))}
      {products.map((code) => (
        <section key={code} className="v-card">
          <h2>{goods?.named(code) ?? code}</h2>
          {ofProducts
            .filter((question) => asked(question, mustSell).includes(code))
            .map((question) => field(question, code))}
        </section>
      ))}
    </StepFrame>
  );
}
