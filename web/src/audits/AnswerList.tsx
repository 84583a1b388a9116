// What was asked and answered, question by question, in the words of the form's version; what failed stands out.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { inWords } from '../i18n/words';
import { pictureOf } from '../photos/photos';
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
              {answer.photos.length > 0 ? <Photos ids={answer.photos} /> : <b>{said(answer)}</b>}
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

/** What was photographed, each opened on the wall. */
function Photos({ ids }: { ids: readonly string[] }) {
  return (
    <span className="fb-answers-photos">
      {ids.map((id, at) => (
        <Link key={id} to="/photos" search={{ id, show: 'all' }}>
          <Picture id={id} n={at + 1} />
        </Link>
      ))}
    </span>
  );
}

/** One of them, or the word that it has gone with its time. */
function Picture({ id, n }: { id: string; n: number }) {
  const { t } = useTranslation();
  const [gone, setGone] = useState(false);
  if (gone) return <span className="fb-photo-gone">{t('photos.removed')}</span>;
  return (
    <img
      src={pictureOf({ id }, 'thumbnail')}
      alt={t('audits.photo_answer', { n })}
      loading="lazy"
      decoding="async"
      onError={() => setGone(true)}
    />
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
