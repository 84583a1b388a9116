// Links with which a calendar program reads along: made here, copied once, ended at any time.
import { Alert, Button, CopyButton, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { units } from '../alerts/alerts';
import { queryClient, session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { endFeed, feedsQuery, makeFeed } from './calendar';

export function FeedPanel({ rep, repName }: { rep: number | undefined; repName: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const user = useQuery(sessionQuery).data?.user;
  const feeds = useQuery(feedsQuery);
  const [link, setLink] = useState<string | null>(null);
  const again = () => queryClient.invalidateQueries({ queryKey: ['crm', 'feeds'] });
  const [picked, setPicked] = useState<number | null>(null);
  const ofUnit = rep === undefined && user !== undefined && user.role !== 'rep';
  const areas = useQuery({ ...units, enabled: ofUnit }).data?.items ?? [];
  const unit = picked ?? user?.org_unit_id;
  const name = repName ?? areas.find(({ id }) => id === unit)?.name ?? t('calendar.team');
  const make = useMutation({
    mutationFn: () => makeFeed(rep === undefined ? { name, org_unit_id: unit } : { name, rep_id: rep }),
    onSuccess: async ({ path }) => {
      setLink(new URL(path, window.location.origin).href);
      await again();
    },
  });
  const end = useMutation({ mutationFn: endFeed, onSuccess: again });
  const failed = make.error ?? end.error ?? feeds.error;
  // Of a rep only the own calendar.
  const may = rep !== undefined || user?.role !== 'rep';
  return (
    <details className="fb-crm-feeds">
      <summary>{t('calendar.feeds')}</summary>
      <p className="fb-dim">{t('calendar.feeds_what')}</p>
      {failed && (
        <Alert color="red" role="alert">
          {problemText(failed, t)}
        </Alert>
      )}
      {link && (
        <div className="fb-cat-row">
          <TextInput
            className="fb-cat-wide"
            readOnly
            label={t('calendar.link')}
            description={t('calendar.link_once')}
            value={link}
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton value={link}>
            {({ copied, copy }) => (
              <Button size="compact-sm" variant="light" onClick={copy}>
                {copied ? t('calendar.copied') : t('calendar.copy')}
              </Button>
            )}
          </CopyButton>
        </div>
      )}
      <ul className="fb-plans-rows">
        {feeds.data?.map((feed) => (
          <li key={feed.id} data-feed={feed.id}>
            <span>
              {feed.rep_name ?? feed.org_unit_name}
              <br />
              <span className="fb-dim">
                {feed.read_on === null
                  ? t('calendar.never_read')
                  : t('calendar.read_on', { date: format.day(feed.read_on) })}
              </span>
            </span>
            <span className="fb-plans-acts">
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                aria-label={`${t('calendar.end')}: ${feed.rep_name ?? feed.org_unit_name}`}
                onClick={() => end.mutate(feed.id)}
              >
                {t('calendar.end')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {ofUnit && areas.length > 1 && (
        <Select
          label={t('calendar.of_unit')}
          searchable
          allowDeselect={false}
          openOnFocus={false}
          limit={50}
          maw={360}
          mb="xs"
          data={areas.map((area) => ({ value: String(area.id), label: `${area.name} (${area.code})` }))}
          value={unit === undefined ? null : String(unit)}
          onChange={(id) => setPicked(id === null ? null : Number(id))}
        />
      )}
      {may && (
        <Button size="compact-sm" variant="light" loading={make.isPending} onClick={() => make.mutate()}>
          {t('calendar.make_link', { name })}
        </Button>
      )}
    </details>
  );
}
