// What is chosen of a list of outlets: all that it shows at once, and none. Owns no choice: it is the list's owner's.
import { Button, Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** With these chosen as well, or not any more. */
export function choosing(
  chosen: ReadonlySet<number>,
  ids: readonly number[],
  on: boolean,
): ReadonlySet<number> {
  const next = new Set(chosen);
  for (const id of ids) {
    if (on) next.add(id);
    else next.delete(id);
  }
  return next;
}

export function ChooseAll({
  shown,
  chosen,
  onChoose,
}: {
  shown: readonly { id: number }[];
  chosen: ReadonlySet<number>;
  onChoose: (chosen: ReadonlySet<number>) => void;
}) {
  const { t } = useTranslation();
  const isAll = shown.length > 0 && shown.every(({ id }) => chosen.has(id));
  return (
    <>
      <Checkbox
        size="xs"
        label={t('territories.n_shown', { count: shown.length })}
        checked={isAll}
        indeterminate={!isAll && shown.some(({ id }) => chosen.has(id))}
        disabled={shown.length === 0}
        onChange={(event) =>
          onChoose(
            choosing(
              chosen,
              shown.map(({ id }) => id),
              event.currentTarget.checked,
            ),
          )
        }
      />
      {chosen.size > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => onChoose(new Set())}>
          {t('territories.choose_none')}
        </Button>
      )}
    </>
  );
}
