// Days of a solution: a rep's cycle of four weeks as a grid, or one day of the cycle with all reps; and the calls of the
// day that is opened, to be printed.
import { Alert, Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWeekday } from '../alerts/useWeekday';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { useShortcuts } from '../pages/useShortcuts';
import { DayCard } from './DayCard';
import { DayPick, RepPick, SolutionPick } from './Picks';
import { figuresOf, neighbourDay, WEEKS } from './plan';
import type { DeskProps } from './ScenarioPage';
import { daysQuery } from './scenarios';
import type { Day, Solution } from './types';
import { solutionName } from './words';

export function DaysDesk(desk: DeskProps) {
  const { t } = useTranslation();
  if (!desk.shown) return <p className="fb-scn-page fb-dim">{t('scenarios.unsolved')}</p>;
  return <Of {...desk} shown={desk.shown} />;
}

function Of({ solutions, shown, search, set }: DeskProps & { shown: Solution }) {
  const { t } = useTranslation();
  const { rep, week, weekday } = search;
  const aDay = week !== undefined && weekday !== undefined;
  // A rep's cycle is read whole, so that its days are there at once.
  const asked = rep !== undefined ? { rep } : { week, weekday };
  const query = useQuery(daysQuery(shown, asked));
  const days = query.data ?? [];
  const opened = aDay ? days.filter((day) => day.week === week && day.weekday === weekday) : [];
  const step = (by: 1 | -1) => {
    const next = rep === undefined ? undefined : neighbourDay(days, { week, weekday }, by);
    if (next) set({ week: next.week, weekday: next.weekday });
  };
  useShortcuts({ '[': () => step(-1), ']': () => step(1) });
  return (
    <div className="fb-scn-page fb-scn-days">
      <div className="fb-order-selects">
        <SolutionPick solutions={solutions} shown={shown} onPick={(solution) => set({ solution })} />
        <RepPick
          reps={shown.figures.reps}
          value={rep}
          all={t('scenarios.all_reps')}
          onPick={(rep) => set({ rep })}
        />
        <DayPick
          week={week}
          weekday={weekday}
          onPick={(day) => set({ week: undefined, weekday: undefined, ...day })}
        />
      </div>
      {rep === undefined && !aDay && <p className="fb-dim">{t('scenarios.pick_day')}</p>}
      {query.isLoading && <Waiting />}
      {query.isError && (
        <Alert color="red" role="alert">
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.isSuccess && rep !== undefined && (
        <Cycle
          days={days}
          week={week}
          weekday={weekday}
          onPick={(day) => set({ week: day.week, weekday: day.weekday })}
        />
      )}
      {query.isSuccess && aDay && opened.length === 0 && <p className="fb-dim">{t('scenarios.no_calls')}</p>}
      {query.isSuccess && (
        <Printed
          shown={shown}
          opened={opened}
          whole={rep === undefined ? [] : days}
          many={rep !== undefined}
        />
      )}
    </div>
  );
}

/** The days that are looked at; printed are these, or the whole cycle of the rep. */
function Printed({
  shown,
  opened,
  whole,
  many,
}: {
  shown: Solution;
  opened: readonly Day[];
  whole: readonly Day[];
  many: boolean;
}) {
  const { t } = useTranslation();
  const [printing, setPrinting] = useState(false);
  // All days of the cycle stand on the page only while they are printed.
  useEffect(() => {
    if (!printing) return;
    const over = () => setPrinting(false);
    addEventListener('afterprint', over);
    print();
    return () => removeEventListener('afterprint', over);
  }, [printing]);
  const cards = printing ? whole : opened;
  return (
    <>
      <p className="fb-actions fb-scn-no-print">
        {opened.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPrinter size={16} aria-hidden />}
            onClick={() => print()}
          >
            {t('scenarios.print', { count: opened.length })}
          </Button>
        )}
        {many && whole.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPrinter size={16} aria-hidden />}
            onClick={() => setPrinting(true)}
          >
            {t('scenarios.print_cycle', { count: whole.length })}
          </Button>
        )}
      </p>
      {cards.map((day) => (
        <DayCard
          key={`${day.rep_id}-${day.week}-${day.weekday}`}
          day={day}
          rep={figuresOf(shown, day.rep_id)}
          solution={solutionName(shown, t)}
        />
      ))}
    </>
  );
}

/** Weeks by weekdays: calls, hours and kilometres of each day; a day opens by its button. */
function Cycle({
  days,
  week,
  weekday,
  onPick,
}: {
  days: readonly Day[];
  week: number | undefined;
  weekday: number | undefined;
  onPick: (day: Day) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useWeekday();
  const columns = [1, 2, 3, 4, 5, 6, 7].filter(
    (each) => each <= 5 || days.some((day) => day.weekday === each),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll fb-scn-no-print" tabIndex={0} aria-label={t('scenarios.four_weeks')}>
      <table className="fb-lines fb-scn-cycle-grid">
        <thead>
          <tr>
            <th>{t('scenarios.week')}</th>
            {columns.map((each) => (
              <th key={each}>{name(each)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WEEKS.map((each) => (
            <tr key={each}>
              <th scope="row">{each}</th>
              {columns.map((of) => {
                const day = days.find((one) => one.week === each && one.weekday === of);
                if (!day) return <td key={of}>–</td>;
                return (
                  <td key={of}>
                    <button
                      type="button"
                      aria-pressed={each === week && of === weekday}
                      aria-label={t('scenarios.open_day', {
                        day: name(of),
                        week: each,
                        count: day.calls.length,
                      })}
                      onClick={() => onPick(day)}
                    >
                      <strong>{t('scenarios.calls_n', { count: day.calls.length })}</strong>
                      <span>{format.duration(day.back_s - day.leave_s)}</span>
                      <span>{format.kilometres(day.metres)}</span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
