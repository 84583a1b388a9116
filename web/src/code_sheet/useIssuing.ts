// One run over many people: a few at a time, to be stopped and gone on with, failed rows alone tried again. Keeps what
// was made, which nobody can ask for a second time.
import { useRef, useState } from 'react';
import { queryClient } from '../api/queries';
import { type How, issue, type Made } from './issue';
import type { Person } from './people';

/** Kind to the server, and quick enough: each row is two or three requests. */
const AT_ONCE = 3;

export type Progress = 'waiting' | 'working' | 'made' | 'failed';

export interface Job {
  person: Person;
  progress: Progress;
  made: Made;
  error?: unknown;
}

export function useIssuing() {
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  const [how, setHow] = useState<How | null>(null);
  const [running, setRunning] = useState(false);
  const stopped = useRef(false);

  const run = async (all: readonly Job[], by: How) => {
    stopped.current = false;
    setRunning(true);
    const left = all.filter(({ progress }) => progress !== 'made');
    const told = (job: Job, more: Partial<Job>) =>
      setJobs((old) => old.map((one) => (one.person.key === job.person.key ? { ...one, ...more } : one)));
    const work = async () => {
      for (let job = left.shift(); job && !stopped.current; job = left.shift()) {
        told(job, { progress: 'working', error: undefined });
        try {
          await issue(job.person, by, job.made);
          told(job, { progress: 'made' });
        } catch (error) {
          told(job, { progress: 'failed', error });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    setRunning(false);
    for (const queryKey of [['records'], ['reps'], ['users'], ['code-sheet']])
      void queryClient.invalidateQueries({ queryKey });
  };

  return {
    jobs,
    how,
    running,
    begin: (people: readonly Person[], by: How) => {
      const all = people.map((person): Job => ({ person, progress: 'waiting', made: {} }));
      setJobs(all);
      setHow(by);
      void run(all, by);
    },
    goOn: () => how && void run(jobs, how),
    stop: () => {
      stopped.current = true;
    },
    clear: () => {
      stopped.current = true;
      setJobs([]);
      setHow(null);
    },
  };
}
