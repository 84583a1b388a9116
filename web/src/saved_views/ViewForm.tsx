// A view under a name, for oneself or for the company; renamed, it may take the filters of now.
import { Alert, Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { has, useRights } from '../app/rights';
import { useFaults } from '../catalogue/Form';
import { changeView, type SavedView, saveView, viewOf } from './views';

const NAME_MAX = 80;

export function ViewForm({
  page,
  search,
  was,
  onSaved,
  onClose,
}: {
  page: string;
  /** The filters of now. */
  search: string;
  was?: SavedView;
  onSaved: (view: SavedView) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const rights = useRights();
  const [name, setName] = useState(was?.name ?? '');
  const [shared, setShared] = useState(was?.shared ?? false);
  const [take, setTake] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      was
        ? changeView(was, { name: name.trim(), shared, ...(take && { search }) })
        : saveView({ page, name: name.trim(), search, shared }),
    onSuccess: onSaved,
  });
  const faults = useFaults(save.error);
  return (
    <Modal
      opened
      onClose={onClose}
      title={was ? t('records.view_rename', { name: was.name }) : t('records.save_view')}
      centered
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending && name.trim()) save.mutate();
        }}
      >
        <Stack gap="sm">
          <TextInput
            data-autofocus
            label={t('records.view_name')}
            required
            maxLength={NAME_MAX}
            value={name}
            error={faults.at('/name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {has(rights, 'share_views') && (
            <Checkbox
              label={t('records.view_share')}
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          )}
          {was && search && viewOf(was.search) !== search && (
            <Checkbox
              label={t('records.view_take')}
              checked={take}
              onChange={(event) => setTake(event.currentTarget.checked)}
            />
          )}
          {save.isError && !faults.at('/name') && (
            <Alert color="red" role="alert">
              {problemText(save.error, t)}
            </Alert>
          )}
          <Group gap="xs" justify="flex-end">
            <Button variant="subtle" color="gray" onClick={onClose}>
              {t('catalogue.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!name.trim()}>
              {t('catalogue.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
