// Which of a user's rights a token has: chosen one by one or a group at once, and found by their words.
import { Checkbox, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RoleRights, sections } from '../roles/roles';
import { useRightWords } from '../roles/useRightWords';

export function RightsPick({
  of,
  value,
  error,
  onChange,
}: {
  /** What the user's role may. */
  of: RoleRights;
  value: readonly string[];
  error: string | null;
  onChange: (rights: string[]) => void;
}) {
  const { t } = useTranslation();
  const words = useRightWords();
  const [q, setQ] = useState('');
  const put = (rights: readonly string[], on: boolean) =>
    onChange(on ? [...new Set([...value, ...rights])] : value.filter((right) => !rights.includes(right)));
  const found = sections([of], words, q);
  return (
    <div className="fb-rights">
      <TextInput
        type="search"
        size="xs"
        aria-label={t('records.find_rights')}
        placeholder={t('records.find_rights')}
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
      />
      <p className="fb-dim" role="status">
        {t('account.token.chosen', { count: value.length, of: of.rights.length })}
      </p>
      {error && (
        <p className="fb-rights-fault" role="alert">
          {error}
        </p>
      )}
      {found.length === 0 && <p className="fb-dim">{t('records.nothing_found')}</p>}
      {found.map(({ group, rights }) => {
        const chosen = rights.filter((right) => value.includes(right)).length;
        const name = t(`records.group.${group ?? 'other'}`);
        return (
          <fieldset key={group ?? 'other'}>
            <legend>
              <Checkbox
                label={name}
                fw={600}
                checked={chosen === rights.length}
                indeterminate={chosen > 0 && chosen < rights.length}
                onChange={(event) => put(rights, event.currentTarget.checked)}
              />
            </legend>
            {rights.map((right) => (
              <Checkbox
                key={right}
                size="xs"
                label={words(right)}
                checked={value.includes(right)}
                onChange={(event) => put([right], event.currentTarget.checked)}
              />
            ))}
          </fieldset>
        );
      })}
    </div>
  );
}
