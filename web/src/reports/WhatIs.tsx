// A question mark that says what a figure is and how it is counted, in the words of the dictionary.
import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Definition } from './kpis';
import { useFigure } from './useFigure';

export function WhatIs({ definition }: { definition: Definition }) {
  const { t } = useTranslation();
  const figure = useFigure();
  const name = figure.name(definition);
  return (
    <Tooltip
      label={`${name}: ${figure.formula(definition)}`}
      multiline
      maw={300}
      withArrow
      events={{ hover: true, focus: true, touch: true }}
    >
      <button type="button" className="fb-rep-q" aria-label={t('reports.what_is', { name })}>
        ?
      </button>
    </Tooltip>
  );
}
