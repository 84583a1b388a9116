// A supervisor's word on a day's working time: appended beside what was measured, with a reason.
import { Alert, Button, Group, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../api/client';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { type CorrectionBody, correctionOf, draftOf, isCorrected, type SheetDay } from './timesheets';

export function CorrectionForm({
  rep,
  day,
  mayCorrect,
  onDone,
}: {
  rep: number;
  day: SheetDay;
  mayCorrect: boolean;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const { language, zone, dayStartMin } = useFormat();
  const [draft, setDraft] = useState(() => draftOf(day, language, zone));
  const say = useMutation({
    mutationFn: (body: CorrectionBody | { withdraw: true; reason: string }) =>
      request(`reps/${rep}/days/${day.date}/time-corrections`, { method: 'POST', body }),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['timesheet', rep] }),
        queryClient.invalidateQueries({ queryKey: ['timesheets'] }),
      ]);
      onDone();
    },
  });
  const body = correctionOf(draft, day, language, zone, dayStartMin);
  const reason = draft.reason.trim();
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  return (
    <div className="fb-correction">
      {mayCorrect && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (body) say.mutate(body);
          }}
        >
          {say.isError && (
            <Alert color="red" mb="sm" role="alert">
              {problemText(say.error, t)}
            </Alert>
          )}
          <div className="fb-correction-times">
            <TextInput
              type="time"
              label={t('timesheet.start')}
              value={draft.start}
              onChange={(event) => set({ start: event.currentTarget.value })}
            />
            <TextInput
              type="time"
              label={t('timesheet.end')}
              value={draft.end}
              onChange={(event) => set({ end: event.currentTarget.value })}
            />
            <NumberInput
              label={t('timesheet.break_min')}
              min={0}
              max={1440}
              allowDecimal={false}
              value={draft.pause}
              onChange={(value) => set({ pause: value === '' ? '' : Number(value) })}
            />
          </div>
          <Textarea
            mt="xs"
            label={t('timesheet.reason')}
            description={t('timesheet.reason_why')}
            autosize
            minRows={2}
            maxLength={200}
            value={draft.reason}
            onChange={(event) => set({ reason: event.currentTarget.value })}
          />
          <Group mt="sm" gap="xs">
            <Button type="submit" size="xs" disabled={!body} loading={say.isPending}>
              {t('timesheet.save')}
            </Button>
            {isCorrected(day) && (
              <Button
                size="xs"
                variant="default"
                disabled={!reason}
                loading={say.isPending}
                onClick={() => say.mutate({ withdraw: true, reason })}
              >
                {t('timesheet.withdraw')}
              </Button>
            )}
            <Button size="xs" variant="subtle" color="gray" onClick={onDone}>
              {t('app.close')}
            </Button>
          </Group>
        </form>
      )}
      <History day={day} />
    </div>
  );
}

function History({ day }: { day: SheetDay }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (day.corrections.length === 0) return null;
  return (
    <ol className="fb-correction-said" aria-label={t('timesheet.said')}>
      {day.corrections.map((said) => (
        <li key={said.id}>
          <strong>{said.by ?? '–'}</strong> <span className="fb-dim">{format.lately(said.at)}</span>
          <p>
            {said.withdrawn
              ? t('timesheet.withdrawn')
              : [
                  said.started_at && `${t('timesheet.start')} ${format.clock(said.started_at)}`,
                  said.ended_at && `${t('timesheet.end')} ${format.clock(said.ended_at)}`,
                  said.break_ms !== null &&
                    `${t('timesheet.break_min')} ${format.count(Math.round(said.break_ms / 60_000))}`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
          </p>
          <p className="fb-dim">{said.reason}</p>
        </li>
      ))}
    </ol>
  );
}
