// A display programme being made or changed.
import { Alert, Button, Checkbox, Group, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { useFocusFault } from '../app/useFocusFault';
import { MoneyInput } from '../catalogue/AmountInput';
import { CodeAndName, useFaults } from '../catalogue/Form';
import { useFormat } from '../format/useFormat';
import { type Programme, type ProgrammePut, saveProgramme } from './displays';

export function ProgrammeForm({
  was,
  onDone,
}: {
  was: Programme | undefined;
  onDone: (saved?: Programme) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = format.dateAt(serverNow());
  const [put, setPut] = useState<Omit<ProgrammePut, 'reward_minor'>>({
    code: was?.code ?? '',
    name: was?.name ?? '',
    requirement: was?.requirement ?? '',
    from: was?.from ?? today,
    to: was?.to ?? today,
    classes: was?.classes ?? [],
    channels: was?.channels ?? [],
    active: was?.active ?? true,
  });
  const [reward, setReward] = useState<number | null>(was?.reward_minor ?? null);
  const form = useRef<HTMLFormElement>(null);
  const save = useMutation({
    mutationFn: () => saveProgramme(was, { ...put, reward_minor: reward ?? 0 }),
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: ['displays'] });
      onDone(saved);
    },
  });
  const faults = useFaults(save.error);
  useFocusFault(form, save.error);
  const set = (change: Partial<typeof put>) => setPut({ ...put, ...change });
  return (
    <form
      ref={form}
      className="fb-cat-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate();
      }}
    >
      <div className="fb-cat-row">
        <CodeAndName head={put} fresh={!was} faults={faults} onChange={set} />
      </div>
      <Textarea
        label={t('displays.requirement')}
        required
        autosize
        minRows={2}
        maxLength={2000}
        value={put.requirement}
        error={faults.at('/requirement')}
        onChange={(event) => set({ requirement: event.currentTarget.value })}
      />
      <div className="fb-cat-row">
        <TextInput
          type="date"
          label={t('catalogue.valid_from')}
          value={put.from}
          error={faults.at('/from')}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('catalogue.valid_to')}
          value={put.to}
          error={faults.at('/to')}
          onChange={(event) => set({ to: event.currentTarget.value })}
        />
        <MoneyInput
          label={t('displays.reward')}
          value={reward}
          error={faults.at('/reward_minor')}
          onChange={setReward}
        />
      </div>
      <div className="fb-cat-row">
        {(['classes', 'channels'] as const).map((name) => (
          <TagsInput
            key={name}
            label={t(`displays.${name}`)}
            description={t('displays.all_where_empty')}
            value={put[name]}
            error={faults.under(`/${name}`)}
            onChange={(tags) => set({ [name]: tags })}
          />
        ))}
        <Checkbox
          label={t('catalogue.active')}
          checked={put.active}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
      </div>
      {save.isError && (
        <Alert color="red" role="alert">
          {problemText(save.error, t)}
        </Alert>
      )}
      <Group gap="xs">
        <Button type="submit" loading={save.isPending}>
          {t('catalogue.save')}
        </Button>
        <Button variant="subtle" color="gray" onClick={() => onDone()}>
          {t('catalogue.cancel')}
        </Button>
      </Group>
    </form>
  );
}
