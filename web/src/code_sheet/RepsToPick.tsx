// Reps that are there, to be picked: those without a phone first, and what stands of the phone of each.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PickList } from '../app/PickList';
import { problemText } from '../app/problem';
import { usePicking } from '../app/usePicking';
import { Waiting } from '../drawer/RepDayPanel';
import { fold } from '../format/format';
import { useFormat } from '../format/useFormat';
import { UnitSelect, useUnits } from '../org_units/UnitSelect';
import { useShortcuts } from '../pages/useShortcuts';
import { devicesQuery, repsQuery } from './CodesPage';
import { byRep, deviceFor, ofRep, type Person } from './people';

const SHOWS = ['without', 'with', 'all'] as const;
type Show = (typeof SHOWS)[number];

export function RepsToPick({ onPick }: { onPick: (people: readonly Person[]) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reps = useQuery(repsQuery);
  const devices = useQuery(devicesQuery);
  const units = useUnits();
  const [q, setQ] = useState('');
  const [unit, setUnit] = useState<number>();
  const [show, setShow] = useState<Show>('without');
  const [focused, setFocused] = useState<string>();
  const box = useRef<HTMLInputElement>(null);
  /** Of every rep that works: the phone that a code would be for. */
  const all = useMemo(() => {
    const owned = byRep(devices.data ?? []);
    return (reps.data ?? [])
      .filter(({ active }) => active)
      .map((rep) => ({
        ...rep,
        id: String(rep.id),
        person: ofRep(rep),
        device: deviceFor(owned.get(rep.code) ?? [], rep.code, 'fieldbeat'),
      }));
  }, [reps.data, devices.data]);
  const rows = useMemo(() => {
    const part = fold(q.trim());
    return all.filter(
      ({ name, code, org_unit_id, device }) =>
        (part === '' || fold(`${name} ${code}`).includes(part)) &&
        (unit === undefined || org_unit_id === unit) &&
        (show === 'all' || (device?.last_seen_at != null) === (show === 'with')),
    );
  }, [all, q, unit, show]);
  const {
    selected,
    toggle,
    all: selectAll,
    none,
    keys,
  } = usePicking(
    rows.map(({ id }) => id),
    focused,
    setFocused,
  );
  useEffect(
    () => onPick(all.filter(({ id }) => selected.has(id)).map(({ person }) => person)),
    [all, selected, onPick],
  );
  useShortcuts({
    ...keys,
    '/': () => box.current?.focus(),
    Escape: () => {
      const field = document.activeElement?.closest<HTMLElement>('input, select');
      if (field) field.blur();
      else none();
    },
  });
  const failed = reps.error ?? devices.error;
  if (failed)
    return (
      <div className="fb-rec-empty" role="alert">
        <p>{problemText(failed, t)}</p>
        <Button
          size="xs"
          variant="default"
          onClick={() => void Promise.all([reps.refetch(), devices.refetch()])}
        >
          {t('app.retry')}
        </Button>
      </div>
    );
  if (!reps.data || !devices.data) return <Waiting />;
  return (
    <>
      <div className="fb-rec-tools">
        <TextInput
          ref={box}
          type="search"
          size="xs"
          className="fb-rec-search"
          aria-label={t('records.find_reps')}
          placeholder={t('records.find_reps')}
          aria-keyshortcuts="/"
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        <UnitSelect filter label={t('records.unit')} value={unit} onChange={setUnit} />
        <NativeSelect
          size="xs"
          className="fb-rec-filter"
          aria-label={t('codes.phone')}
          value={show}
          data={SHOWS.map((value) => ({ value, label: t(`codes.show.${value}`) }))}
          onChange={(event) => setShow(SHOWS.find((one) => one === event.currentTarget.value) ?? show)}
        />
        <span className="fb-rec-tools-end">
          <Button
            size="xs"
            variant="default"
            disabled={rows.length === 0}
            aria-keyshortcuts="*"
            onClick={selectAll}
          >
            {t('codes.select_all', { count: rows.length })}
          </Button>
          <Button size="xs" variant="subtle" disabled={selected.size === 0} onClick={none}>
            {t('codes.select_none')}
          </Button>
        </span>
      </div>
      {rows.length === 0 ? (
        <div className="fb-rec-empty">
          <p>{show === 'without' && q === '' ? t('codes.all_have') : t('records.nothing_found')}</p>
          {show !== 'all' && (
            <Button size="xs" variant="default" onClick={() => setShow('all')}>
              {t('codes.show_all')}
            </Button>
          )}
        </div>
      ) : (
        <PickList
          label={t('records.tab.reps')}
          rows={rows}
          focused={focused}
          selected={selected}
          onToggle={toggle}
          selectLabel={({ name, code }) => t('codes.select', { name, code })}
        >
          {({ id, name, code, org_unit_id, org_unit_code, device }, current) => (
            <button
              type="button"
              aria-current={current || undefined}
              onClick={() => {
                setFocused(id);
                toggle(id);
              }}
            >
              <span className="fb-review-row-head">
                <strong>{name}</strong>
                <span className="fb-dim">{code}</span>
              </span>
              <span className="fb-dim">
                {units.find((leaf) => leaf.unit.id === org_unit_id)?.unit.name ?? org_unit_code}
              </span>
              <span className="fb-dim">
                {!device
                  ? t('codes.has.none')
                  : device.last_seen_at === null
                    ? t('codes.has.waits', { label: device.label })
                    : t('codes.has.used', { label: device.label, when: format.lately(device.last_seen_at) })}
              </span>
            </button>
          )}
        </PickList>
      )}
    </>
  );
}
