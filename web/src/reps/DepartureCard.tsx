// That a rep leaves, or has left: when, who takes over, what was done and what is still open; called off until it is done.
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { DepartureEffect } from './DepartureEffect';
import { callOff, type Departure, departureOf } from './departure';
import { OutstandingList } from './OutstandingList';
import './departure.css';

export function DepartureCard({
  rep,
  active,
  onCalledOff,
}: {
  rep: number;
  active: boolean;
  onCalledOff: () => void;
}) {
  const { t } = useTranslation();
  const state = useQuery(departureOf(rep)).data;
  const departure = state?.departure;
  if (!state || !departure || departure.state === 'called_off') return null;
  // Who is back at work has left that departure behind.
  if (departure.state === 'done' && active) return null;
  return (
    <section className="fb-departure" data-testid="departure" data-state={departure.state}>
      {departure.state === 'planned' ? (
        <Planned rep={rep} departure={departure} onCalledOff={onCalledOff} />
      ) : (
        <Done departure={departure} />
      )}
      {state.outstanding.length > 0 && (
        <>
          <h4>{t('departure.outstanding_now')}</h4>
          <OutstandingList rep={rep} open={state.outstanding} />
        </>
      )}
    </section>
  );
}

function Planned({
  rep,
  departure,
  onCalledOff,
}: {
  rep: number;
  departure: Departure;
  onCalledOff: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const act = useMutation({
    mutationFn: () => callOff(rep),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['records'] });
      onCalledOff();
    },
  });
  return (
    <div className="fb-rec-once">
      <h3>{t('departure.planned', { date: format.longDay(departure.last_day) })}</h3>
      <p>
        {departure.successor_name
          ? t('departure.takes_over', { name: departure.successor_name })
          : t('departure.left_open')}
      </p>
      <Facts departure={departure} />
      {act.isError && <p role="alert">{problemText(act.error, t)}</p>}
      <Button
        className="fb-departure-off"
        size="compact-sm"
        variant="default"
        loading={act.isPending}
        onClick={() => act.mutate()}
      >
        {t('departure.call_off')}
      </Button>
    </div>
  );
}

function Done({ departure }: { departure: Departure }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { done } = departure;
  return (
    <>
      <h3>{t('departure.done', { date: format.longDay(departure.last_day) })}</h3>
      <Facts departure={departure} />
      {done?.successor_gone && <p>{t('departure.successor_gone')}</p>}
      {done?.account && !done.account_disabled && <p>{t('departure.account_stayed')}</p>}
      {done && (
        <details>
          <summary>{t('departure.did')}</summary>
          <DepartureEffect
            effect={done}
            successor={done.successor_gone ? undefined : (departure.successor_name ?? undefined)}
          />
        </details>
      )}
    </>
  );
}

function Facts({ departure }: { departure: Departure }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {departure.erase_on && departure.erasure_state !== 'cancelled' && (
        <p>
          {departure.erasure_state === 'done'
            ? t('departure.erased')
            : t('departure.erases', { date: format.longDay(departure.erase_on) })}
        </p>
      )}
      {departure.reason && <p>{t('departure.because', { reason: departure.reason })}</p>}
      <p className="fb-dim">
        {t('departure.by', { name: departure.requested_by_name, at: format.moment(departure.requested_at) })}
      </p>
    </>
  );
}
