// Asks for an absence on behalf of a rep.
import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { type Absence, type AbsenceKind, ask, KINDS } from './plans';
import { RepSelect, refusal } from './Told';

export function AbsenceForm({
  today,
  opened,
  onClose,
  onAsked,
}: {
  today: string;
  opened: boolean;
  onClose: () => void;
  onAsked: (made: Absence) => void;
}) {
  const { t } = useTranslation();
  const [rep, setRep] = useState<number | null>(null);
  const [kind, setKind] = useState<AbsenceKind>('leave');
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState(today);
  const [part, setPart] = useState(false);
  const [hours, setHours] = useState<[string, string]>(['08:00', '12:00']);
  const [note, setNote] = useState('');
  const send = useMutation({
    mutationFn: ask,
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: ['absences'] });
      setNote('');
      onAsked(made);
    },
  });
  const one = from === to;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('plans.ask')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (rep === null) return;
          send.mutate({
            rep_id: rep,
            kind,
            from,
            to,
            ...(one && part ? { from_time: hours[0], to_time: hours[1] } : {}),
            ...(note.trim() ? { note: note.trim() } : {}),
          });
        }}
      >
        <Stack gap="sm">
          <RepSelect label={t('plans.rep')} value={rep} onChange={setRep} />
          <Select
            label={t('plans.fact.kind')}
            allowDeselect={false}
            data={KINDS.map((value) => ({ value, label: t(`plans.kind.${value}`) }))}
            value={kind}
            onChange={(value) => setKind((value as AbsenceKind | null) ?? 'leave')}
          />
          <Group grow>
            <TextInput
              type="date"
              label={t('plans.fact.from')}
              required
              value={from}
              onChange={(event) => {
                const value = event.currentTarget.value;
                setFrom(value);
                if (to < value) setTo(value);
              }}
            />
            <TextInput
              type="date"
              label={t('plans.fact.to')}
              required
              min={from}
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
          </Group>
          {one && (
            <Checkbox
              label={t('plans.part')}
              checked={part}
              onChange={(event) => setPart(event.currentTarget.checked)}
            />
          )}
          {one && part && (
            <Group grow>
              {([0, 1] as const).map((end) => (
                <TextInput
                  key={end}
                  type="time"
                  label={end === 0 ? t('plans.from_time') : t('plans.to_time')}
                  required
                  value={hours[end]}
                  onChange={(event) => {
                    const value = event.currentTarget.value;
                    setHours(end === 0 ? [value, hours[1]] : [hours[0], value]);
                  }}
                />
              ))}
            </Group>
          )}
          <TextInput
            label={t('plans.fact.note')}
            maxLength={200}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {send.isError && (
            <p role="alert" className="fb-plans-bad">
              {refusal(send.error, t)}
            </p>
          )}
          <Button type="submit" loading={send.isPending} disabled={rep === null}>
            {t('plans.send')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
