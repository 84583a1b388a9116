// The saved views of a list, beside its filters: applied, saved, renamed, shared, removed with a way back. Any list
// whose filters are in its address can place it.
import './saved_views.css';
import { Button, Menu } from '@mantine/core';
import {
  IconBookmark,
  IconBookmarkFilled,
  IconCheck,
  IconPencil,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { ViewForm } from './ViewForm';
import { removeView, type SavedView, saveView, viewOf, viewsQuery } from './views';

export function SavedViews({ page, also }: { page: string; also?: readonly string[] }) {
  const { t } = useTranslation();
  const router = useRouter();
  const { pathname, searchStr } = useRouterState({ select: (state) => state.location });
  const views = useQuery(viewsQuery(page));
  /** What is saved or renamed. */
  const [form, setForm] = useState<SavedView | 'new' | null>(null);
  const [removed, setRemoved] = useState<SavedView | null>(null);
  const [said, setSaid] = useState('');
  const now = viewOf(searchStr, also);
  const again = () => queryClient.invalidateQueries({ queryKey: viewsQuery(page).queryKey });
  const remove = useMutation({
    mutationFn: removeView,
    onSuccess: async (_, view) => {
      setRemoved(view);
      setSaid(t('records.view_removed', { name: view.name }));
      await again();
    },
  });
  const bring = useMutation({
    mutationFn: ({ name, search, shared }: SavedView) => saveView({ page, name, search, shared }),
    onSuccess: async () => {
      setRemoved(null);
      setSaid(t('records.did.undone'));
      await again();
    },
  });
  const apply = (view: SavedView) => {
    const search = viewOf(view.search);
    router.history.push(search ? `${pathname}?${search}` : pathname);
  };
  const all = views.data ?? [];
  const current = all.find((view) => viewOf(view.search) === now);
  const fault = views.error ?? remove.error ?? bring.error;
  return (
    <span className="fb-views-slot">
      <Menu position="bottom-end" width={300} closeOnItemClick={false}>
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="default"
            className="fb-views"
            leftSection={
              current && now ? (
                <IconBookmarkFilled size={14} aria-hidden="true" />
              ) : (
                <IconBookmark size={14} aria-hidden="true" />
              )
            }
          >
            {current && now ? current.name : t('records.views')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {all.length === 0 && <Menu.Label>{t('records.no_views')}</Menu.Label>}
          {all.map((view) => (
            <ViewLine
              key={view.id}
              view={view}
              current={view.id === current?.id}
              onApply={() => apply(view)}
              onRename={() => setForm(view)}
              onRemove={() => remove.mutate(view)}
            />
          ))}
          <Menu.Divider />
          <Menu.Item disabled={!now} closeMenuOnClick onClick={() => setForm('new')}>
            {now ? t('records.save_view') : t('records.save_view_none')}
          </Menu.Item>
          {fault && (
            <Menu.Label c="red" role="alert">
              {problemText(fault, t)}
            </Menu.Label>
          )}
          {removed && (
            <Menu.Item onClick={() => bring.mutate(removed)}>
              {t('records.view_bring', { name: removed.name })}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <span className="fb-hidden" role="status">
        {said}
      </span>
      {form !== null && (
        <ViewForm
          page={page}
          search={now}
          was={form === 'new' ? undefined : form}
          onClose={() => setForm(null)}
          onSaved={async (view) => {
            setForm(null);
            setSaid(t('records.view_saved', { name: view.name }));
            await again();
          }}
        />
      )}
    </span>
  );
}

function ViewLine({
  view,
  current,
  onApply,
  onRename,
  onRemove,
}: {
  view: SavedView;
  current: boolean;
  onApply: () => void;
  onRename: () => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="fb-views-line" data-view={view.name}>
      <Menu.Item
        closeMenuOnClick
        aria-current={current || undefined}
        leftSection={
          current ? (
            <IconCheck size={16} aria-hidden="true" />
          ) : view.shared ? (
            <IconUsers size={16} aria-hidden="true" />
          ) : (
            <IconBookmark size={16} aria-hidden="true" />
          )
        }
        onClick={onApply}
      >
        {view.name}
        {view.shared && <span className="fb-dim"> · {t('records.view_shared')}</span>}
      </Menu.Item>
      {view.own && (
        <>
          <Menu.Item
            closeMenuOnClick
            className="fb-views-act"
            aria-label={t('records.view_rename', { name: view.name })}
            title={t('records.view_rename', { name: view.name })}
            onClick={onRename}
          >
            <IconPencil size={16} aria-hidden="true" />
          </Menu.Item>
          <Menu.Item
            className="fb-views-act"
            aria-label={t('records.view_remove', { name: view.name })}
            title={t('records.view_remove', { name: view.name })}
            onClick={onRemove}
          >
            <IconTrash size={16} aria-hidden="true" />
          </Menu.Item>
        </>
      )}
    </div>
  );
}
