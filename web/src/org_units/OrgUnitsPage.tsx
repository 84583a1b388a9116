// The company tree: who is below whom; units added, renamed and moved, with a look at what goes along first.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Page } from '../api/trade';
import { ExportButtons } from '../app/ExportButtons';
import { has, type Rights } from '../app/rights';
import { fold } from '../format/format';
import { DetailHead } from '../records/Detail';
import { RecordsFrame } from '../records/Frame';
import { RecordDesk } from '../records/RecordDesk';
import { UnitDetail } from './UnitDetail';
import { UnitForm } from './UnitForm';
import { type OrgUnit, treeOf, type UnitSearch, unitsQuery } from './units';

const route = getRouteApi('/admin/org-units');

interface Row extends OrgUnit {
  depth: number;
}

export function OrgUnitsPage() {
  return (
    <RecordsFrame page="admin" tab="units">
      {(rights) => <OrgUnits rights={rights} />}
    </RecordsFrame>
  );
}

function OrgUnits({ rights }: { rights: Rights }) {
  const { t, i18n } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/admin/org-units' });
  const go = (change: Partial<UnitSearch>, how = { replace: false }) =>
    void navigate({ search: (old) => ({ ...old, ...change, at: undefined }), ...how });
  const units = useQuery(unitsQuery).data;
  const part = fold(search.q ?? '');
  const page = useQuery({
    ...unitsQuery,
    select: (all): Page<Row> => ({
      items: treeOf(all, i18n.language)
        .filter(({ unit }) => fold(`${unit.name} ${unit.code}`).includes(part))
        .map(({ unit, depth }) => ({ ...unit, depth: part ? 0 : depth })),
      next_cursor: null,
    }),
  });
  const one = units?.find(({ id }) => id === search.id);
  const manages = has(rights, 'manage_org_units');
  const close = () => go({ id: undefined, act: undefined });
  return (
    <RecordDesk<Row, UnitSearch>
      label={t('records.tab.units')}
      page={page}
      search={search}
      go={go}
      find={t('records.find_units')}
      columns={[
        {
          key: 'name',
          head: t('catalogue.name'),
          cell: (row) => (
            <span className="fb-rec-leaf" style={{ paddingInlineStart: row.depth * 22 }}>
              <strong>{row.name}</strong>
              <span className="fb-dim">{row.code}</span>
            </span>
          ),
        },
        { key: 'kind', head: t('records.unit_kind'), cell: (row) => t(`records.unit_kinds.${row.kind}`) },
      ]}
      tools={<ExportButtons path="org-units" name={t('records.tab.units')} />}
      fresh={manages ? t('records.new.units') : undefined}
      narrowed={search.q !== undefined}
      empty={t('records.empty_read')}
      aside={
        search.act === 'new' ? (
          manages && (
            <>
              <DetailHead name={t('records.new.units')} onClose={() => go({ act: undefined })} />
              <div className="fb-rec-body">
                <UnitForm
                  // Below what was open, or the top.
                  parent={search.id ?? units?.find(({ parent_id }) => parent_id === null)?.id}
                  onCancel={() => go({ act: undefined })}
                  onReload={() => go({ act: undefined })}
                  onSaved={({ id }) => go({ id, act: undefined }, { replace: true })}
                />
              </div>
            </>
          )
        ) : one && units ? (
          <UnitDetail
            key={one.id}
            unit={one}
            units={units}
            may={manages}
            act={search.act}
            onAct={(act) => go({ act })}
            onOpen={(id) => go({ id, act: undefined })}
            onClose={close}
          />
        ) : search.id !== undefined && units ? (
          <DetailHead name={t('problem.not_found')} onClose={close} />
        ) : undefined
      }
    />
  );
}
