// A step that cannot be taken back is asked for twice, with what it does in words.
import { Alert, Button, Group, Modal } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';

export function Confirm({
  title,
  yes,
  act,
  onClose,
  children,
}: {
  title: string;
  yes: string;
  act: UseMutationResult<unknown, Error, void>;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {children}
      {act.isError && (
        <Alert color="red" role="alert" mb="sm">
          {problemText(act.error, t)}
        </Alert>
      )}
      <Group gap="xs" justify="flex-end">
        <Button variant="subtle" color="gray" data-autofocus onClick={onClose}>
          {t('catalogue.cancel')}
        </Button>
        <Button color="red.9" loading={act.isPending} onClick={() => act.mutate()}>
          {yes}
        </Button>
      </Group>
    </Modal>
  );
}
