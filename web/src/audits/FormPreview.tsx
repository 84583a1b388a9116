// A form as a phone asks it, in the reader's language; nothing can be filled in here.
import { useTranslation } from 'react-i18next';
import { useProducts } from '../catalogue/Pickers';
import { useFormat } from '../format/useFormat';
import { inWords } from '../i18n/words';
import type { Asks, Compliant, Question } from './forms';

const plain = (milli: number) => String(milli / 1000);

export function FormPreview({ questions }: { questions: readonly Question[] }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const products = useProducts();
  const named = (code: string) => products.find((one) => one.code === code)?.name ?? code;
  return (
    <ol className="fb-form-preview">
      {questions.map((question, at) => (
        <li key={at}>
          <p>
            <b>{inWords(question.text, i18n.language) || '…'}</b>
            {question.required && <span aria-hidden="true"> *</span>}
            {question.required && <span className="fb-hidden"> {t('audits.needed')}</span>}
          </p>
          {question.level === 'product' && (
            <p className="fb-dim">
              {t('audits.for_each', {
                what:
                  question.products.length > 0
                    ? format.listed(question.products.map(named), 'and')
                    : t('audits.must_sell_products'),
              })}
            </p>
          )}
          <Answering asks={question.asks} />
          {question.weight > 0 && question.compliant && (
            <p className="fb-dim">
              {t('audits.scored', {
                weight: question.weight,
                what: compliantWords(question.compliant, question.asks),
              })}
            </p>
          )}
        </li>
      ))}
    </ol>
  );

  function compliantWords(compliant: Compliant, asks: Asks): string {
    if (compliant.type === 'yes_no') return t(compliant.is ? 'audits.yes' : 'audits.no');
    if (compliant.type === 'choice')
      return format.listed(
        compliant.among.map((code) => {
          const option = asks.type === 'choice' ? asks.options.find((one) => one.code === code) : undefined;
          return option ? inWords(option.text, i18n.language) || code : code;
        }),
        'or',
      );
    const { at_least_milli: least, at_most_milli: most } = compliant;
    return [
      least !== null && least !== undefined && t('audits.at_least', { n: format.quantity(plain(least)) }),
      most !== null && most !== undefined && t('audits.at_most', { n: format.quantity(plain(most)) }),
    ]
      .filter(Boolean)
      .join(', ');
  }
}

function Answering({ asks }: { asks: Asks }) {
  const { t, i18n } = useTranslation();
  if (asks.type === 'yes_no')
    return (
      <p className="fb-form-options">
        <span>{t('audits.yes')}</span>
        <span>{t('audits.no')}</span>
      </p>
    );
  if (asks.type === 'choice')
    return (
      <p className="fb-form-options">
        {asks.options.map((option, at) => (
          <span key={at} data-many={asks.many || undefined}>
            {inWords(option.text, i18n.language) || '…'}
          </span>
        ))}
      </p>
    );
  const bounds =
    asks.type === 'number'
      ? [asks.min_milli, asks.max_milli]
          .map((n) => (n === null || n === undefined ? '…' : plain(n)))
          .join(' – ')
      : null;
  return (
    <p className="fb-form-blank">
      {t(`audits.asks.${asks.type}`)}
      {asks.type === 'number' && ` (${bounds}${asks.unit ? ` ${asks.unit}` : ''})`}
      {asks.type === 'photo' && ` (1 – ${asks.most ?? 1})`}
    </p>
  );
}
