// Team, route, cause and order of the list: chosen in a panel, told and taken off again by pills.
import { Button, Menu, Pill, Popover, Select } from '@mantine/core';
import { IconArrowsSort, IconFilter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { memo, type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { ATTENTION } from './attention';
import { type BoardSearch, NO_FILTER, SORTS } from './filters';
import { routesToday, type Unit, units as unitsQuery } from './queries';
import type { Row } from './rows';
import { useAttention } from './useAttention';
import type { Board } from './useBoard';

interface Props {
  board: Board;
  search: BoardSearch;
  today: string;
  onFilter: (change: BoardSearch) => void;
  /** Further buttons of the row. */
  children?: ReactNode;
}

export const FilterBar = memo(function FilterBar({ board, search, today, onFilter, children }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const order =
    search.sort === undefined && search.by
      ? t(`board.figure.${search.by}`)
      : t(`board.sort.${search.sort ?? 'urgency'}`);
  const asked = [search.team, search.route, search.why].filter((each) => each !== undefined).length;
  return (
    <>
      <div className="fb-list-tools">
        <Popover
          opened={open}
          onChange={setOpen}
          position="bottom-start"
          shadow="md"
          withinPortal
          trapFocus
          returnFocus
        >
          <Popover.Target>
            <Button
              size="compact-sm"
              variant={asked > 0 ? 'light' : 'default'}
              leftSection={<IconFilter size={15} />}
              onClick={() => setOpen(!open)}
              data-testid="filters"
            >
              {asked > 0 ? t('board.filters_set', { count: asked }) : t('board.filters')}
            </Button>
          </Popover.Target>
          <Popover.Dropdown className="fb-filters">
            <Choices board={board} search={search} today={today} onFilter={onFilter} />
          </Popover.Dropdown>
        </Popover>
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconArrowsSort size={15} />}
              className="fb-sort"
              data-testid="sort"
              aria-label={t('board.sort_by', { sort: order })}
            >
              {order}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {SORTS.map((sort) => (
              <Menu.Item
                key={sort}
                onClick={() => onFilter({ sort: sort === 'urgency' ? undefined : sort })}
                data-active={sort === (search.sort ?? 'urgency') || undefined}
              >
                {t(`board.sort.${sort}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {children}
      </div>
      <Pills rows={board.rows} search={search} today={today} onFilter={onFilter} />
    </>
  );
});

function Choices({ board, search, today, onFilter }: Omit<Props, 'children'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useAttention();
  const teams = useTeams(board.rows);
  const routes = useQuery(routesToday(today));
  const { why } = board.counts;
  const id = (value: string | null) => (value === null ? undefined : Number(value));
  return (
    <>
      <Select
        label={t('board.team')}
        placeholder={t('filter.all')}
        clearable
        openOnFocus={false}
        searchable
        comboboxProps={{ withinPortal: false }}
        data={teams}
        value={search.team === undefined ? null : String(search.team)}
        onChange={(team) => onFilter({ team: id(team) })}
      />
      <Select
        label={t('board.route')}
        placeholder={t('filter.all')}
        clearable
        openOnFocus={false}
        searchable
        limit={100}
        nothingFoundMessage={t('board.no_route')}
        comboboxProps={{ withinPortal: false }}
        data={(routes.data ?? []).map((route) => ({ value: String(route.id), label: route.name }))}
        value={search.route === undefined ? null : String(search.route)}
        onChange={(route) => onFilter({ route: id(route) })}
      />
      <Select
        label={t('board.why')}
        placeholder={t('filter.all')}
        clearable
        openOnFocus={false}
        comboboxProps={{ withinPortal: false }}
        data={ATTENTION.filter((each) => why.has(each) || each === search.why).map((each) => ({
          value: each,
          label: `${say(each)} (${format.count(why.get(each) ?? 0)})`,
        }))}
        value={search.why ?? null}
        onChange={(each) => onFilter({ why: ATTENTION.find((known) => known === each) })}
      />
    </>
  );
}

/** Units with reps on the board at or below them, each under what stands above it. */
function useTeams(rows: readonly Row[]): { value: string; label: string }[] {
  const all = useQuery(unitsQuery).data;
  return useMemo(() => {
    const used = new Map(rows.map((row) => [row.unit, row.team]));
    // Who may not read the tree still filters by the teams of the reps.
    if (!all) return [...used].map(([unit, name]) => ({ value: String(unit), label: name }));
    const of = new Map<number | null, Unit[]>();
    const known = new Set(all.map((unit) => unit.id));
    for (const unit of all) {
      const parent = unit.parent_id !== null && known.has(unit.parent_id) ? unit.parent_id : null;
      of.set(parent, [...(of.get(parent) ?? []), unit]);
    }
    const list: { value: string; label: string }[] = [];
    const walk = (parent: number | null, depth: number): boolean => {
      let any = false;
      for (const unit of of.get(parent) ?? []) {
        const at = list.length;
        const inside = walk(unit.id, depth + 1);
        if (!inside && !used.has(unit.id)) continue;
        // No-break spaces: an option's own are folded.
        list.splice(at, 0, { value: String(unit.id), label: `${'\u00a0'.repeat(depth * 3)}${unit.name}` });
        any = true;
      }
      return any;
    };
    walk(null, 0);
    return list;
  }, [rows, all]);
}

function Pills({
  rows,
  search,
  today,
  onFilter,
}: Omit<Props, 'children' | 'board'> & { rows: readonly Row[] }) {
  const { t } = useTranslation();
  const say = useAttention();
  const teams = useQuery({ ...unitsQuery, enabled: search.team !== undefined }).data;
  const routes = useQuery({ ...routesToday(today), enabled: search.route !== undefined }).data;
  const pills: [keyof BoardSearch, string][] = [];
  if (search.team !== undefined)
    pills.push([
      'team',
      teams?.find((unit) => unit.id === search.team)?.name ??
        rows.find((row) => row.unit === search.team)?.team ??
        t('board.team'),
    ]);
  if (search.route !== undefined)
    pills.push(['route', routes?.find((route) => route.id === search.route)?.name ?? t('board.route')]);
  if (search.why) pills.push(['why', say(search.why)]);
  if (search.by) pills.push(['by', t(`board.figure.${search.by}`)]);
  if (pills.length === 0) return null;
  return (
    <div className="fb-pills">
      {pills.map(([key, words]) => (
        <Pill
          key={key}
          withRemoveButton
          onRemove={() => onFilter({ [key]: undefined })}
          removeButtonProps={{
            'aria-label': t('board.take_off', { filter: words }),
            'aria-hidden': false,
            tabIndex: 0,
          }}
        >
          {words}
        </Pill>
      ))}
      {pills.length > 1 && (
        <Button size="compact-xs" variant="subtle" onClick={() => onFilter(NO_FILTER)}>
          {t('list.show_all')}
        </Button>
      )}
    </div>
  );
}
