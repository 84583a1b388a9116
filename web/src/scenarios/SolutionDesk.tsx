// The solutions beside today's, one of them opened: its reps, what the planner is told, and putting it into force.
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { PublishPanel } from './PublishPanel';
import { RepTable } from './RepTable';
import type { DeskProps } from './ScenarioPage';
import { SolutionTable } from './SolutionTable';
import { isBusy } from './scenarios';
import type { Solution } from './types';
import { useFocusBack } from './useFocusBack';
import { solutionName, useNoteWords } from './words';

export function SolutionDesk({ scenario, solutions, search, may, set }: DeskProps) {
  const { t } = useTranslation();
  const opened = solutions.find((one) => one.solution === search.solution);
  const canPublish = may && !isBusy(scenario) && scenario.published_solution === null;
  if (solutions.length === 0)
    return (
      <div className="fb-scn-page">
        <p className="fb-dim">{isBusy(scenario) ? t('scenarios.soon') : t('scenarios.unsolved')}</p>
      </div>
    );
  return (
    <div className="fb-scn-page">
      <SolutionTable
        solutions={solutions}
        scenario={scenario}
        picked={opened?.solution}
        onOpen={(solution) => set({ solution, publish: undefined })}
      />
      {opened ? (
        <Opened
          key={opened.solution}
          one={opened}
          onClose={() => set({ solution: undefined, publish: undefined })}
          publishing={canPublish && search.publish === 1}
          onPublish={canPublish && !search.publish ? () => set({ publish: 1 }) : undefined}
        >
          {canPublish && search.publish && (
            <PublishPanel scenario={scenario} one={opened} onDone={() => set({ publish: undefined })} />
          )}
          <RepTable one={opened} onDays={(rep) => set({ tab: 'days', rep })} />
        </Opened>
      ) : (
        <p className="fb-dim">{t('scenarios.open_hint')}</p>
      )}
    </div>
  );
}

function Opened({
  one,
  publishing,
  onClose,
  onPublish,
  children,
}: {
  one: Solution;
  publishing: boolean;
  onClose: () => void;
  onPublish?: () => void;
  children: React.ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const note = useNoteWords();
  const head = useRef<HTMLHeadingElement>(null);
  // The reader asked for it: it is where to read on.
  useEffect(() => head.current?.focus(), []);
  useFocusBack(publishing, head);
  return (
    <section className="fb-section fb-scn-opened" aria-labelledby="solution-opened">
      <div className="fb-cat-title">
        <h2 id="solution-opened" ref={head} tabIndex={-1}>
          {solutionName(one, t)}
        </h2>
        {onPublish && (
          <Button size="compact-sm" onClick={onPublish}>
            {t('scenarios.publish')}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onClose}>
          {t('targets.close')}
        </Button>
      </div>
      <p className="fb-dim">
        {t('scenarios.solved_in', {
          when: format.lately(one.solved_at),
          took: format.age(Math.max(1_000, one.took_ms)),
          hash: one.hash.slice(0, 12),
        })}
      </p>
      {one.figures.notes.length > 0 && (
        <ul className="fb-scn-notes" aria-label={t('scenarios.notes')}>
          {one.figures.notes.map((each) => (
            <li key={each.code} data-note={each.code}>
              {note(each, one)}
            </li>
          ))}
        </ul>
      )}
      {children}
    </section>
  );
}
