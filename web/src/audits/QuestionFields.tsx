// One question of a form being written: its words, how it is asked, of what, and what it earns.
import { Button, Checkbox, Group, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Faults } from '../catalogue/Form';
import { LANGUAGES } from '../i18n';
import type { Words } from '../i18n/words';
import { ASKS, type AskType, askedAs, compliantOf, measureOf, type Question, written } from './forms';
import { ProductCodes } from './MustSellPanel';

/** A text in up to three languages. */
export function WordsFields({
  label,
  words,
  error,
  onChange,
}: {
  label: string;
  words: Words;
  error: string | null;
  onChange: (words: Words) => void;
}) {
  return (
    <div className="fb-cat-row">
      {LANGUAGES.map(({ code, name }, at) => (
        <TextInput
          key={code}
          label={`${label} (${name})`}
          maxLength={500}
          value={words[code] ?? ''}
          error={at === 0 ? error : error !== null}
          onChange={(event) => onChange(written(words, code, event.currentTarget.value))}
        />
      ))}
    </div>
  );
}

const milli = (given: string | number): number | null =>
  given === '' ? null : Math.round(Number(given) * 1000);
const shown = (value: number | null | undefined): number | '' =>
  value === null || value === undefined ? '' : value / 1000;

export function QuestionFields({
  at,
  last,
  scored,
  question,
  faults,
  onChange,
  onMove,
  onDrop,
}: {
  at: number;
  last: boolean;
  scored: boolean;
  question: Question;
  faults: Faults;
  onChange: (question: Question) => void;
  onMove: (by: 1 | -1) => void;
  onDrop: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const pointer = `/questions/${at}`;
  const set = (more: Partial<Question>) => {
    const changed = { ...question, ...more };
    // What no longer fits the shelf is not measured.
    if (changed.measures !== measureOf(changed)) changed.measures = null;
    onChange(changed);
  };
  const product = question.level === 'product';
  const measure = measureOf(question);
  return (
    <fieldset className="fb-cat-set">
      <legend>{t('audits.question', { n: at + 1 })}</legend>
      <WordsFields
        label={t('audits.text')}
        words={question.text}
        error={faults.under(`${pointer}/text`)}
        onChange={(text) => set({ text })}
      />
      <div className="fb-cat-row">
        <Select
          label={t('audits.asked')}
          allowDeselect={false}
          data={ASKS.map((type) => ({ value: type, label: t(`audits.asks.${type}`) }))}
          value={question.asks.type}
          onChange={(type) => onChange(askedAs(question, (type ?? 'yes_no') as AskType))}
        />
        <TextInput
          label={t('catalogue.code')}
          maxLength={64}
          value={question.code}
          error={faults.at(`${pointer}/code`)}
          onChange={(event) => set({ code: event.currentTarget.value })}
        />
      </div>
      <AsksFields question={question} faults={faults} pointer={pointer} onChange={set} />
      <Group gap="lg">
        <Switch
          label={t('audits.per_product')}
          checked={product}
          onChange={(event) =>
            set({ level: event.currentTarget.checked ? 'product' : 'store', products: [], measures: null })
          }
        />
        <Checkbox
          label={t('audits.needed')}
          checked={question.required}
          onChange={(event) => set({ required: event.currentTarget.checked })}
        />
        {product && measure && (
          <Checkbox
            label={t(`audits.measures.${measure}`)}
            checked={question.measures === measure}
            onChange={(event) => set({ measures: event.currentTarget.checked ? measure : null })}
          />
        )}
      </Group>
      {product && (
        <ProductCodes
          value={question.products}
          placeholder={t('audits.must_sell_products')}
          error={faults.under(`${pointer}/products`)}
          onChange={(products) => set({ products })}
        />
      )}
      {scored && <ScoreFields question={question} faults={faults} pointer={pointer} onChange={set} />}
      <Group gap="xs">
        <Button size="xs" variant="default" disabled={at === 0} onClick={() => onMove(-1)}>
          {t('audits.up', { n: at + 1 })}
        </Button>
        <Button size="xs" variant="default" disabled={last} onClick={() => onMove(1)}>
          {t('audits.down', { n: at + 1 })}
        </Button>
        {onDrop && (
          <Button size="xs" variant="subtle" color="red" onClick={onDrop}>
            {t('audits.drop_question', { n: at + 1 })}
          </Button>
        )}
      </Group>
    </fieldset>
  );
}

interface Part {
  question: Question;
  faults: Faults;
  pointer: string;
  onChange: (more: Partial<Question>) => void;
}

function AsksFields({ question: { asks }, faults, pointer, onChange }: Part) {
  const { t } = useTranslation();
  if (asks.type === 'number')
    return (
      <div className="fb-cat-row">
        {(['min_milli', 'max_milli'] as const).map((end) => (
          <NumberInput
            key={end}
            label={t(`audits.${end}`)}
            hideControls
            decimalScale={3}
            value={shown(asks[end])}
            error={faults.at(`${pointer}/asks/${end}`)}
            onChange={(given) => onChange({ asks: { ...asks, [end]: milli(given) } })}
          />
        ))}
        <TextInput
          label={t('catalogue.unit')}
          maxLength={64}
          value={asks.unit ?? ''}
          error={faults.at(`${pointer}/asks/unit`)}
          onChange={(event) => onChange({ asks: { ...asks, unit: event.currentTarget.value || null } })}
        />
      </div>
    );
  if (asks.type === 'text')
    return (
      <NumberInput
        label={t('audits.max_length')}
        hideControls
        allowDecimal={false}
        value={asks.max_length ?? ''}
        error={faults.at(`${pointer}/asks/max_length`)}
        onChange={(given) => onChange({ asks: { ...asks, max_length: given === '' ? null : Number(given) } })}
      />
    );
  if (asks.type === 'photo')
    return (
      <NumberInput
        label={t('audits.photos_most')}
        hideControls
        allowDecimal={false}
        value={asks.most ?? 1}
        error={faults.at(`${pointer}/asks/most`)}
        onChange={(given) => onChange({ asks: { ...asks, most: given === '' ? null : Number(given) } })}
      />
    );
  if (asks.type !== 'choice') return null;
  const put = (at: number, more: object) =>
    onChange({
      asks: { ...asks, options: asks.options.map((one, i) => (i === at ? { ...one, ...more } : one)) },
    });
  return (
    <>
      <Checkbox
        label={t('audits.many')}
        checked={asks.many ?? false}
        onChange={(event) => onChange({ asks: { ...asks, many: event.currentTarget.checked } })}
      />
      {asks.options.map((option, at) => (
        <fieldset key={at} className="fb-cat-tier">
          <legend>{t('audits.option', { n: at + 1 })}</legend>
          <WordsFields
            label={t('audits.option', { n: at + 1 })}
            words={option.text}
            error={faults.under(`${pointer}/asks/options/${at}`)}
            onChange={(text) => put(at, { text })}
          />
          {asks.options.length > 1 && (
            <Button
              size="xs"
              variant="subtle"
              color="red"
              onClick={() =>
                onChange({
                  asks: { ...asks, options: asks.options.filter((_, i) => i !== at) },
                  compliant: null,
                  weight: 0,
                })
              }
            >
              {t('audits.drop_option', { n: at + 1 })}
            </Button>
          )}
        </fieldset>
      ))}
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          onChange({
            asks: { ...asks, options: [...asks.options, { code: unused(asks.options), text: {} }] },
          })
        }
      >
        {t('audits.add_option')}
      </Button>
    </>
  );
}

const unused = (options: readonly { code: string }[]): string => {
  let n = options.length + 1;
  while (options.some((one) => one.code === `o${n}`)) n++;
  return `o${n}`;
};

function ScoreFields({ question, faults, pointer, onChange }: Part) {
  const { t } = useTranslation();
  const { asks, compliant } = question;
  const possible = compliantOf(asks);
  if (!possible) return null;
  return (
    <div className="fb-cat-row">
      <NumberInput
        label={t('audits.weight')}
        hideControls
        allowDecimal={false}
        min={0}
        value={question.weight}
        error={faults.at(`${pointer}/weight`)}
        onChange={(given) => {
          const weight = Number(given);
          onChange({ weight, compliant: weight > 0 ? (compliant ?? possible) : null });
        }}
      />
      {compliant?.type === 'yes_no' && (
        <Select
          label={t('audits.compliant')}
          allowDeselect={false}
          data={[
            { value: 'yes', label: t('audits.yes') },
            { value: 'no', label: t('audits.no') },
          ]}
          value={compliant.is ? 'yes' : 'no'}
          onChange={(value) => onChange({ compliant: { type: 'yes_no', is: value === 'yes' } })}
        />
      )}
      {compliant?.type === 'number' &&
        (['at_least_milli', 'at_most_milli'] as const).map((end) => (
          <NumberInput
            key={end}
            label={t(`audits.${end}`)}
            hideControls
            decimalScale={3}
            value={shown(compliant[end])}
            error={faults.at(`${pointer}/compliant`)}
            onChange={(given) => onChange({ compliant: { ...compliant, [end]: milli(given) } })}
          />
        ))}
      {compliant?.type === 'choice' && asks.type === 'choice' && (
        <Checkbox.Group
          label={t('audits.compliant')}
          value={compliant.among}
          error={faults.under(`${pointer}/compliant`)}
          onChange={(among) => onChange({ compliant: { type: 'choice', among } })}
        >
          {asks.options.map((option, at) => (
            <Checkbox key={option.code} value={option.code} label={t('audits.option', { n: at + 1 })} />
          ))}
        </Checkbox.Group>
      )}
    </div>
  );
}
