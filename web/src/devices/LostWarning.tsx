// That a phone is lost: whether it was heard of since, and the way back while it was not.
import { Alert, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { callOffWipe, type Device } from './devices';

export function LostWarning({
  device,
  may,
  onFound,
}: {
  device: Device;
  may: boolean;
  onFound: (device: Device) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const act = useMutation({ mutationFn: () => callOffWipe(device.id), onSuccess: onFound });
  if (!device.lost_at) return null;
  return (
    <Alert
      color="red"
      variant="light"
      mb="sm"
      data-testid="lost"
      title={t('lost.since', { at: format.moment(device.lost_at) })}
    >
      <p>
        {device.wipe_told_at ? t('lost.told', { at: format.moment(device.wipe_told_at) }) : t('lost.waits')}
      </p>
      {act.isError && <p role="alert">{problemText(act.error, t)}</p>}
      {may && !device.wipe_told_at && (
        <Button size="compact-sm" variant="default" loading={act.isPending} onClick={() => act.mutate()}>
          {t('lost.call_off')}
        </Button>
      )}
    </Alert>
  );
}
