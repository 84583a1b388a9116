// An order taken at a desk, a quotation, or new lines of an order before it is confirmed: typed, priced while typing,
// saved under one id so that a retry is the same order.
import { Alert, Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, serverNow } from '../api/client';
import { queryClient, session as sessionQuery } from '../api/queries';
import type { Order } from '../api/trade';
import { problemText } from '../app/problem';
import { useFocusFault } from '../app/useFocusFault';
import { AskedLines } from '../catalogue/AskedLines';
import { allOf } from '../catalogue/catalogue';
import { useFaults } from '../catalogue/Form';
import { Finder } from '../catalogue/Pickers';
import type { Product } from '../catalogue/types';
import { newId } from '../client/ids';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { useRepNames } from '../reps/useRepNames';
import { LivePrice, useLivePrice } from './LivePrice';
import { MustSell } from './MustSell';
import { OutletSchemes } from './OutletSchemes';
import { Suggestions } from './Suggestions';
import { blank, type How, type Made, priceAsk, save, type Taken, takenOf } from './taking';

interface Props {
  /** The order whose lines change, as it was when the form was opened. */
  was?: Order;
  quote?: boolean;
  onDone: (made: Made) => void;
  onCancel: () => void;
}

/** What the server takes of a note. */
const NOTE_MAX = 2000;

/** Lines of an order are known by their products. */
export function TakeForm(props: Props) {
  const { t } = useTranslation();
  const products = useQuery(allOf('products'));
  if (products.isPending) return <Waiting />;
  if (products.isError)
    return (
      <Alert color="red" role="alert">
        {problemText(products.error, t)}
      </Alert>
    );
  return <Fields {...props} products={products.data} />;
}

function Fields({ was, quote, onDone, onCancel, products }: Props & { products: readonly Product[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [id] = useState(newId);
  const [taken, setTaken] = useState<Taken>(() => (was ? takenOf(was, products) : blank(quote ?? false)));
  const needsRep = useQuery(sessionQuery).data?.user.role !== 'rep';
  const saving = useMutation({
    mutationFn: (how: How) => save(how, id, taken, needsRep, was),
    onSuccess: async (made) => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['orders'] }),
        queryClient.invalidateQueries({ queryKey: ['money'] }),
      ]);
      onDone(made);
    },
  });
  const live = useLivePrice(priceAsk(taken, was?.date ?? format.dateAt(serverNow())));
  const faults = useFaults(saving.error ?? live.error);
  const form = useRef<HTMLFormElement>(null);
  useFocusFault(form, saving.error);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const set = (more: Partial<Taken>) => {
    saving.reset();
    setTaken((old) => ({ ...old, ...more }));
  };
  const does = (how: How) => () => saving.mutate(how);
  const title = was ? 'revise' : taken.quote ? 'quotation' : 'order';
  return (
    // No button submits: Enter in a quantity must not send an order.
    <form ref={form} className="fb-cat-form fb-take" noValidate onSubmit={(event) => event.preventDefault()}>
      <h2 ref={heading} tabIndex={-1}>
        {t(`orders.take.title.${title}`)}
      </h2>
      {was ? (
        <Revised was={was} />
      ) : (
        <>
          <Finder
            kind="outlets"
            label={t('catalogue.outlet')}
            required
            value={taken.outlet}
            error={faults.at('/outlet_id')}
            onChange={(outlet) => set({ outlet })}
          />
          {needsRep && (
            <RepSelect value={taken.rep} error={faults.at('/rep_id')} onChange={(rep) => set({ rep })} />
          )}
        </>
      )}
      {!was && taken.outlet && <OutletSchemes outlet={taken.outlet.id} />}
      {!was && taken.outlet && (
        <Suggestions
          key={taken.outlet.id}
          outlet={taken.outlet.id}
          products={products}
          onLines={(lines) => set({ lines })}
        />
      )}
      {taken.outlet && (
        <MustSell
          outlet={taken.outlet.id}
          products={products}
          lines={taken.lines}
          onLines={(lines) => set({ lines })}
        />
      )}
      <AskedLines lines={taken.lines} faults={faults} onChange={(lines) => set({ lines })} />
      <Checkbox
        label={t('catalogue.cash')}
        checked={taken.cash}
        onChange={(event) => set({ cash: event.currentTarget.checked })}
      />
      <Textarea
        label={t('orders.take.note')}
        autosize
        maxLength={NOTE_MAX}
        value={taken.note}
        error={faults.at('/note')}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
      {!was && (
        <div className="fb-cat-row">
          <Checkbox
            label={t('orders.take.as_quotation')}
            checked={taken.quote}
            onChange={(event) => set({ quote: event.currentTarget.checked })}
          />
          {taken.quote && (
            <TextInput
              type="date"
              label={t('orders.take.valid_to')}
              description={t('orders.take.valid_about')}
              min={format.dateAt(serverNow())}
              value={taken.validTo}
              error={faults.at('/valid_to')}
              onChange={(event) => set({ validTo: event.currentTarget.value })}
            />
          )}
        </div>
      )}
      <LivePrice live={live} was={was} />
      {saving.error && <Refused error={saving.error} />}
      <div className="fb-actions">
        {was && (
          <Button loading={saving.isPending} onClick={does('revise')}>
            {t('orders.take.save')}
          </Button>
        )}
        {!was && taken.quote && (
          <Button loading={saving.isPending} onClick={does('quote')}>
            {t('orders.take.quote')}
          </Button>
        )}
        {!was && !taken.quote && (
          <>
            <Button loading={saving.isPending} onClick={does('submit')}>
              {t('orders.take.submit')}
            </Button>
            <Button variant="default" loading={saving.isPending} onClick={does('draft')}>
              {t('orders.take.draft')}
            </Button>
          </>
        )}
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t('review.cancel')}
        </Button>
      </div>
    </form>
  );
}

function RepSelect({
  value,
  error,
  onChange,
}: {
  value: number | null;
  error: string | null;
  onChange: (rep: number | null) => void;
}) {
  const { t } = useTranslation();
  const reps = useRepNames();
  return (
    <Select
      label={t('orders.rep')}
      required
      searchable
      openOnFocus={false}
      limit={50}
      nothingFoundMessage={t('catalogue.nothing_found')}
      data={reps.map((rep) => ({ value: String(rep.id), label: `${rep.name} (${rep.code})` }))}
      value={value === null ? null : String(value)}
      error={error}
      onChange={(rep) => onChange(rep === null ? null : Number(rep))}
    />
  );
}

/** Whose lines change, and what a phone's promise is worth then. */
function Revised({ was }: { was: Order }) {
  const { t } = useTranslation();
  return (
    <p className="fb-dim">
      {was.outlet_name ?? t('visit.no_outlet')} · {was.rep_name}
      {was.price_note && ` · ${t('orders.take.promise_ends')}`}
    </p>
  );
}

function Refused({ error }: { error: Error }) {
  const { t } = useTranslation();
  const count = error instanceof Problem ? error.errors.length : 0;
  const step = error instanceof Problem && error.errors.some(({ pointer }) => pointer === '/state');
  return (
    <Alert color="red" role="alert">
      {count > 0 && !step ? t('catalogue.refused', { count }) : problemText(error, t)}
    </Alert>
  );
}
