// Mailboxes that are read for e-mail with customers: how reading goes, a dry run, and the way to set one up.
import { Alert, Button, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { Told } from '../plans/Told';
import { MailboxForm } from './MailboxForm';
import {
  COUNTS,
  faultKey,
  type Mailbox,
  mailboxes,
  putOf,
  removeMailbox,
  saveMailbox,
  type Trial,
  tryMailbox,
} from './mailboxes';

const again = () => queryClient.invalidateQueries({ queryKey: mailboxes.queryKey });

export function MailboxDesk() {
  const { t } = useTranslation();
  const query = useQuery(mailboxes);
  const [edited, setEdited] = useState<number | 'new' | null>(null);
  const done = async () => {
    setEdited(null);
    await again();
  };
  return (
    <div className="fb-settings-values">
      <p className="fb-dim">{t('mailbox.about')}</p>
      <Told query={query} empty={t('mailbox.none')}>
        {(all: Mailbox[]) =>
          all.map((one) => (
            <section
              key={one.id}
              className="fb-settings-class"
              aria-labelledby={`mailbox-${one.id}`}
              data-mailbox={one.state}
            >
              {edited === one.id ? (
                <>
                  <h3 id={`mailbox-${one.id}`}>{one.name}</h3>
                  <MailboxForm was={one} onDone={done} onCancel={() => setEdited(null)} />
                </>
              ) : (
                <Row one={one} onEdit={() => setEdited(one.id)} />
              )}
            </section>
          ))
        }
      </Told>
      {edited === 'new' ? (
        <section aria-label={t('mailbox.new')}>
          <h3>{t('mailbox.new')}</h3>
          <MailboxForm was={undefined} onDone={done} onCancel={() => setEdited(null)} />
        </section>
      ) : (
        <Button mt="md" variant="default" onClick={() => setEdited('new')}>
          {t('mailbox.new')}
        </Button>
      )}
    </div>
  );
}

function Row({ one, onEdit }: { one: Mailbox; onEdit: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [leaving, setLeaving] = useState(false);
  const trial = useMutation({ mutationFn: () => tryMailbox(one) });
  const use = useMutation({
    mutationFn: (active: boolean) => saveMailbox(one, { ...putOf(one), active }),
    onSettled: again,
  });
  const remove = useMutation({ mutationFn: () => removeMailbox(one), onSettled: again });
  const failed = trial.error ?? use.error ?? remove.error;
  const called = (word: string) => `${word}: ${one.name}`;
  const whose = one.user_id === null ? one.org_unit_name : t('mailbox.of_user', { name: one.user_name });
  return (
    <>
      <h3 id={`mailbox-${one.id}`}>
        {one.name}
        <span className="fb-settings-tag">{t(`mailbox.state.${one.state}`)}</span>
      </h3>
      <p className="fb-dim">
        {[one.address, `${one.host}:${one.port}`, whose, one.folder, one.sent_folder]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p>
        {one.last_read_at === null
          ? t('mailbox.never_read', { since: format.day(one.since) })
          : t('mailbox.last_read', { at: format.lately(one.last_read_at) })}
        {one.next_at !== null &&
          one.state === 'failing' &&
          ` ${t('mailbox.next', { at: format.lately(one.next_at) })}`}
      </p>
      <p className="fb-dim">
        {COUNTS.filter((name) => name === 'kept' || one[name] > 0)
          .map((name) => t(`mailbox.counts.${name}`, { n: format.count(one[name]) }))
          .join(' · ')}
      </p>
      {one.fault !== null && one.active && (
        <Alert color="red" mb="sm" role="alert">
          {t(`mailbox.fault.${faultKey(one.fault)}`)}
        </Alert>
      )}
      {failed && (
        <Alert color="red" mb="sm" role="alert">
          {problemText(failed, t)}
        </Alert>
      )}
      {trial.data && <Tried trial={trial.data} />}
      <Group gap="xs">
        <Button
          size="xs"
          variant="light"
          aria-label={called(t('mailbox.test'))}
          loading={trial.isPending}
          onClick={() => trial.mutate()}
        >
          {t('mailbox.test')}
        </Button>
        <Button size="xs" variant="default" aria-label={called(t('mailbox.change'))} onClick={onEdit}>
          {t('mailbox.change')}
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-label={called(t(one.active ? 'mailbox.pause' : 'mailbox.use'))}
          loading={use.isPending}
          onClick={() => use.mutate(!one.active)}
        >
          {t(one.active ? 'mailbox.pause' : 'mailbox.use')}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          color="red"
          aria-label={called(t(leaving ? 'mailbox.remove_really' : 'mailbox.remove'))}
          loading={remove.isPending}
          onBlur={() => setLeaving(false)}
          onClick={() => (leaving ? remove.mutate() : setLeaving(true))}
        >
          {t(leaving ? 'mailbox.remove_really' : 'mailbox.remove')}
        </Button>
      </Group>
    </>
  );
}

/** What a dry run found. */
function Tried({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Alert color={trial.fault === null ? 'teal' : 'red'} mb="sm" role="status">
      {trial.fault !== null && <p>{t(`mailbox.fault.${faultKey(trial.fault)}`)}</p>}
      {trial.folders.map((folder) => (
        <p key={folder.name}>
          {folder.unknown
            ? t('mailbox.folder_unknown', { name: folder.name })
            : t('mailbox.found', {
                name: folder.name,
                messages: format.count(folder.messages),
                looked: format.count(folder.looked_at),
                matched: format.count(folder.matched),
              })}
        </p>
      ))}
      {trial.names.length > 0 && <p>{t('mailbox.folders', { names: trial.names.join(', ') })}</p>}
    </Alert>
  );
}
