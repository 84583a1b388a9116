// A missed day from a file: what it holds is said before anything is taken.
import { Button, FileInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { sendTrack, type TrackTaken } from './apps';

/** What can be wrong with a file, by the server's code. */
const FAULTS = [
  'unknown_format',
  'malformed',
  'no_time_column',
  'no_position_column',
  'too_many_points',
] as const;
/** What is said of points that were not taken anew. */
const CODES = ['duplicate', 'too_old', 'future_time', 'out_of_range'] as const;

export function TrackFile({ device, onClose }: { device: number; onClose: () => void }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const look = useMutation({ mutationFn: (chosen: File) => sendTrack(device, chosen, true) });
  const take = useMutation({ mutationFn: (chosen: File) => sendTrack(device, chosen, false) });
  const error = take.error ?? look.error;
  const fault = error instanceof Problem ? FAULTS.find((code) => error.errors[0]?.code === code) : undefined;
  const seen = take.data ?? look.data;
  const useful = seen ? seen.fixes - seen.off_session : 0;
  return (
    <form
      className="fb-rec-once"
      aria-label={t('phones.add_track')}
      onSubmit={(event) => {
        event.preventDefault();
        if (file) take.mutate(file);
      }}
    >
      <FileInput
        size="xs"
        label={t('phones.file')}
        description={t('phones.file_hint')}
        placeholder={t('import.choose')}
        accept=".gpx,.kml,.csv"
        value={file}
        clearable
        clearButtonProps={{ 'aria-label': t('import.clear') }}
        error={error && (fault ? t(`phones.fault.${fault}`) : problemText(error, t))}
        onChange={(chosen) => {
          setFile(chosen);
          take.reset();
          look.reset();
          if (chosen) look.mutate(chosen);
        }}
      />
      <div role="status">{seen && <Held held={seen} />}</div>
      <div className="fb-rec-acts">
        {!take.data && (
          <Button type="submit" size="xs" loading={look.isPending || take.isPending} disabled={useful === 0}>
            {t('phones.take', { count: useful })}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={onClose}>
          {take.data ? t('phones.done') : t('catalogue.cancel')}
        </Button>
      </div>
    </form>
  );
}

function Held({ held }: { held: TrackTaken }) {
  const { t } = useTranslation();
  const format = useFormat();
  const codes = held.codes as Record<string, number>;
  const told = CODES.filter((code) => codes[code]);
  return (
    <ul className="fb-rec-held">
      <li>
        {t('phones.points', { count: held.fixes })}
        {held.from && held.to && `: ${format.moment(held.from)} – ${format.moment(held.to)}`}
      </li>
      {held.off_session > 0 && <li>{t('phones.off_session', { count: held.off_session })}</li>}
      {held.unread > 0 && <li>{t('phones.unread', { count: held.unread })}</li>}
      {told.map((code) => (
        <li key={code}>{t(`phones.code.${code}`, { count: codes[code] })}</li>
      ))}
      {!held.dry_run && <li>{t('phones.taken')}</li>}
    </ul>
  );
}
