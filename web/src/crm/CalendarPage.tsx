// The calendar of a person or of the whole team: by day, week or month, or as a list. The address names what is looked at.
import '../catalogue/catalogue.css';
import '../drawer/drawer.css';
import '../review/review.css';
import '../orders/orders.css';
import '../plans/plans.css';
import './crm.css';
import './calendar.css';
import { Alert, Button, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { session as sessionQuery } from '../api/queries';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, useRights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat, ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { useRepNames } from '../reps/useRepNames';
import { AppointmentDetail } from './AppointmentDetail';
import { AppointmentForm } from './AppointmentForm';
import { CalendarGrid } from './CalendarGrid';
import { appointmentsPath, appointmentsQuery, type CalendarSearch, daysOf, turned, VIEWS } from './calendar';
import { FeedPanel } from './FeedPanel';

const route = getRouteApi('/calendar');

export function CalendarPage() {
  const zone = useQuery(sessionQuery).data?.company?.time_zone ?? 'UTC';
  return (
    <ZoneContext.Provider value={zone}>
      <div className="fb-shell">
        <PageBar />
        <main className="fb-plans">
          <Body />
        </main>
      </div>
    </ZoneContext.Provider>
  );
}

function Body() {
  const { t } = useTranslation();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/calendar' });
  const rights = useRights();
  const isRep = useQuery(sessionQuery).data?.user.role === 'rep';
  const reps = useRepNames();
  const [making, setMaking] = useState(false);
  const set = (change: Partial<CalendarSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  const view = search.view ?? 'week';
  const today = format.dateAt(serverNow());
  const date = search.date ?? today;
  const days = daysOf(view, date);
  const first = days[0] ?? date;
  const last = days.at(-1) ?? date;
  const query = useQuery(appointmentsQuery(first, last, search.rep));
  const span = view === 'day' ? format.longDay(date) : `${format.day(first)} – ${format.day(last)}`;
  return (
    <div className="fb-crm-desk fb-cal-desk">
      <h1 className="fb-hidden">{t('calendar.title')}</h1>
      <div className="fb-plans-head">
        <h2 aria-live="polite">{span}</h2>
        <ExportButtons path={appointmentsPath(first, last, search.rep)} name={t('calendar.title')} />
        {has(rights, 'keep_relations') && !making && (
          <Button size="compact-sm" onClick={() => setMaking(true)}>
            {t('calendar.new')}
          </Button>
        )}
      </div>
      <div className="fb-plans-form">
        <SegmentedControl
          aria-label={t('calendar.view_label')}
          size="xs"
          data={VIEWS.map((each) => ({ value: each, label: t(`calendar.view.${each}`) }))}
          value={view}
          onChange={(value) => set({ view: VIEWS.find((each) => each === value && each !== 'week') })}
        />
        <Button.Group>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t('calendar.before')}
            onClick={() => set({ date: turned(view, date, -1) })}
          >
            ‹
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => set({ date: undefined })}>
            {t('calendar.today')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t('calendar.after')}
            onClick={() => set({ date: turned(view, date, 1) })}
          >
            ›
          </Button>
        </Button.Group>
        {!isRep && (
          <Select
            label={t('calendar.whose')}
            placeholder={t('calendar.team')}
            clearable
            searchable
            openOnFocus={false}
            limit={50}
            nothingFoundMessage={t('catalogue.nothing_found')}
            data={reps.map((one) => ({ value: String(one.id), label: `${one.name} (${one.code})` }))}
            value={search.rep === undefined ? null : String(search.rep)}
            onChange={(rep) => set({ rep: rep === null ? undefined : Number(rep) })}
          />
        )}
      </div>
      {making && <AppointmentForm date={date} onDone={() => setMaking(false)} />}
      {search.id && (
        <AppointmentDetail key={search.id} id={search.id} onClose={() => set({ id: undefined })} />
      )}
      {query.isPending && <Waiting />}
      {query.isError && (
        <Alert color="red" role="alert" title={t('crm.failed')}>
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data && (
        <CalendarGrid
          view={view}
          date={date}
          days={days}
          rows={query.data.items}
          picked={search.id}
          onPick={(id) => set({ id })}
          onDay={(day) => set({ view: 'day', date: day })}
        />
      )}
      {query.data?.next_cursor && (
        <p className="fb-plans-bad">{t('stock.more', { count: query.data.items.length })}</p>
      )}
      <FeedPanel rep={search.rep} repName={reps.find((one) => one.id === search.rep)?.name} />
    </div>
  );
}
