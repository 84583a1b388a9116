// Thumbnails side by side, each with its checkbox and with what speaks against it in words.
import { Button, Checkbox } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { findingWords, type Photo } from './photos';
import { Thumbnail } from './Thumbnail';

interface Props {
  rows: readonly Photo[];
  focused: string | undefined;
  selected: ReadonlySet<string>;
  onFocus: (id: string) => void;
  onToggle: (id: string) => void;
  /** Older ones; absent where there are none. */
  onMore: (() => void) | undefined;
  busy: boolean;
}

export function Wall({ rows, focused, selected, onFocus, onToggle, onMore, busy }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const current = useRef<HTMLLIElement>(null);
  useEffect(() => {
    current.current?.scrollIntoView?.({ block: 'nearest' });
  }, [focused]);
  return (
    <div className="fb-review-list fb-wall">
      <ul aria-label={t('photos.wall')}>
        {rows.map((photo) => (
          <li
            key={photo.id}
            ref={photo.id === focused ? current : undefined}
            data-photo={photo.id}
            data-focused={photo.id === focused || undefined}
            data-status={photo.status}
          >
            <button
              type="button"
              aria-current={photo.id === focused || undefined}
              onClick={() => onFocus(photo.id)}
            >
              <Thumbnail photo={photo} />
              <span className="fb-wall-words">
                <strong>{photo.outlet_name ?? t('visit.no_outlet')}</strong>
                <span>{photo.rep_name}</span>
                <span className="fb-dim">
                  {[photo.subject, format.lately(photo.taken_at)].filter(Boolean).join(' · ')}
                </span>
                {photo.findings.map((finding) => (
                  <em key={finding}>{findingWords(photo, finding, t, format)}</em>
                ))}
                {photo.status !== 'pending' && <b>{t(`photos.status.${photo.status}`)}</b>}
              </span>
            </button>
            <Checkbox
              className="fb-wall-check"
              aria-label={t('photos.select', {
                outlet: photo.outlet_name ?? '',
                time: format.moment(photo.taken_at),
              })}
              checked={selected.has(photo.id)}
              onChange={() => onToggle(photo.id)}
            />
          </li>
        ))}
      </ul>
      {onMore && (
        <Button variant="subtle" fullWidth loading={busy} onClick={onMore}>
          {t('orders.more')}
        </Button>
      )}
    </div>
  );
}
