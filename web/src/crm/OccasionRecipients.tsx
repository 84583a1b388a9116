// A dry run: whom an occasion means in a year, on which day and by which way, and who is left out and why.
import { Alert, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import {
  type LeftOut,
  type Occasion,
  occasionPreviewQuery,
  occasionRecipientsQuery,
  type RecipientState,
} from './occasions';

export function OccasionRecipients({ one }: { one: Occasion }) {
  const { t } = useTranslation();
  const [year, setYear] = useState(one.year);
  return (
    <>
      <YearInput value={year} onChange={setYear} label={t('occasion.year')} />
      <Told one={one} year={year} />
    </>
  );
}

export function YearInput({
  value,
  label,
  onChange,
}: {
  value: number;
  label: string;
  onChange: (year: number) => void;
}) {
  return (
    <NumberInput
      size="xs"
      w={110}
      label={label}
      allowDecimal={false}
      thousandSeparator=""
      min={2000}
      max={2999}
      clampBehavior="strict"
      value={value}
      onChange={(typed) => {
        if (typeof typed === 'number' && typed >= 2000) onChange(typed);
      }}
    />
  );
}

function Told({ one, year }: { one: Occasion; year: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const preview = useQuery(occasionPreviewQuery(one.id, year));
  const people = useQuery(occasionRecipientsQuery(one.id, year));
  if (preview.isPending || people.isPending) return <Waiting />;
  if (!preview.data || !people.data)
    return (
      <Alert color="red" role="alert">
        {problemText(preview.error ?? people.error, t)}
      </Alert>
    );
  const word = (state: RecipientState, why: LeftOut | null) =>
    why === null ? t(`occasion.recipient.${state}`) : t(`occasion.left_out.${why}`);
  return (
    <>
      <ul className="fb-crm-counts" aria-label={t('campaign.counts')}>
        {preview.data.counts.map((each) => (
          <li key={each.state + each.why} data-state={each.state}>
            <strong>{each.count}</strong> {word(each.state, each.why)}
          </li>
        ))}
        {preview.data.otherwise > 0 && (
          <li data-state="left_out">{t('occasion.otherwise', { count: preview.data.otherwise })}</li>
        )}
      </ul>
      {preview.data.truncated && <p className="fb-plans-bad">{t('occasion.truncated')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-lines-scroll" tabIndex={0} aria-label={t('occasion.who')}>
        <table className="fb-lines">
          <thead>
            <tr>
              <th>{t('orders.customer')}</th>
              <th>{t('campaign.person')}</th>
              <th>{t('occasion.day')}</th>
              <th>{t('occasion.way_of')}</th>
              <th>{t('orders.rep')}</th>
              <th>{t('campaign.standing')}</th>
            </tr>
          </thead>
          <tbody>
            {people.data.items.map((row) => (
              <tr key={`${row.customer_id}/${row.contact_id}`} data-recipient={row.why ?? row.state}>
                <td>
                  <Link to="/customers/$id" params={{ id: row.customer_id }} className="fb-link">
                    {row.customer_name}
                  </Link>
                </td>
                <td>{row.contact_name ?? '–'}</td>
                <td>{row.day ? format.longDay(row.day) : '–'}</td>
                <td>
                  {t(`occasion.way.${row.way}`)}
                  {row.instead && <span className="fb-dim"> · {t(`occasion.instead.${row.instead}`)}</span>}
                </td>
                <td>{row.rep_name ?? '–'}</td>
                <td>{word(row.state, row.why)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {people.data.next_cursor && (
          <p className="fb-dim">{t('stock.more', { count: people.data.items.length })}</p>
        )}
      </section>
    </>
  );
}
