// Which photos: what waits, what is decided, or all; of these a finding, a rep, a customer, a period.
import { Button, Chip, Select, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CustomerFilter } from '../orders/CustomerFilter';
import { useRepNames } from '../reps/useRepNames';
import { SavedViews } from '../saved_views/SavedViews';
import { FINDINGS, type Finding, STATUSES, type WallSearch } from './photos';

const SHOWS = [...STATUSES, 'all'] as const;

export function WallFilters({ search }: { search: WallSearch }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/photos' });
  const set = (change: Partial<WallSearch>) =>
    void navigate({ search: (old) => ({ ...old, id: undefined, ...change }), replace: true });
  const reps = useRepNames();
  return (
    <div className="fb-order-filters">
      <Chip.Group
        value={search.show ?? 'pending'}
        onChange={(value) => set({ show: SHOWS.find((show) => show === value && show !== 'pending') })}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these filter a list */}
        <div className="fb-review-chips" role="group" aria-label={t('photos.which')}>
          {SHOWS.map((show) => (
            <Chip key={show} value={show} size="xs">
              {t(`photos.show.${show}`)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      <div className="fb-order-selects">
        <Select
          size="xs"
          aria-label={t('photos.finding')}
          placeholder={t('photos.finding')}
          clearable
          data={(['any', ...FINDINGS] as const).map((each) => ({
            value: each,
            label: t(`photos.findings.${each}`),
          }))}
          value={search.finding ?? null}
          onChange={(finding) => set({ finding: (finding as Finding | 'any' | null) ?? undefined })}
        />
        <Select
          size="xs"
          aria-label={t('orders.rep')}
          placeholder={t('orders.rep')}
          clearable
          searchable
          limit={50}
          data={reps.map((rep) => ({ value: String(rep.id), label: `${rep.name} (${rep.code})` }))}
          value={search.rep === undefined ? null : String(search.rep)}
          onChange={(rep) => set({ rep: rep === null ? undefined : Number(rep) })}
        />
        <CustomerFilter value={search.customer} onChange={(customer) => set({ customer })} />
        <TextInput
          size="xs"
          type="date"
          aria-label={t('orders.since')}
          value={search.from ?? ''}
          max={search.to}
          onChange={(event) => set({ from: event.currentTarget.value || undefined })}
        />
        <TextInput
          size="xs"
          type="date"
          aria-label={t('orders.until')}
          value={search.to ?? ''}
          min={search.from}
          onChange={(event) => set({ to: event.currentTarget.value || undefined })}
        />
        <SavedViews page="photos" />
        {(search.visit !== undefined || search.outlet !== undefined) && (
          <Button
            size="compact-xs"
            variant="light"
            onClick={() => set({ visit: undefined, outlet: undefined, show: undefined })}
          >
            {search.visit === undefined ? t('photos.all_outlets') : t('photos.all_visits')}
          </Button>
        )}
      </div>
    </div>
  );
}
