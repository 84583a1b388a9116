// What was asked and answered, question by question, in the words of the form's version; what failed stands out.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { inWords } from '../i18n/words';
import type { Answer } from './audits';

export function AnswerList({ answers }: { answers: readonly Answer[] }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const said = (answer: Answer): string => {
    if (typeof answer.value === 'boolean') return t(answer.value ? 'audits.yes' : 'audits.no');
    if (answer.chosen.length > 0)
      return format.listed(
        answer.chosen.map((one) => inWords(one, i18n.language)),
        'and',
      );
    const text = String(answer.value);
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return format.longDay(text);
    return answer.unit ? `${format.quantity(text)} ${answer.unit}` : text;
  };
  return (
    <ul className="fb-answers">
      {answers.map((answer) => {
        const failed = answer.earned < answer.possible;
        return (
          <li key={`${answer.question}/${answer.product_code}`} data-failed={failed || undefined}>
            <span>
              {inWords(answer.text, i18n.language)}
              {answer.product_name && <span className="fb-dim"> {answer.product_name}</span>}
            </span>
            <span className="fb-answers-said">
              <b>{said(answer)}</b>
              {answer.possible > 0 && (
                <span className="fb-dim">
                  {failed && <span className="fb-hidden">{t('audits.not_compliant')} </span>}
                  {t('audits.points', { earned: answer.earned, possible: answer.possible })}
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** A score in words: what was earned of what could be. */
export function Score({ bp, failed }: { bp: number | null; failed: number }) {
  const format = useFormat();
  if (bp === null) return null;
  return (
    <b className="fb-score" data-failed={failed > 0 || undefined}>
      {format.percent(bp / 10_000)}
    </b>
  );
}
