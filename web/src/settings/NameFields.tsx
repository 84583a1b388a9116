// What a row of a company's own list is called: its words in every language, and the code of a new one.
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const NAMES = ['name_en', 'name_vi', 'name_zh'] as const;

/** Where a fault of one is told. */
export const NAME_FIELDS: readonly string[] = [...NAMES, 'code'];

export type Named = Record<(typeof NAMES)[number] | 'code', string>;

export function NameFields({
  row,
  code,
  fault,
  set,
}: {
  row: Named;
  /** Of a new row; others keep theirs. */
  code: string | undefined;
  fault: (field: string) => string | null;
  set: (more: Partial<Named>) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      {NAMES.map((name) => (
        <TextInput
          key={name}
          required
          maxLength={200}
          label={t(`settings.${name}`)}
          value={row[name]}
          error={fault(name)}
          onChange={(event) => set({ [name]: event.currentTarget.value })}
        />
      ))}
      {code !== undefined && (
        <TextInput
          required
          maxLength={64}
          label={t('settings.code')}
          description={t('settings.code_about')}
          value={code}
          error={fault('code')}
          onChange={(event) => set({ code: event.currentTarget.value })}
        />
      )}
    </>
  );
}
