// A phone that is lost or stolen: what ends, what it held when last heard, and the code for the rep's next one in the same step.
import { Alert, Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { type Device, type Lost, nextLabel, reportLost } from './devices';

export function LostForm({
  device,
  onReported,
  onClose,
}: {
  device: Device;
  onReported: (lost: Lost) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [next, setNext] = useState(device.rep_id !== null);
  const [label, setLabel] = useState(nextLabel(device.label));
  const act = useMutation({
    mutationFn: () => reportLost(device.id, next ? label.trim() : undefined),
    onSuccess: onReported,
  });
  const unsent = device.backlog ?? 0;
  const at = device.last_seen_at && format.moment(device.last_seen_at);
  return (
    <form
      className="fb-lost"
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate();
      }}
    >
      <Alert color="red" variant="light" title={t('lost.title', { name: device.label })}>
        <p>{t('lost.what')}</p>
        <p>
          {!at
            ? t('lost.never')
            : unsent > 0
              ? t('lost.unsent', { count: unsent, at })
              : t('lost.unsent_none', { at })}
        </p>
        {device.grade === 'tracker_web_app' && <p>{t('lost.other_app')}</p>}
      </Alert>
      {device.rep_id !== null && (
        <Checkbox
          label={t('lost.next')}
          checked={next}
          onChange={(event) => setNext(event.currentTarget.checked)}
        />
      )}
      {next && (
        <TextInput
          required
          maxLength={100}
          label={t('lost.next_label')}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
      )}
      {act.isError && (
        <Alert color="red" role="alert">
          {problemText(act.error, t)}
        </Alert>
      )}
      <Group gap="xs" justify="flex-end">
        <Button type="button" variant="subtle" color="gray" onClick={onClose}>
          {t('catalogue.cancel')}
        </Button>
        <Button type="submit" color="red.9" disabled={next && !label.trim()} loading={act.isPending}>
          {t('lost.yes')}
        </Button>
      </Group>
    </form>
  );
}
