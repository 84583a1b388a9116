// Who was with the rep at this visit, and saying that one was there oneself.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../api/client';
import { queryClient, session as sessionQuery } from '../api/queries';
import type { VisitDetail } from '../api/types';
import { problemText } from '../app/problem';
import { useMay } from '../app/rights';

export function Accompanied({ visit }: { visit: VisitDetail }) {
  const { t } = useTranslation();
  const user = useQuery(sessionQuery).data?.user;
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const list = visit.accompanied ?? [];
  const mine = list.find((one) => one.user_id === user?.id && !one.whole_day);
  const act = useMutation({
    mutationFn: () =>
      request(`visits/${visit.id}/joint`, {
        method: 'POST',
        body: note.trim() ? { note: note.trim() } : {},
      }),
    onSuccess: () => done(),
  });
  const back = useMutation({
    mutationFn: (id: string) => request<void>(`joint-visits/${id}`, { method: 'DELETE' }),
    onSuccess: () => done(),
  });
  const done = async () => {
    setOpen(false);
    setNote('');
    await Promise.all(
      [['visit', visit.id], ['day', visit.rep_id], ['joint-counts']].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
  };
  const may = useMay('accompany_visits') && visit.state !== 'cancelled';
  if (list.length === 0 && !may) return null;
  const failed = act.error ?? back.error;
  return (
    <section className="fb-section" data-testid="accompanied">
      <h3>{t('joint.title')}</h3>
      {list.map((one) => (
        <p key={one.id}>
          {one.whole_day ? t('joint.all_day', { by: one.by }) : t('joint.at_visit', { by: one.by })}
          {one.note ? ` “${one.note}”` : ''}
          {one.user_id === user?.id && (
            <Button
              size="compact-xs"
              variant="subtle"
              loading={back.isPending}
              onClick={() => back.mutate(one.id)}
            >
              {t('joint.take_back')}
            </Button>
          )}
        </p>
      ))}
      {may && !open && (
        <Button size="compact-sm" variant="light" onClick={() => setOpen(true)}>
          {mine ? t('joint.change_note') : t('joint.was_there')}
        </Button>
      )}
      {may && open && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            act.mutate();
          }}
        >
          <TextInput
            label={t('joint.note')}
            maxLength={2000}
            value={note}
            data-autofocus
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Button type="submit" size="compact-sm" mt="xs" loading={act.isPending}>
            {t('joint.save')}
          </Button>
        </form>
      )}
      {failed && <p role="alert">{problemText(failed, t)}</p>}
    </section>
  );
}
