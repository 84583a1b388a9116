// Scenarios, solutions and their figures in the reader's words.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { runs } from '../alerts/alerts';
import { useWeekday } from '../alerts/useWeekday';
import { useFormat } from '../format/useFormat';
import { beatenBy, nameOf, patternOf } from './plan';
import type { Note, Scenario, Solution } from './types';

const STAGES = ['ways', 'give_out', 'spread', 'order'] as const;
const FAULTS = [
  'no_outlets',
  'no_reps',
  'no_roads',
  'no_engine',
  'engine_unreachable',
  'engine_refused',
  'engine_answer',
  'too_many_places',
  'roads_unreadable',
  'no_days',
  'day_refused',
  'inconsistent',
  'planner_died',
  'solver_lost',
] as const;
const WHYS = [
  'nearer',
  'evens_hours',
  'joins_territory',
  'skill',
  'was_nobodys',
  'rearranged',
  'by_hand',
] as const;
const UNSERVED = [
  'no_skill',
  'off_network',
  'no_room',
  'never_in_time',
  'no_road',
  'nobody_yet',
  'no_pin',
] as const;
const NOTES = [
  'same_home',
  'overfull',
  'apart',
  'home_off_network',
  'more_work_than_hours',
  'other_frequency',
] as const;

const among = <Code extends string>(codes: readonly Code[], code: string): Code | undefined =>
  codes.find((known) => known === code);

export function solutionName(one: Pick<Solution, 'by_hand' | 'name'>, t: TFunction): string {
  const name = nameOf(one);
  return name ? t(`scenarios.name.${name}`) : one.name;
}

/** What is being done, while it is solved: which solution, and how far it is come with it. */
export function doing(scenario: Scenario, t: TFunction): string {
  if (scenario.state === 'queued') return t('scenarios.waits');
  const stage = among(STAGES, scenario.stage ?? '') ?? 'ways';
  const words = t(`scenarios.stage.${stage}`);
  if (stage === 'ways' || !scenario.solving) return words;
  const name = solutionName({ by_hand: false, name: scenario.solving }, t);
  return t('scenarios.doing', { name, stage: words });
}

export function faultWords(fault: string, t: TFunction): string {
  return t(`scenarios.failed_for.${among(FAULTS, fault) ?? 'other'}`);
}

export function whyWords(why: string | null, t: TFunction): string {
  const known = why === null ? undefined : among(WHYS, why);
  return known ? t(`scenarios.why.${known}`) : (why ?? '–');
}

export function unservedWords(why: string | null, t: TFunction): string {
  const known = why === null ? undefined : among(UNSERVED, why);
  return known ? t(`scenarios.unserved.${known}`) : (why ?? '–');
}

export function travelWords(scenario: Scenario, t: TFunction): string | null {
  const { travel } = scenario;
  if (!travel) return null;
  const words = [t(`scenarios.by.${travel.source}`)];
  if (travel.rides) words.push(t('scenarios.learned_from', { count: travel.rides }));
  if (travel.off_network) words.push(t('scenarios.off_network', { count: travel.off_network }));
  if (travel.without_pin) words.push(t('scenarios.without_pin', { count: travel.without_pin }));
  return words.join(' · ');
}

/** A note with the reps it is about. */
export function useNoteWords(): (note: Note, one: Solution) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (note, one) => {
    const code = among(NOTES, note.code);
    if (!code) return note.code;
    const named = note.rep_ids.map(
      (id) => one.figures.reps.find((rep) => rep.rep_id === id)?.rep_name ?? String(id),
    );
    return t(`scenarios.note.${code}`, {
      count: note.outlet_ids.length,
      reps:
        named.length > 1 && named.length === one.figures.reps.length
          ? t('scenarios.every_rep')
          : format.listed(named, 'and'),
    });
  };
}

/** Why a solution is greyed: which other one is better, and in what. */
export function useDominatedWords(all: readonly Solution[]): (one: Solution) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (one) => {
    const found = beatenBy(one, all);
    if (!found) return t('scenarios.dominated');
    const name = solutionName(found.by, t);
    if (found.better.length === 0) return t('scenarios.dominated_same', { name });
    return t('scenarios.dominated_by', {
      name,
      better: format.listed(
        found.better.map((aim) => t(`scenarios.aim.${aim}`)),
        'and',
      ),
    });
  };
}

/** `Mon–Fri`, `Tue · weeks 1, 3`. */
export function usePatternWords(): (slots: number) => string {
  const { t } = useTranslation();
  const weekday = useWeekday();
  return (slots) => {
    const { weekdays, weeks } = patternOf(slots);
    if (weekdays.length === 0) return '–';
    const days = runs(weekdays)
      .map(([from, to]) =>
        from === to ? weekday(from) : `${weekday(from)}${to === from + 1 ? ', ' : '–'}${weekday(to)}`,
      )
      .join(', ');
    return weeks ? t('scenarios.in_weeks', { days, weeks: weeks.join(', '), count: weeks.length }) : days;
  };
}

/** Minutes of work: hours and minutes. */
export function useWork(): (minutes: number) => string {
  const format = useFormat();
  return (minutes) => format.duration(minutes * 60);
}
