// A claim made of displays: for which partner, under which title.
import { Alert, Button, Group, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { allOf } from '../catalogue/catalogue';
import { useFormat } from '../format/useFormat';
import { claimDisplays } from './claims';
import type { Display } from './displays';

export function ClaimForm({
  displays,
  title,
  onDone,
}: {
  displays: readonly Display[];
  title: string;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate({ from: '/photos' });
  const partners = useQuery(allOf('partners')).data ?? [];
  const [partner, setPartner] = useState<string | null>(null);
  const [words, setWords] = useState(title);
  const total = displays.reduce((sum, display) => sum + display.reward_minor, 0);
  const make = useMutation({
    mutationFn: (code: string) => claimDisplays(code, words.trim(), displays),
    onSuccess: async (claim) => {
      await queryClient.invalidateQueries({ queryKey: ['claims'] });
      void navigate({ search: { tab: 'claims', claim: claim.id } });
    },
  });
  return (
    <form
      className="fb-cat-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (partner && words.trim() && !make.isPending) make.mutate(partner);
      }}
    >
      <div className="fb-cat-row">
        <Select
          label={t('claims.partner')}
          required
          searchable
          data={partners.map((row) => ({ value: row.code, label: `${row.name} (${row.code})` }))}
          value={partner}
          onChange={setPartner}
        />
        <TextInput
          className="fb-cat-wide"
          label={t('claims.name')}
          required
          maxLength={200}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      <p>
        {t('claims.sum', {
          count: displays.length,
          amount: format.money(total, displays[0]?.currency ?? 'VND'),
        })}
      </p>
      {make.isError && (
        <Alert color="red" role="alert">
          {problemText(make.error, t)}
        </Alert>
      )}
      <Group gap="xs">
        <Button type="submit" size="xs" loading={make.isPending} disabled={!partner || !words.trim()}>
          {t('claims.make')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onDone}>
          {t('catalogue.cancel')}
        </Button>
      </Group>
    </form>
  );
}
