// What can be done to one collection: its receipt, and a button a step, with a reason where it is undone.
import { Alert, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import type { Collection } from '../api/trade';
import type { Role } from '../api/types';
import { PrintMenu } from '../app/PrintMenu';
import { problemText } from '../app/problem';
import { actOn, type CollectionDeed, DEED_NEEDS_REASON, deedsFor } from './money';

export function CollectionActions({ one, role }: { one: Collection; role: Role | undefined }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<CollectionDeed | null>(null);
  const [reason, setReason] = useState('');
  const done = useMutation({
    mutationFn: (deed: CollectionDeed) =>
      actOn(one, deed, DEED_NEEDS_REASON.includes(deed) ? reason.trim() : undefined),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['money'] }),
  });
  return (
    <div className="fb-collection-actions">
      {done.isError && (
        <Alert color="red" role="alert" p="xs">
          {problemText(done.error, t)}
        </Alert>
      )}
      {open ? (
        <form
          className="fb-reason"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim()) done.mutate(open);
          }}
        >
          <TextInput
            size="xs"
            autoFocus
            aria-label={t('orders.why')}
            placeholder={t('orders.why')}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button size="xs" type="submit" color="red.9" disabled={!reason.trim()} loading={done.isPending}>
            {t(`money.do.${open}`)}
          </Button>
          <Button size="xs" variant="subtle" color="gray" onClick={() => setOpen(null)}>
            {t('review.cancel')}
          </Button>
        </form>
      ) : (
        <>
          {deedsFor(one, role).map((deed) => (
            <Button
              key={deed}
              size="xs"
              variant="default"
              loading={done.isPending}
              onClick={() => (DEED_NEEDS_REASON.includes(deed) ? setOpen(deed) : done.mutate(deed))}
            >
              {t(`money.do.${deed}`)}
            </Button>
          ))}
          <PrintMenu papers={[{ name: 'receipt', of: `collections/${one.id}` }]} />
        </>
      )}
    </div>
  );
}
