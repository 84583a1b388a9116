// The reps of a scenario: where and when their days begin, how many calls they make, at which classes of outlets.
import { Alert, Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { FormFrame, useFaults } from '../catalogue/Form';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { classesTyped, clockTyped, placeTyped } from './plan';
import { WholeInput } from './SettingsFields';
import { changeRep, type RepPut, readAgain, repInputsQuery } from './scenarios';
import type { RepInput, Scenario } from './types';
import { useFocusBack } from './useFocusBack';

export function RepInputs({ scenario, open }: { scenario: Scenario; open: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(repInputsQuery(scenario.id));
  const [editing, setEditing] = useState<number>();
  // The rep that was changed is where to read on.
  const buttons = useRef(new Map<number, HTMLButtonElement | null>());
  const last = useRef<HTMLButtonElement | null>(null);
  useFocusBack(editing !== undefined, last);
  if (query.isPending) return <Waiting />;
  if (!query.data)
    return (
      <Alert color="red" role="alert">
        {problemText(query.error, t)}
      </Alert>
    );
  const edited = query.data.find((rep) => rep.rep_id === editing);
  return (
    <>
      {edited && open && (
        <RepForm
          key={edited.rep_id}
          scenario={scenario}
          rep={edited}
          onDone={() => {
            last.current = buttons.current.get(edited.rep_id) ?? null;
            setEditing(undefined);
          }}
        />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-lines-scroll fb-scn-block" tabIndex={0} aria-label={t('scenarios.reps')}>
        <table className="fb-lines fb-scn-table">
          <thead>
            <tr>
              <th>{t('orders.rep')}</th>
              <th>{t('scenarios.home')}</th>
              <th>{t('scenarios.hours')}</th>
              <th className="fb-num">{t('scenarios.form.days')}</th>
              <th className="fb-num">{t('scenarios.form.calls_max')}</th>
              <th>{t('scenarios.classes')}</th>
              <th className="fb-num">{t('scenarios.outlets_today')}</th>
              {open && <th aria-label={t('scenarios.change')} />}
            </tr>
          </thead>
          <tbody>
            {query.data.map((rep) => (
              <tr key={rep.rep_id} data-rep={rep.rep_code}>
                <th scope="row">
                  {rep.rep_name} <span className="fb-dim">{rep.rep_code}</span>
                </th>
                <td>
                  {rep.home_lat === null || rep.home_lng === null
                    ? t('scenarios.home_middle')
                    : `${rep.home_lat.toFixed(5)}, ${rep.home_lng.toFixed(5)}`}
                </td>
                <td>{rep.hours.join('–')}</td>
                <td className="fb-num">{rep.days_a_week}</td>
                <td className="fb-num">{rep.calls_max === null ? '–' : format.count(rep.calls_max)}</td>
                <td>{rep.classes === null ? t('scenarios.all_classes') : rep.classes.join(', ')}</td>
                <td className="fb-num">{format.count(rep.outlets)}</td>
                {open && (
                  <td>
                    <Button
                      ref={(button) => {
                        buttons.current.set(rep.rep_id, button);
                      }}
                      size="compact-xs"
                      variant="subtle"
                      aria-label={t('scenarios.change_rep', { name: rep.rep_name })}
                      onClick={() => setEditing(rep.rep_id)}
                    >
                      {t('scenarios.change')}
                    </Button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function RepForm({ scenario, rep, onDone }: { scenario: Scenario; rep: RepInput; onDone: () => void }) {
  const { t } = useTranslation();
  const [home, setHome] = useState(
    rep.home_lat === null || rep.home_lng === null ? '' : `${rep.home_lat}, ${rep.home_lng}`,
  );
  const [hours, setHours] = useState(rep.hours);
  const [days, setDays] = useState<number | null>(rep.days_a_week);
  const [calls, setCalls] = useState(rep.calls_max);
  const [classes, setClasses] = useState(rep.classes?.join(', ') ?? '');
  const place = placeTyped(home);
  const save = useMutation({
    mutationFn: (body: object) => changeRep(scenario.id, body as RepPut),
    onSuccess: async () => {
      await readAgain();
      onDone();
    },
  });
  const faults = useFaults(save.error);
  const wrongPlace = faults.at('/home_lat') ?? faults.at('/home_lng');
  return (
    <section className="fb-scn-form" aria-label={t('scenarios.change_rep', { name: rep.rep_name })}>
      <h3>{rep.rep_name}</h3>
      <FormFrame
        saving={{ save, faults }}
        onCancel={onDone}
        body={(): RepPut => ({
          rep_id: rep.rep_id,
          // What is no place is refused by the server at its field.
          home_lat: place === undefined ? Number.MAX_VALUE : (place?.lat ?? null),
          home_lng: place === undefined ? Number.MAX_VALUE : (place?.lng ?? null),
          hours: [clockTyped(hours[0]), clockTyped(hours[1])],
          calls_max: calls,
          days_a_week: days ?? 0,
          classes: classesTyped(classes),
        })}
      >
        <TextInput
          autoFocus
          label={t('scenarios.home')}
          description={t('scenarios.home_hint')}
          placeholder="21.0285, 105.8542"
          value={home}
          error={place === undefined ? t('scenarios.no_place') : wrongPlace}
          onChange={(event) => setHome(event.currentTarget.value)}
        />
        <div className="fb-cat-row">
          <TextInput
            label={t('scenarios.hours_from')}
            value={hours[0]}
            error={faults.under('/hours')}
            onChange={(event) => setHours([event.currentTarget.value, hours[1]])}
          />
          <TextInput
            label={t('scenarios.hours_to')}
            value={hours[1]}
            error={faults.under('/hours')}
            onChange={(event) => setHours([hours[0], event.currentTarget.value])}
          />
          <WholeInput
            label={t('scenarios.form.days')}
            value={days}
            error={faults.at('/days_a_week')}
            onChange={setDays}
          />
          <WholeInput
            label={t('scenarios.form.calls_max')}
            value={calls}
            error={faults.at('/calls_max')}
            onChange={setCalls}
          />
        </div>
        <TextInput
          label={t('scenarios.classes')}
          description={t('scenarios.classes_hint')}
          value={classes}
          error={faults.under('/classes')}
          onChange={(event) => setClasses(event.currentTarget.value)}
        />
      </FormFrame>
    </section>
  );
}
