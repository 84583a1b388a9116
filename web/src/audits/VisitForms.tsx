// What a rep filled in in a visit, and what was seen of competitors.
import './audits.css';
import { useTranslation } from 'react-i18next';
import type { VisitDetail } from '../api/types';
import { inWords } from '../i18n/words';
import { AnswerList, Score } from './AnswerList';
import { useSeen } from './CompetitorList';

export function VisitForms({ visit }: { visit: VisitDetail }) {
  const { t, i18n } = useTranslation();
  const said = useSeen();
  return (
    <>
      {[...visit.audits, ...visit.surveys].map((form) => (
        <section key={form.id} className="fb-section" data-testid={`visit-${form.kind}`}>
          <h3>
            {inWords(form.form_name, i18n.language)} <Score bp={form.score_bp} failed={form.failed_count} />
          </h3>
          <AnswerList answers={form.answers} />
        </section>
      ))}
      {visit.competitor_observations.length > 0 && (
        <section className="fb-section" data-testid="visit-competitors">
          <h3>{t('audits.tab.competitors')}</h3>
          <ul className="fb-answers">
            {visit.competitor_observations.map((seen) => (
              <li key={seen.id}>
                <span>
                  <b>{seen.brand}</b> <span className="fb-dim">{said(seen)}</span>
                  {seen.promotion && (
                    <b className="fb-audits-promotion">{t('audits.promotion', { what: seen.promotion })}</b>
                  )}
                  {seen.note && <em>“{seen.note}”</em>}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
