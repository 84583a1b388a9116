// Territories from a GeoJSON file: tried first, with what would become of each feature, and only then taken.
import { Alert, Button, FileInput, Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { units as unitsQuery } from '../alerts/alerts';
import { Problem } from '../api/client';
import { problemText } from '../app/problem';
import { faultWords, placeIn } from './faults';
import { importTerritories, readTerritoriesAgain } from './territories';

/** More are not read one by one. */
const SHOWN = 50;

class NoJson extends Error {}

async function contentOf(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text());
  } catch {
    throw new NoJson();
  }
}

export function ImportForm({
  onPlace,
  onDone,
  onCancel,
}: {
  onPlace: (place: [number, number]) => void;
  onDone: () => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [unit, setUnit] = useState<string | null>(null);
  const units = useQuery(unitsQuery).data?.items ?? [];
  const take = useMutation({
    mutationFn: async ({ chosen, dry }: { chosen: File; dry: boolean }) =>
      importTerritories(await contentOf(chosen), unit, dry),
    onSuccess: async (answer) => {
      if (answer.dry_run) return;
      await readTerritoriesAgain();
      onDone();
    },
  });
  const answer = take.data;
  const good = answer ? answer.created + answer.updated : 0;
  const tried = answer?.dry_run === true;
  const wrong = take.error instanceof Problem ? take.error.errors[0] : undefined;
  return (
    <form
      className="fb-scn-card fb-ter-form"
      aria-label={t('territories.import')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (file) take.mutate({ chosen: file, dry: !tried || good === 0 });
      }}
    >
      <h2>{t('territories.import')}</h2>
      <FileInput
        size="xs"
        label={t('territories.file')}
        description={t('territories.file_hint')}
        placeholder={t('import.choose')}
        accept=".geojson,.json"
        value={file}
        clearable
        clearButtonProps={{ 'aria-label': t('import.clear') }}
        onChange={(chosen) => {
          setFile(chosen);
          take.reset();
        }}
      />
      <Select
        size="xs"
        label={t('territories.file_unit')}
        searchable
        clearable
        data={units.map((one) => ({ value: one.code, label: `${one.name} (${one.code})` }))}
        value={unit}
        onChange={(value) => {
          setUnit(value);
          take.reset();
        }}
      />
      {tried && (
        <p role="status">
          {t('territories.file_would', {
            created: answer.created,
            updated: answer.updated,
            unchanged: answer.unchanged,
            count: answer.errors,
          })}
        </p>
      )}
      {answer && answer.errors > 0 && (
        <ul className="fb-scn-faults">
          {answer.results
            .flatMap((row) => (row.error ?? []).map((fault) => ({ row, fault })))
            .slice(0, SHOWN)
            .map(({ row, fault }) => {
              const place = placeIn(fault.detail);
              return (
                <li key={`${row.index} ${fault.pointer} ${fault.code}`}>
                  <strong>{t('territories.feature_n', { n: row.index + 1, code: row.code ?? '' })}</strong>{' '}
                  <code>{fault.pointer}</code>: {faultWords(fault.code, t)}{' '}
                  {place && (
                    <Button size="compact-xs" variant="default" onClick={() => onPlace(place)}>
                      {t('territories.show_place')}
                    </Button>
                  )}
                </li>
              );
            })}
        </ul>
      )}
      {take.isError && (
        <Alert color="red" role="alert">
          {take.error instanceof NoJson
            ? t('territories.no_json')
            : wrong
              ? faultWords(wrong.code, t)
              : problemText(take.error, t)}
        </Alert>
      )}
      <div className="fb-actions">
        <Button
          size="compact-sm"
          type="submit"
          disabled={!file || (tried && good === 0)}
          loading={take.isPending}
        >
          {tried && good > 0 ? t('territories.file_take', { count: good }) : t('territories.file_try')}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onCancel}>
          {t('territories.cancel')}
        </Button>
      </div>
    </form>
  );
}
