// A van on a day: what began it, came and went, should be there and was counted, product by product; the money of the
// rep beside it; the count of the desk, and the closing.
import { Alert, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { Facts } from '../catalogue/Facts';
import { newId } from '../client/ids';
import { useFormat } from '../format/useFormat';
import { type Count, CountForm } from './CountForm';
import { useMilli } from './useMilli';
import {
  closeVan,
  countedWhole,
  countVan,
  differing,
  flowOf,
  flowsOf,
  foundOf,
  type VanDay,
} from './vanDays';

const again = () => queryClient.invalidateQueries({ queryKey: ['stock'] });

export function VanDayDetail({ day, rights }: { day: VanDay; rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [counting, setCounting] = useState(false);
  const money = (minor: number) => format.money(minor, day.currency);
  const keeps = has(rights, 'manage_stock');
  const facts: [string, string][] = [
    [t('vans.van'), day.van_name],
    [
      t('vans.counted'),
      day.counted_at
        ? `${format.moment(day.counted_at)} · ${day.counted_by ?? t('vans.by_phone')}`
        : t('vans.not_counted'),
    ],
    [t('vans.cash'), money(day.cash_minor)],
    [t('vans.cash_handed_in'), money(day.cash_handed_in_minor)],
    [t('vans.cash_carried'), money(day.cash_minor - day.cash_handed_in_minor)],
  ];
  if (day.other_minor > 0) facts.push([t('trips.collected_rest'), money(day.other_minor)]);
  if (day.closed_at)
    facts.push([t('vans.closed'), [format.moment(day.closed_at), day.closed_by].filter(Boolean).join(' · ')]);
  return (
    <section className="fb-plans-detail" aria-label={t('vans.one')}>
      <h2>
        {day.rep_name}, {format.day(day.date)}{' '}
        <span className="fb-order-state" data-state={day.state} data-testid="van-day-state">
          {t(`vans.state.${day.state}`)}
        </span>
      </h2>
      <Facts rows={facts} />
      {day.reason && <p className="fb-note">“{day.reason}”</p>}
      <p className="fb-dim">
        <Link to="/money" search={{ tab: 'hand_ins' }} className="fb-name-link">
          {t('vans.to_hand_ins')}
        </Link>
      </p>
      <Goods day={day} />
      {day.state !== 'closed' &&
        (!keeps ? (
          <p className="fb-dim">{t('vans.waits_for_accounting')}</p>
        ) : counting ? (
          <DeskCount day={day} onClose={() => setCounting(false)} />
        ) : (
          <>
            <div className="fb-actions">
              <Button variant="default" onClick={() => setCounting(true)}>
                {day.state === 'open' ? t('vans.count') : t('vans.count_again')}
              </Button>
            </div>
            {countedWhole(day) && <CloseForm day={day} />}
            {day.state === 'counted' && !countedWhole(day) && <p className="fb-dim">{t('vans.not_whole')}</p>}
          </>
        ))}
    </section>
  );
}

function Goods({ day }: { day: VanDay }) {
  const { t } = useTranslation();
  const format = useFormat();
  const milli = useMilli();
  const flows = flowsOf(day);
  if (day.lines.length === 0) return <p className="fb-dim">{t('vans.empty')}</p>;
  return (
    <section className="fb-section">
      <h3>{t('vans.goods')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-lines-scroll" tabIndex={0} aria-label={t('vans.goods')}>
        <table className="fb-lines">
          <thead>
            <tr>
              <th>{t('trips.product')}</th>
              <th className="fb-num">{t('vans.opening')}</th>
              {flows.map((flow) => (
                <th key={flow} className="fb-num">
                  {t(`vans.flow.${flow}`)}
                </th>
              ))}
              <th className="fb-num">{t('vans.expected')}</th>
              <th className="fb-num">{t('vans.found')}</th>
              <th className="fb-num">{t('vans.difference')}</th>
            </tr>
          </thead>
          <tbody>
            {day.lines.map((line) => (
              <tr key={line.product_id} data-product={line.product_code}>
                <td>
                  {line.product_name} <span className="fb-dim">{line.unit}</span>
                </td>
                <td className="fb-num">{milli(line.opening_milli)}</td>
                {flows.map((flow) => (
                  <td key={flow} className="fb-num">
                    {milli(flowOf(line, flow))}
                  </td>
                ))}
                <td className="fb-num">
                  <b>{milli(line.expected_milli)}</b>
                </td>
                <td className="fb-num">{line.counted_milli === null ? '–' : milli(line.counted_milli)}</td>
                <td className="fb-num" data-open={!!line.difference_milli || undefined}>
                  {line.difference_milli === null ? '–' : milli(line.difference_milli)}
                  {line.difference_milli && line.difference_minor !== null ? (
                    <span className="fb-stock-lot">{format.money(line.difference_minor, day.currency)}</span>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function DeskCount({ day, onClose }: { day: VanDay; onClose: () => void }) {
  const { t } = useTranslation();
  const milli = useMilli();
  const [id] = useState(newId);
  const save = useMutation({
    mutationFn: ({ counted }: Count) => countVan(day, id, counted),
    onSuccess: onClose,
    onSettled: again,
  });
  return (
    <CountForm
      title={t('vans.count')}
      yes={t('vans.save_count')}
      rows={day.lines.map((line) => ({
        product_id: line.product_id,
        product_name: line.product_name,
        milli: foundOf(line),
        unit: line.unit,
        about: t('trips.due_back', { count: milli(line.expected_milli) }),
      }))}
      save={save}
      onCancel={onClose}
    />
  );
}

function CloseForm({ day }: { day: VanDay }) {
  const { t } = useTranslation();
  const [id] = useState(newId);
  const [reason, setReason] = useState('');
  const differs = differing(day).length > 0;
  const close = useMutation({
    mutationFn: () => closeVan(day, id, reason.trim()),
    onSettled: again,
  });
  return (
    <form
      className="fb-parts-form"
      aria-label={t('vans.close')}
      onSubmit={(event) => {
        event.preventDefault();
        close.mutate();
      }}
    >
      {close.isError && (
        <Alert color="red" role="alert">
          {problemText(close.error, t)}
        </Alert>
      )}
      {differs && (
        <TextInput
          label={t('trips.difference_why')}
          description={t('vans.books_it')}
          required
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <div className="fb-actions">
        <Button
          type="submit"
          color="teal.9"
          loading={close.isPending}
          disabled={differs && reason.trim() === ''}
        >
          {t('vans.close')}
        </Button>
      </div>
    </form>
  );
}
