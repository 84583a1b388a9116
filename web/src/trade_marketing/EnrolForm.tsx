// Outlets enrolled by their codes.
import { Alert, Button, Group, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { codesOf, enrol } from './displays';

const KNOWN = ['unknown', 'not_eligible'] as const;

export function EnrolForm({ programme, onDone }: { programme: number; onDone: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const run = useMutation({
    mutationFn: () => enrol(programme, codesOf(text)),
    onSuccess: (results) => {
      // What was refused stays to be corrected.
      setText(
        results
          .filter((result) => result.status === 'error')
          .map((r) => r.outlet_code)
          .join('\n'),
      );
      return queryClient.invalidateQueries({ queryKey: ['displays'] });
    },
  });
  const refused = run.data?.filter((result) => result.status === 'error') ?? [];
  const done = run.data?.filter((result) => result.status === 'enrolled').length ?? 0;
  return (
    <form
      className="fb-cat-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!run.isPending && codesOf(text).length > 0) run.mutate();
      }}
    >
      <Textarea
        label={t('displays.codes')}
        description={t('displays.codes_how')}
        autosize
        minRows={3}
        maxRows={10}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {run.isError && (
        <Alert color="red" role="alert">
          {problemText(run.error, t)}
        </Alert>
      )}
      {run.isSuccess && (
        <div role="status">
          <p>{t('displays.enrolled_now', { count: done })}</p>
          {refused.length > 0 && (
            <ul>
              {refused.map((result) => {
                const code = KNOWN.find((known) => known === result.error?.[0]?.code);
                return (
                  <li key={result.outlet_code}>
                    {result.outlet_code}: {t(`displays.fault.${code ?? 'other'}`)}
                  </li>
                );
              })}
            </ul>
          )}
        </div>
      )}
      <Group gap="xs">
        <Button type="submit" size="xs" loading={run.isPending} disabled={codesOf(text).length === 0}>
          {t('displays.enrol')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onDone}>
          {t('catalogue.cancel')}
        </Button>
      </Group>
    </form>
  );
}
