// Closing an outlet from a day on: its routes end then, its history stays. It can be opened again.
import { Alert, Button, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { closeOutlet, type OutletRecord } from './records';

export function CloseForm({
  outlet,
  onClosed,
  onCancel,
}: {
  outlet: OutletRecord;
  onClosed: (after: OutletRecord) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [why, setWhy] = useState('');
  const [from, setFrom] = useState('');
  const close = useMutation({
    mutationFn: () => closeOutlet(outlet.id, why.trim() || t('closures.default.closure'), from),
    onSuccess: onClosed,
  });
  return (
    <form
      className="fb-cat-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!close.isPending) close.mutate();
      }}
    >
      <p>{t('records.close_what')}</p>
      <div className="fb-cat-row">
        <TextInput
          className="fb-cat-wide"
          label={t('review.reason')}
          placeholder={t('closures.default.closure')}
          maxLength={200}
          data-autofocus
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('records.close_from')}
          description={t('records.close_tomorrow')}
          min={format.dateAt(serverNow())}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
      </div>
      {close.isError && (
        <Alert color="red" role="alert">
          {problemText(close.error, t)}
        </Alert>
      )}
      <Group gap="xs">
        <Button type="submit" color="red.9" loading={close.isPending}>
          {t('records.close_outlet')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t('catalogue.cancel')}
        </Button>
      </Group>
    </form>
  );
}
