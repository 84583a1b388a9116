// A new erasure: whose and how far back, what would go, and the code once more before it is done. It cannot be taken back.
import { Alert, Button, Group, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { DetailHead } from '../records/Detail';
import { RepSelect } from '../reps/RepSelect';
import { useRepNames } from '../reps/useRepNames';
import { ErasedRows } from './ErasedRows';
import { type Ask, erase, exportUrl, plan } from './privacy';
import './privacy.css';

export function EraseForm({
  rep: chosen,
  onClose,
  onAsked,
}: {
  rep?: number;
  onClose: () => void;
  onAsked: (id: number) => void;
}) {
  const { t } = useTranslation();
  const [rep, setRep] = useState(chosen);
  const [how, setHow] = useState<'all' | 'before'>('all');
  const [before, setBefore] = useState('');
  const [due, setDue] = useState('');
  const [reason, setReason] = useState('');
  const [code, setCode] = useState('');
  const named = useRepNames().find(({ id }) => id === rep);
  const look = useMutation({ mutationFn: (ask: Ask) => plan(ask) });
  const act = useMutation({
    mutationFn: (ask: Ask) => erase(ask),
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: ['records', 'privacy/erasures', 'page'] });
      onAsked(made.id);
    },
  });
  // What was counted for something else says nothing of this.
  const changed = () => {
    look.reset();
    act.reset();
    setCode('');
  };
  const asked: Ask | undefined =
    rep === undefined || (how === 'before' && !before)
      ? undefined
      : { rep_id: rep, before: how === 'before' ? before : undefined, due_on: due || undefined };
  const wrongCode =
    act.error instanceof Problem && act.error.errors.some(({ pointer }) => pointer === '/confirm');
  return (
    <>
      <DetailHead name={t('privacy.new')} onClose={onClose} />
      <form
        className="fb-rec-body fb-privacy-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!asked) return;
          if (look.data) act.mutate({ ...asked, reason, confirm: code });
          else look.mutate(asked);
        }}
      >
        <RepSelect
          required
          label={t('orders.rep')}
          value={rep}
          onChange={(next) => {
            changed();
            setRep(next);
          }}
        />
        {named && (
          <Button
            component="a"
            href={exportUrl(named.id)}
            download
            size="compact-sm"
            variant="default"
            className="fb-privacy-file"
          >
            {t('privacy.export')}
          </Button>
        )}
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('privacy.how_far')}
          value={how}
          onChange={(next) => {
            changed();
            setHow(next === 'before' ? 'before' : 'all');
          }}
          data={[
            { value: 'all', label: t('privacy.all') },
            { value: 'before', label: t('privacy.only_before') },
          ]}
        />
        {how === 'before' && (
          <TextInput
            type="date"
            required
            label={t('privacy.days_before')}
            description={t('privacy.before_what')}
            value={before}
            onChange={(event) => {
              changed();
              setBefore(event.currentTarget.value);
            }}
          />
        )}
        <TextInput
          type="date"
          label={t('privacy.begins')}
          description={t('privacy.begins_what')}
          value={due}
          onChange={(event) => {
            changed();
            setDue(event.currentTarget.value);
          }}
        />
        <p className="fb-dim">{t('privacy.stays')}</p>
        <div role="status">
          {look.data && (
            <ErasedRows
              title={t('privacy.would_go')}
              rows={look.data.rows}
              nothing={t('privacy.nothing_there')}
            />
          )}
        </div>
        {look.data && (
          <>
            <Alert color="red" variant="light" title={t('privacy.for_good')}>
              {t('privacy.for_good_what')}
            </Alert>
            <Textarea
              required
              autosize
              minRows={2}
              maxLength={500}
              label={t('privacy.reason')}
              description={t('privacy.reason_what')}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <TextInput
              required
              autoComplete="off"
              label={t('privacy.code_again', { code: look.data.rep_code })}
              value={code}
              error={wrongCode ? t('privacy.code_differs') : undefined}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          </>
        )}
        {(look.isError || (act.isError && !wrongCode)) && (
          <Alert color="red" role="alert">
            {problemText(look.error ?? act.error, t)}
          </Alert>
        )}
        <Group gap="xs" justify="flex-end">
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {t('catalogue.cancel')}
          </Button>
          {look.data ? (
            <Button
              type="submit"
              color="red.9"
              disabled={code.trim() !== look.data.rep_code || reason.trim() === ''}
              loading={act.isPending}
            >
              {t('privacy.erase')}
            </Button>
          ) : (
            <Button type="submit" disabled={!asked} loading={look.isPending}>
              {t('privacy.count')}
            </Button>
          )}
        </Group>
      </form>
    </>
  );
}
