// What a rep still owes, holds or stands in for, each with the way to it.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { CATEGORIES } from '../money/expense_categories';
import { kindOf, type Outstanding, owed } from './departure';

export function OutstandingList({ rep, open }: { rep: number; open: readonly Outstanding[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sums = owed(open);
  return (
    <>
      {sums.length > 0 && (
        <p>
          <strong>
            {t('departure.owed', {
              sum: format.listed(
                sums.map(([currency, minor]) => format.money(minor, currency)),
                'and',
              ),
            })}
          </strong>
        </p>
      )}
      <ul className="fb-rec-lines">
        {open.map((one) => (
          <li key={`${one.kind}/${one.id}/${one.date}`}>
            <Way rep={rep} one={one} />
            <span className="fb-dim">
              {[
                one.date && format.day(one.date),
                one.amount_minor !== null &&
                  one.amount_minor !== undefined &&
                  one.currency &&
                  format.money(one.amount_minor, one.currency),
                one.kind === 'unsent' && t('departure.items', { count: one.count ?? 0 }),
                one.kind === 'van_stock' && t('departure.products', { count: one.count ?? 0 }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Way({ rep, one }: { rep: number; one: Outstanding }) {
  const { t } = useTranslation();
  const kind = kindOf(one.kind);
  const category = CATEGORIES.find((known) => known === one.label);
  const label = kind === 'expense' && category ? t(`expenses.category.${category}`) : one.label;
  const words = [kind ? t(`departure.open.${kind}`) : one.kind, label].filter(Boolean).join(': ');
  switch (kind) {
    case 'collection':
      return (
        <Link to="/money" search={{ tab: 'collections' }} className="fb-link">
          {words}
        </Link>
      );
    case 'hand_in':
      return (
        <Link to="/money" search={{ tab: 'hand_ins', settlement: one.id }} className="fb-link">
          {words}
        </Link>
      );
    case 'expense':
      return (
        <Link to="/money" search={{ tab: 'expenses' }} className="fb-link">
          {words}
        </Link>
      );
    case 'van_stock':
      return (
        <Link to="/stock" search={{ tab: 'places', place: Number(one.id) }} className="fb-link">
          {words}
        </Link>
      );
    case 'van_day':
      return (
        <Link to="/stock" search={{ tab: 'vans', day: `${one.id}/${one.date}` }} className="fb-link">
          {words}
        </Link>
      );
    case 'trip':
      return (
        <Link to="/stock" search={{ tab: 'trips', trip: one.id }} className="fb-link">
          {words}
        </Link>
      );
    case 'unsent':
      return (
        <Link to="/admin/devices" search={{ id: Number(one.id) }} className="fb-link">
          {words}
        </Link>
      );
    case 'cover':
      return (
        <Link to="/plans" search={{ tab: 'absences', rep }} className="fb-link">
          {words}
        </Link>
      );
    case 'succession':
      return (
        <Link to="/masters/reps" search={{ id: Number(one.id) }} className="fb-link">
          {words}
        </Link>
      );
    default:
      return <span>{words}</span>;
  }
}
