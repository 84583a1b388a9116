// What can be done to one collection: its receipt, and a button a step, with a reason where it is undone.
import { Alert, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import type { Collection } from '../api/trade';
import { PrintMenu } from '../app/PrintMenu';
import { problemText } from '../app/problem';
import type { Rights } from '../app/rights';
import { WhyForm } from '../app/WhyForm';
import { actOn, type CollectionDeed, DEED_NEEDS_REASON, deedsFor } from './money';

export function CollectionActions({ one, rights }: { one: Collection; rights: Rights }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<CollectionDeed | null>(null);
  const done = useMutation({
    mutationFn: ({ deed, reason }: { deed: CollectionDeed; reason?: string }) => actOn(one, deed, reason),
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
        <WhyForm
          size="xs"
          yes={t(`money.do.${open}`)}
          busy={done.isPending}
          onSay={(reason) => done.mutate({ deed: open, reason })}
          onCancel={() => setOpen(null)}
        />
      ) : (
        <>
          {deedsFor(one, rights).map((deed) => (
            <Button
              key={deed}
              size="xs"
              variant="default"
              loading={done.isPending}
              onClick={() => (DEED_NEEDS_REASON.includes(deed) ? setOpen(deed) : done.mutate({ deed }))}
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
