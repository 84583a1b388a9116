// The company's days off, and what becomes of the calls that fall on them.
import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { has, type Rights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { deleteHoliday, type Holiday, type HolidayPolicy, holidays, POLICIES, putHoliday } from './plans';
import { refusal, Told } from './Told';

export function HolidayDesk({ today, rights }: { today: string; rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(holidays(today));
  const may = has(rights, 'manage_routes');
  const [date, setDate] = useState('');
  const [name, setName] = useState('');
  const [policy, setPolicy] = useState<HolidayPolicy>('skip');
  const told = () =>
    Promise.all([['holidays'], ['day-plan']].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  const put = useMutation({
    mutationFn: putHoliday,
    onSuccess: async () => {
      setDate('');
      setName('');
      await told();
    },
  });
  const remove = useMutation({ mutationFn: deleteHoliday, onSuccess: told });
  return (
    <div className="fb-plans-one">
      {may && (
        <form
          className="fb-plans-form"
          onSubmit={(event) => {
            event.preventDefault();
            put.mutate({ date, name: name.trim(), policy });
          }}
        >
          <TextInput
            type="date"
            label={t('plans.date')}
            required
            min={today}
            value={date}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
          <TextInput
            label={t('plans.name')}
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t('plans.policy')}
            allowDeselect={false}
            data={POLICIES.map((value) => ({ value, label: t(`plans.policies.${value}`) }))}
            value={policy}
            onChange={(value) => setPolicy((value as HolidayPolicy | null) ?? 'skip')}
          />
          <Button type="submit" loading={put.isPending} disabled={!date || !name.trim()}>
            {t('plans.add_holiday')}
          </Button>
          <span role="status" className="fb-review-said">
            {put.isError ? refusal(put.error, t) : remove.isError ? refusal(remove.error, t) : ''}
          </span>
        </form>
      )}
      <p className="fb-dim">{t('plans.holidays_stay')}</p>
      <Told query={query} empty={t('plans.no_holidays')}>
        {(list: Holiday[]) => (
          <ul className="fb-plans-rows" aria-label={t('plans.tab.holidays')}>
            {list.map((holiday) => (
              <li key={holiday.date}>
                <span>
                  <strong>{format.day(holiday.date)}</strong> {holiday.name}
                  <span className="fb-dim"> · {t(`plans.policies.${holiday.policy}`)}</span>
                </span>
                {may && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="red"
                    aria-label={t('plans.remove_holiday', { name: holiday.name })}
                    loading={remove.isPending && remove.variables?.date === holiday.date}
                    onClick={() => remove.mutate(holiday)}
                  >
                    {t('plans.remove')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Told>
    </div>
  );
}
