// The solutions beside today's, one of them opened: its reps, what the planner is told, and putting it into force.
import '../app/export.css';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { FileForm } from './FileForm';
import { PublishPanel } from './PublishPanel';
import { RepTable } from './RepTable';
import type { DeskProps } from './ScenarioPage';
import { SolutionTable } from './SolutionTable';
import { fileOf, isBusy, readAgain, removeSolution } from './scenarios';
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
          onRemove={canPublish && opened.by_hand ? () => set({ solution: undefined }) : undefined}
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
      {may && !isBusy(scenario) && !opened && <ByFile scenario={scenario.id} />}
    </div>
  );
}

function ByFile({ scenario }: { scenario: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useFocusBack(open, button);
  return open ? (
    <FileForm scenario={scenario} onDone={() => setOpen(false)} />
  ) : (
    <Button ref={button} size="compact-sm" variant="default" onClick={() => setOpen(true)}>
      {t('scenarios.hand.by_file')}
    </Button>
  );
}

function Opened({
  one,
  publishing,
  onClose,
  onRemove,
  onPublish,
  children,
}: {
  one: Solution;
  publishing: boolean;
  onClose: () => void;
  /** Where it may be thrown away. */
  onRemove?: () => void;
  onPublish?: () => void;
  children: ReactNode;
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
        {onRemove && <RemoveButton one={one} onRemoved={onRemove} />}
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onClose}>
          {t('targets.close')}
        </Button>
        <Files one={one} />
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

/** Who has what in it, for other programs; the first two columns are read again by the form of files. */
function Files({ one }: { one: Solution }) {
  const { t, i18n } = useTranslation();
  const name = solutionName(one, t);
  return (
    <span className="fb-export fb-scn-last">
      {(['xlsx', 'csv', 'geojson'] as const).map((format) => (
        <Button
          key={format}
          component="a"
          size="compact-xs"
          variant="default"
          href={fileOf(one, format, i18n.language)}
          download
          aria-label={t('export.as', { name, format: format.toUpperCase() })}
        >
          {format === 'geojson' ? 'GeoJSON' : format.toUpperCase()}
        </Button>
      ))}
    </span>
  );
}

function RemoveButton({ one, onRemoved }: { one: Solution; onRemoved: () => void }) {
  const { t } = useTranslation();
  const remove = useMutation({
    mutationFn: () => removeSolution(one),
    onSuccess: async () => {
      onRemoved();
      await readAgain();
    },
  });
  return (
    <>
      <Button size="compact-sm" variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
        {t('scenarios.hand.remove')}
      </Button>
      {remove.isError && (
        <span className="fb-plans-bad" role="alert">
          {problemText(remove.error, t)}
        </span>
      )}
    </>
  );
}
