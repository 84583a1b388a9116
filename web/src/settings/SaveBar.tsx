// What is about to change, before it is saved: the differences, and from which day on they hold.
import { Alert, Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldFault, Problem, serverNow } from '../api/client';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { shiftDate } from '../format/format';
import { useFormat } from '../format/useFormat';
import { ChangeList } from './ChangeList';
import { type Change, firstDate, patch, type Settings } from './draft';
import { useFaultWords } from './FieldInput';
import { putSettings, type SettingsVersion } from './settings';
import { TrialPanel } from './TrialPanel';

export function SaveBar({
  newest,
  after,
  changes,
  faulty,
  onRefused,
  onSaved,
  onDrop,
}: {
  newest: SettingsVersion;
  after: Settings;
  changes: readonly Change[];
  /** A field holds what cannot be saved. */
  faulty: boolean;
  onRefused: (errors: FieldFault[]) => void;
  onSaved: (made: SettingsVersion) => void;
  onDrop: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const faultWords = useFaultWords();
  const today = format.dateAt(serverNow());
  const first = firstDate(today, newest.effective_from);
  const [asked, setAsked] = useState(false);
  const [from, setFrom] = useState(() => firstDate(shiftDate(today, 1), newest.effective_from));
  const save = useMutation({
    mutationFn: () => putSettings(newest.version, from, patch(newest.settings, after)),
    onSuccess: async (made) => {
      setAsked(false);
      onSaved(made);
      // The currency and the time zone are told there, too.
      await Promise.all(
        [['settings'], ['session']].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      );
    },
    onError: async (error) => {
      if (!(error instanceof Problem)) return;
      const fields = error.errors.filter(({ pointer }) => pointer.startsWith('/settings/'));
      if (fields.length > 0) {
        setAsked(false);
        onRefused(fields);
      }
      if (error.code === 'stale') await queryClient.invalidateQueries({ queryKey: ['settings'] });
    },
  });
  const errors = save.error instanceof Problem ? save.error.errors : [];
  const dateRefused = errors.find(({ pointer }) => pointer === '/effective_from')?.code;
  const dateFault = from < first ? 'in_the_past' : dateRefused;
  const stale = save.error instanceof Problem && save.error.code === 'stale';
  return (
    <div className="fb-settings-bar">
      <span role="status">{t('settings.changed', { count: changes.length })}</span>
      {changes.length > 0 && (
        <>
          <Button disabled={faulty} onClick={() => setAsked(true)}>
            {t('settings.look')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onDrop}>
            {t('settings.drop_changes')}
          </Button>
        </>
      )}
      {faulty && <span className="fb-settings-refused">{t('settings.faulty')}</span>}
      <Modal
        opened={asked && changes.length > 0}
        onClose={() => {
          setAsked(false);
          save.reset();
        }}
        title={t('settings.look_title')}
        size="lg"
        transitionProps={{ duration: 0 }}
        // After a refusal the field that was refused has the focus.
        returnFocus={!save.isError}
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!save.isPending) save.mutate();
          }}
        >
          <ChangeList changes={changes} />
          <TrialPanel settings={patch(newest.settings, after)} today={today} />
          <TextInput
            mt="md"
            type="date"
            required
            label={t('settings.from')}
            description={t('settings.from_about')}
            min={first}
            value={from}
            error={dateFault ? faultWords(dateFault) : null}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          {save.isError && !dateRefused && (
            <Alert color="red" mt="md" role="alert">
              {stale ? t('settings.stale') : problemText(save.error, t)}
            </Alert>
          )}
          <Group mt="md" gap="xs">
            <Button type="submit" loading={save.isPending} disabled={from < first}>
              {t('settings.save', { count: changes.length })}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => setAsked(false)}>
              {t('settings.back')}
            </Button>
          </Group>
        </form>
      </Modal>
    </div>
  );
}
