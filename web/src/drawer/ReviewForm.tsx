// A person's decision on a visit. The machine's verdict stays; this is appended to it.
import { Alert, Button, Group, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../api/client';
import { queryClient } from '../api/queries';
import type { VisitDetail } from '../api/types';
import { problemText } from '../app/problem';
import { has, useRights } from '../app/rights';

export function ReviewForm({ visit }: { visit: VisitDetail }) {
  const { t } = useTranslation();
  const rights = useRights();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: (decision: 'valid' | 'invalid') =>
      request(`visits/${visit.id}/reviews`, { method: 'POST', body: { decision, reason: reason.trim() } }),
    onSuccess: async () => {
      setOpen(false);
      setReason('');
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['visit', visit.id] }),
        queryClient.invalidateQueries({ queryKey: ['day', visit.rep_id] }),
        queryClient.invalidateQueries({ queryKey: ['board'] }),
        queryClient.invalidateQueries({ queryKey: ['review-queue'] }),
      ]);
    },
  });
  if (!has(rights, 'review_visits')) return null;
  if (!open)
    return (
      <Button
        variant={visit.effective_overall === 'review' ? 'filled' : 'default'}
        fullWidth
        mt="md"
        onClick={() => setOpen(true)}
      >
        {visit.review ? t('review.again') : t('review.open')}
      </Button>
    );
  return (
    <section className="fb-section">
      <h3>{t('review.title')}</h3>
      {decide.isError && (
        <Alert color="red" mb="sm" role="alert">
          {problemText(decide.error, t)}
        </Alert>
      )}
      <Textarea
        label={t('review.reason')}
        description={t('review.reason_why')}
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      <Group mt="sm" grow>
        <Button
          color="teal.9"
          disabled={!reason.trim()}
          loading={decide.isPending}
          onClick={() => decide.mutate('valid')}
        >
          {t('review.accept')}
        </Button>
        <Button
          color="red.9"
          disabled={!reason.trim()}
          loading={decide.isPending}
          onClick={() => decide.mutate('invalid')}
        >
          {t('review.reject')}
        </Button>
      </Group>
      <Button variant="subtle" size="xs" color="gray" mt="xs" onClick={() => setOpen(false)}>
        {t('review.cancel')}
      </Button>
    </section>
  );
}
