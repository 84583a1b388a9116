// Yes or no to something that waits, with why. A refusal is never without words: whoever asked reads them.
import { useMutation } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { goInstead } from '../route';
import { client } from './client';
import { Suggest } from './Suggest';
import { useRefusal, useSay } from './say';
import { type Told, tell } from './told';

export function Decide({
  approve,
  refuse,
  suggest = [],
  reasonAlways = false,
  onDecide,
  reads,
  blocked = false,
}: {
  /** What the two buttons say; without `approve` one can only refuse, and the other way round. */
  approve: string | null;
  refuse: string | null;
  suggest?: readonly string[];
  /** An approval needs words too. */
  reasonAlways?: boolean;
  onDecide: (yes: boolean, reason: string) => Promise<Told>;
  /** Who reads the reason. */
  reads?: string;
  blocked?: boolean;
}) {
  const { t } = useSay();
  const refusal = useRefusal();
  const [why, setWhy] = useState('');
  const [missing, setMissing] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const act = useMutation({
    mutationFn: (yes: boolean) => onDecide(yes, why.trim()),
    onSuccess: (told) => {
      tell(told);
      goInstead('team', 'waits');
    },
    // A refusal by the server mostly means that somebody was faster: what is shown is asked anew.
    onSettled: () => client.invalidateQueries(),
  });
  const decide = (yes: boolean) => {
    if (act.isPending) return;
    const needs = (!yes || reasonAlways) && !why.trim();
    setMissing(needs);
    if (needs) box.current?.focus();
    else act.mutate(yes);
  };
  return (
    <section className="m-card" aria-label={t('team.decide.title')}>
      <label className="m-field">
        {reasonAlways ? t('team.decide.why') : t('team.decide.why_not')}
        <textarea
          ref={box}
          className="t-short"
          rows={2}
          maxLength={200}
          value={why}
          aria-invalid={missing}
          aria-describedby={id}
          onChange={(event) => setWhy(event.target.value)}
        />
      </label>
      {reads && <p className="m-dim">{reads}</p>}
      {suggest.length > 0 && <Suggest words={suggest} said={why} onPick={setWhy} />}
      <div role="alert" id={id}>
        {missing && (
          <p className="m-note" data-tone="bad">
            {t('team.decide.missing')}
          </p>
        )}
        {act.isError && (
          <p className="m-note" data-tone="bad">
            {refusal(act.error)}
          </p>
        )}
      </div>
      <div className="m-buttons">
        {approve !== null && (
          <button
            type="button"
            className="m-button"
            data-kind="main"
            disabled={act.isPending || blocked}
            onClick={() => decide(true)}
          >
            {approve}
          </button>
        )}
        {refuse !== null && (
          <button
            type="button"
            className="m-button"
            data-kind="bad"
            disabled={act.isPending}
            onClick={() => decide(false)}
          >
            {refuse}
          </button>
        )}
      </div>
    </section>
  );
}

/** What is known of it, by name; what is not known is not named. */
export const Facts = ({ of }: { of: [string, React.ReactNode][] }) => (
  <dl className="t-facts">
    {of
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
  </dl>
);
