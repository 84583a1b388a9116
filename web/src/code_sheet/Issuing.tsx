// The run: how far it is, what went wrong with whom, and the sheet of what is made. Guards cards that nobody has on paper.
import { Button, Group, Modal, Progress } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { problemText } from '../app/problem';
import { useShortcuts } from '../pages/useShortcuts';
import type { How } from './issue';
import { Sheet } from './Sheet';
import type { Job, useIssuing } from './useIssuing';

export function Issuing({
  issuing,
  how,
  company,
  onEnd,
}: {
  issuing: ReturnType<typeof useIssuing>;
  how: How;
  company: string;
  onEnd: () => void;
}) {
  const { t } = useTranslation();
  const { jobs, running } = issuing;
  const made = jobs.filter(({ progress }) => progress === 'made');
  const failed = jobs.filter(({ progress }) => progress === 'failed');
  const left = jobs.filter(({ progress }) => progress === 'waiting');
  /** How many cards there were when somebody said that all are on paper. */
  const [onPaper, setOnPaper] = useState(0);
  const [asking, setAsking] = useState(false);
  const [ending, setEnding] = useState(false);
  const unprinted = made.length > onPaper;
  const guarded = running || unprinted;
  const blocker = useBlocker({
    shouldBlockFn: () => guarded,
    enableBeforeUnload: () => guarded,
    withResolver: true,
  });
  // The browser does not tell whether paper came out, so the reader is asked.
  useEffect(() => {
    const after = () => setAsking(true);
    addEventListener('afterprint', after);
    return () => removeEventListener('afterprint', after);
  }, []);
  const printable = made.length > 0 && !running;
  useShortcuts({ p: () => printable && print() });
  const leave = () => {
    blocker.proceed?.();
    if (ending) onEnd();
  };
  return (
    <div className="fb-codes-run">
      <header className="fb-codes-no-print">
        <h2>{running ? t('codes.making') : t('codes.made', { count: made.length })}</h2>
        <p role="status">
          {t('codes.progress', { made: made.length, all: jobs.length })}
          {failed.length > 0 && (
            <span className="fb-codes-bad"> {t('codes.failed', { count: failed.length })}</span>
          )}
        </p>
        <Progress
          value={(100 * (made.length + failed.length)) / jobs.length}
          aria-label={t('codes.making')}
          color={failed.length > 0 ? 'orange' : undefined}
        />
        <p className="fb-codes-once">{t('codes.once')}</p>
        <Group gap="xs">
          {running && (
            <Button variant="default" onClick={issuing.stop}>
              {t('codes.stop')}
            </Button>
          )}
          {!running && left.length > 0 && (
            <Button variant="default" onClick={issuing.goOn}>
              {t('codes.go_on', { count: left.length })}
            </Button>
          )}
          {!running && left.length === 0 && failed.length > 0 && (
            <Button variant="default" onClick={issuing.goOn}>
              {t('codes.again', { count: failed.length })}
            </Button>
          )}
          <Button
            disabled={!printable}
            leftSection={<IconPrinter size={16} aria-hidden="true" />}
            aria-keyshortcuts="p"
            onClick={() => print()}
          >
            {t('codes.print')}
          </Button>
          {!running && (
            <Button variant="subtle" onClick={() => (unprinted ? setEnding(true) : onEnd())}>
              {t('codes.end')}
            </Button>
          )}
        </Group>
        {asking && unprinted && !running && (
          <div className="fb-codes-asked" role="status">
            <span>{t('codes.on_paper', { count: made.length })}</span>
            <Button
              size="compact-sm"
              onClick={() => {
                setOnPaper(made.length);
                setAsking(false);
              }}
            >
              {t('codes.on_paper_yes')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
              {t('codes.on_paper_no')}
            </Button>
          </div>
        )}
        {made.length > 0 && !unprinted && <p className="fb-dim">{t('codes.kept')}</p>}
        <Failures jobs={failed} />
      </header>
      {made.length > 0 && <Sheet jobs={made} how={how} company={company} />}
      {(ending || blocker.status === 'blocked') && (
        <Modal
          opened
          centered
          title={t('codes.leave')}
          closeButtonProps={{ 'aria-label': t('app.close') }}
          onClose={() => {
            setEnding(false);
            blocker.reset?.();
          }}
        >
          <p>
            {running ? t('codes.leave_running') : t('codes.leave_what', { count: made.length - onPaper })}
          </p>
          <Group gap="xs" justify="flex-end">
            <Button
              data-autofocus
              onClick={() => {
                setEnding(false);
                blocker.reset?.();
              }}
            >
              {t('codes.stay')}
            </Button>
            <Button variant="subtle" color="red.9" onClick={leave}>
              {t('codes.leave_yes')}
            </Button>
          </Group>
        </Modal>
      )}
    </div>
  );
}

function Failures({ jobs }: { jobs: readonly Job[] }) {
  const { t } = useTranslation();
  if (jobs.length === 0) return null;
  const why = (error: unknown) => {
    const code = error instanceof Problem ? (error.errors[0]?.code ?? error.code) : '';
    if (code === 'login_taken') return t('records.login_taken');
    if (code === 'code_taken') return t('codes.code_taken');
    const field = error instanceof Problem ? error.errors[0]?.pointer.slice(1) : undefined;
    return field ? t('codes.refused_field', { field, why: code }) : problemText(error, t);
  };
  return (
    <ul className="fb-codes-failed" aria-label={t('codes.failed', { count: jobs.length })}>
      {jobs.map(({ person, error }) => (
        <li key={person.key}>
          <strong>{person.name}</strong> <span className="fb-dim">{person.code || person.login}</span>{' '}
          {why(error)}
        </li>
      ))}
    </ul>
  );
}
