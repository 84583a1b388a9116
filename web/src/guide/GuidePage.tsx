// What the reader's role does with this, in the order of a day; each line leads to its page. Owns no data.
import './guide.css';
import { Anchor } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { PageBar } from '../pages/PageBar';
import { guideOf, PLACES, TABS } from './guide';

export function GuidePage() {
  const { t } = useTranslation();
  const role = useQuery(sessionQuery).data?.user.role;
  if (!role) return null;
  return (
    <div className="fb-shell">
      <PageBar />
      <main className="fb-guide">
        <h1>{t('guide.title')}</h1>
        <p>{t('guide.lead', { role: t(`role.${role}.name`) })}</p>
        <ol>
          {guideOf(role).map((work) => (
            <li key={work}>
              <Link to={PLACES[work]} search={{ tab: TABS[work] } as never}>
                <strong>{t(`guide.step.${work}.title`)}</strong>
                <span>{t(`guide.step.${work}.text`)}</span>
                <IconArrowRight size={20} aria-hidden="true" />
              </Link>
            </li>
          ))}
        </ol>
        <p>{t('guide.keys')}</p>
        <p>
          <Anchor href="/docs">{t('guide.api')}</Anchor>
        </p>
      </main>
    </div>
  );
}
