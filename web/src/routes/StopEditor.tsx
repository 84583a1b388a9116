// The stops of a route as they shall be: added, taken out, put in another order, called at more or less often. What a
// save does is counted before it is said.
import {
  ActionIcon,
  Alert,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  NumberInput,
  TextInput,
} from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWeekday } from '../alerts/useWeekday';
import { Problem, serverNow } from '../api/client';
import { problemText } from '../app/problem';
import { useFaults } from '../catalogue/Form';
import { Finder } from '../catalogue/Pickers';
import { useFormat } from '../format/useFormat';
import { inWords } from '../i18n/words';
import { DetailHead } from '../records/Detail';
import { writeRecord } from '../records/records';
import { Stale } from '../records/Stale';
import { PatternText, spans } from './PatternText';
import {
  type PatternCode,
  patternCodes,
  placed,
  type RouteRecord,
  type StopDraft,
  stopChanges,
  stopDraft,
  stopsBody,
} from './routes';

const USUAL_CODE = 'F4';
const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

export function StopEditor({
  route,
  onSaved,
  onCancel,
  onReload,
}: {
  route: RouteRecord;
  onSaved: (after: RouteRecord, from: string) => void;
  onCancel: () => void;
  onReload: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const codes = useQuery(patternCodes).data ?? [];
  const [stops, setStops] = useState(() => route.outlets.map(stopDraft));
  const [open, setOpen] = useState<number>();
  const [from, setFrom] = useState('');
  const save = useMutation({
    mutationFn: () =>
      writeRecord<RouteRecord>('routes', route, { outlets: stopsBody(stops), valid_from: from || undefined }),
    onSuccess: (after) => onSaved(after, from),
  });
  const faults = useFaults(save.error);
  const put = (id: number, more: Partial<StopDraft>) =>
    setStops((old) => old.map((stop) => (stop.outlet_id === id ? { ...stop, ...more } : stop)));
  const move = (at: number, to: number) => setStops((old) => placed(old, at, to));
  const { added, removed, changed, moved } = stopChanges(route.outlets, stops);
  const told = [
    added > 0 && t('records.stops_added', { count: added }),
    removed > 0 && t('records.stops_removed', { count: removed }),
    changed > 0 && t('records.stops_changed', { count: changed }),
    moved > 0 && t('records.stops_moved', { count: moved }),
  ].filter((words) => words !== false);
  return (
    <>
      <DetailHead name={route.name} about={t('records.change_stops_how')} onClose={onCancel} />
      <div className="fb-rec-body">
        <Finder
          kind="outlets"
          label={t('records.add_stop')}
          value={null}
          onChange={({ id, code, name }) => {
            if (stops.some((stop) => stop.outlet_id === id)) return setOpen(id);
            setStops((old) => [
              ...old,
              {
                outlet_id: id,
                outlet_code: code,
                outlet_name: name,
                pattern: null,
                code: USUAL_CODE,
                weekdays: old.at(-1)?.weekdays.slice(0, 1) ?? [1],
                window: null,
                service_minutes: null,
              },
            ]);
            setOpen(id);
          }}
        />
        <ol className="fb-rec-lines fb-rec-stops" aria-label={t('records.stops_head')}>
          {stops.map((stop, at) => (
            <StopRow
              key={stop.outlet_id}
              stop={stop}
              at={at}
              last={at === stops.length - 1}
              open={stop.outlet_id === open}
              codes={codes}
              fault={faults.under(`/outlets/${at}`)}
              onOpen={(wanted) => setOpen(wanted ? stop.outlet_id : undefined)}
              onChange={(more) => put(stop.outlet_id, more)}
              onMove={(to) => move(at, to)}
              onRemove={() => setStops((old) => old.filter(({ outlet_id }) => outlet_id !== stop.outlet_id))}
            />
          ))}
        </ol>
        {stops.length === 0 && <p className="fb-dim">{t('records.no_stops')}</p>}
        <form
          className="fb-cat-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!save.isPending && told.length > 0) save.mutate();
          }}
        >
          <TextInput
            type="date"
            label={t('records.holds_from')}
            description={t('records.today_empty')}
            min={format.dateAt(serverNow())}
            value={from}
            error={faults.at('/valid_from')}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <p role="status">{told.length === 0 ? t('records.nothing_changed') : format.listed(told, 'and')}</p>
          {save.isError && (
            <Alert color="red" role="alert">
              {save.error instanceof Problem && save.error.code === 'stale' ? (
                <Stale subject={`routes/${route.id}`} onReload={onReload} />
              ) : (
                (faults.under('/outlets') ?? problemText(save.error, t))
              )}
            </Alert>
          )}
          <Group gap="xs">
            <Button type="submit" loading={save.isPending} disabled={told.length === 0}>
              {t('catalogue.save')}
            </Button>
            <Button variant="subtle" color="gray" onClick={onCancel}>
              {t('catalogue.cancel')}
            </Button>
          </Group>
        </form>
      </div>
    </>
  );
}

function StopRow({
  stop,
  at,
  last,
  open,
  codes,
  fault,
  onOpen,
  onChange,
  onMove,
  onRemove,
}: {
  stop: StopDraft;
  at: number;
  last: boolean;
  open: boolean;
  codes: readonly PatternCode[];
  fault: string | null;
  onOpen: (open: boolean) => void;
  onChange: (more: Partial<StopDraft>) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const weekday = useWeekday();
  const keys = (event: KeyboardEvent) => {
    const by = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (by === undefined) return;
    event.preventDefault();
    onMove(at + by);
  };
  const icon = (label: string, Icon: typeof IconPencil, onClick: () => void, off = false) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      title={label}
      disabled={off}
      onClick={onClick}
    >
      <Icon size={18} />
    </ActionIcon>
  );
  const name = stop.outlet_name;
  return (
    <li onKeyDown={keys} data-stop={stop.outlet_id}>
      <span>
        <b>{at + 1}</b> {name}{' '}
        <span className="fb-dim">
          {stop.code
            ? [stop.code, spans(stop.weekdays, weekday)].filter(Boolean).join(' · ')
            : stop.pattern && <PatternText pattern={stop.pattern} />}
        </span>
        {fault && <span className="fb-cat-bad"> {fault}</span>}
      </span>
      <span className="fb-rec-icons">
        {icon(t('settings.move_up', { name }), IconArrowUp, () => onMove(at - 1), at === 0)}
        {icon(t('settings.move_down', { name }), IconArrowDown, () => onMove(at + 1), last)}
        {icon(t('settings.edit', { name }), IconPencil, () => onOpen(!open))}
        {icon(t('records.take_out', { name }), IconTrash, onRemove)}
      </span>
      {open && <StopFields stop={stop} at={at} codes={codes} onChange={onChange} onMove={onMove} />}
    </li>
  );
}

function StopFields({
  stop,
  at,
  codes,
  onChange,
  onMove,
}: {
  stop: StopDraft;
  at: number;
  codes: readonly PatternCode[];
  onChange: (more: Partial<StopDraft>) => void;
  onMove: (to: number) => void;
}) {
  const { t, i18n } = useTranslation();
  const weekday = useWeekday();
  const code = codes.find((each) => each.code === stop.code);
  const [begin = '', end = ''] = stop.window ?? [];
  const window = (from: string, to: string) => onChange({ window: from || to ? [from, to] : null });
  return (
    <div className="fb-rec-stop">
      <div className="fb-cat-row">
        <NumberInput
          label={t('records.position')}
          min={1}
          value={at + 1}
          allowDecimal={false}
          onBlur={(event) => {
            const to = Number(event.currentTarget.value) - 1;
            if (Number.isInteger(to) && to !== at) onMove(to);
          }}
        />
        <NumberInput
          label={t('records.service_minutes')}
          min={0}
          max={1440}
          allowDecimal={false}
          value={stop.service_minutes ?? ''}
          onChange={(minutes) => onChange({ service_minutes: minutes === '' ? null : Number(minutes) })}
        />
        <TextInput
          type="time"
          label={t('records.window_from')}
          value={begin}
          onChange={(event) => window(event.currentTarget.value, end)}
        />
        <TextInput
          type="time"
          label={t('records.window_to')}
          value={end}
          onChange={(event) => window(begin, event.currentTarget.value)}
        />
      </div>
      <NativeSelect
        label={t('records.how_often')}
        description={code && inWords(code.meaning, i18n.language)}
        value={stop.code}
        data={[
          ...(stop.pattern ? [{ value: '', label: t('records.as_it_was') }] : []),
          ...codes.map((each) => ({ value: each.code, label: each.code })),
        ]}
        onChange={(event) => onChange({ code: event.currentTarget.value })}
      />
      {stop.code !== '' && (
        <Checkbox.Group
          label={t('records.on_days')}
          value={stop.weekdays.map(String)}
          onChange={(days) => onChange({ weekdays: days.map(Number).sort((a, b) => a - b) })}
        >
          <Group gap="xs">
            {DAYS.map((day) => (
              <Checkbox key={day} value={String(day)} label={weekday(day)} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
    </div>
  );
}
