// Which outlets are meant; an empty field means any. Shown in words, and edited.
import { TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { units } from '../alerts/alerts';
import { ManySelect } from '../catalogue/Pickers';
import { spanWords } from '../catalogue/scheme_words';
import { useFormat } from '../format/useFormat';
import type { OutletAudience } from './forms';

export function AudienceFields({
  audience,
  onChange,
}: {
  audience: OutletAudience;
  onChange: (audience: OutletAudience) => void;
}) {
  const { t } = useTranslation();
  const areas = useQuery(units).data?.items ?? [];
  return (
    <fieldset className="fb-cat-set">
      <legend>{t('catalogue.holder')}</legend>
      <p className="fb-dim">{t('catalogue.audience_about')}</p>
      {(['classes', 'channels'] as const).map((name) => (
        <TagsInput
          key={name}
          label={t(`catalogue.${name}`)}
          placeholder={audience[name].length === 0 ? t('catalogue.any') : undefined}
          value={audience[name]}
          onChange={(tags) => onChange({ ...audience, [name]: tags })}
        />
      ))}
      <ManySelect
        label={t('catalogue.areas')}
        placeholder={t('catalogue.any')}
        data={areas.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={audience.areas}
        onChange={(ids) => onChange({ ...audience, areas: ids })}
      />
    </fieldset>
  );
}

/** For whom, and when it holds. */
export function useAimWords(): (row: {
  audience: OutletAudience;
  valid_from: string | null;
  valid_to: string | null;
}) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const areas = useQuery(units).data?.items ?? [];
  return (row) => {
    const { classes, channels, areas: ids } = row.audience;
    const named = ids.map((id) => areas.find((unit) => unit.id === id)?.name ?? `#${id}`);
    const aimed = [...classes, ...channels, ...named];
    return [
      aimed.length > 0 ? format.listed(aimed, 'or') : t('audits.everywhere'),
      spanWords(row, { t, day: format.longDay }) ?? t('catalogue.always'),
    ].join(' · ');
  };
}
