// What an order would cost, for an outlet on a date: asked line by line, answered with the reasons. Stores nothing.
import { Alert, Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, serverNow } from '../api/client';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { useCurrency } from './AmountInput';
import { AskedLines } from './AskedLines';
import { type Found, priceOrder } from './catalogue';
import { useFaults } from './Form';
import { type AskedLine, named, newLine, priceLines } from './lines';
import { useNames } from './names';
import { Finder } from './Pickers';
import { PriceExplained } from './PriceExplained';
import type { PriceAsk } from './types';

export function TryPrice() {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const currency = useCurrency();
  const [outlet, setOutlet] = useState<Found | null>(null);
  const [date, setDate] = useState(() => format.dateAt(serverNow()));
  const [cash, setCash] = useState(false);
  const [lines, setLines] = useState<AskedLine[]>([newLine(0)]);
  const price = useMutation({ mutationFn: priceOrder });
  const faults = useFaults(price.error);
  const ask: PriceAsk | null =
    outlet && named(lines).length > 0 ? { outlet_id: outlet.id, date, cash, lines: priceLines(lines) } : null;
  const outdated = price.isSuccess && JSON.stringify(price.variables) !== JSON.stringify(ask);
  const problem = price.error instanceof Problem ? price.error : null;
  return (
    <div className="fb-cat-try">
      <form
        className="fb-cat-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (ask && !price.isPending) price.mutate(ask);
        }}
      >
        <h2>{t('catalogue.tab.try')}</h2>
        <p className="fb-dim">{t('catalogue.try_about')}</p>
        <Finder
          kind="outlets"
          label={t('catalogue.outlet')}
          required
          value={outlet}
          error={problem?.status === 404 ? t('problem.not_found') : null}
          onChange={setOutlet}
        />
        <div className="fb-cat-row">
          <TextInput
            type="date"
            label={t('catalogue.date')}
            required
            value={date}
            error={faults.at('/date')}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
          <Checkbox
            label={t('catalogue.cash')}
            checked={cash}
            onChange={(event) => setCash(event.currentTarget.checked)}
          />
        </div>
        <AskedLines lines={lines} faults={faults} onChange={setLines}>
          <Button type="submit" disabled={!ask} loading={price.isPending}>
            {t('catalogue.price_it')}
          </Button>
        </AskedLines>
        {price.isError && (
          <Alert color="red" role="alert">
            {problem && problem.errors.length > 0
              ? t('catalogue.refused', { count: problem.errors.length })
              : problemText(price.error, t)}
          </Alert>
        )}
      </form>
      <section className="fb-cat-answer" aria-label={t('catalogue.answer')} aria-live="polite">
        {price.data ? (
          <>
            {outdated && <p className="fb-cat-outdated">{t('catalogue.outdated')}</p>}
            <PriceExplained priced={price.data} names={names} currency={currency} />
          </>
        ) : (
          <p className="fb-dim">{t('catalogue.no_answer')}</p>
        )}
      </section>
    </div>
  );
}
