// The settings themselves: grouped values, thresholds of exceptions by kind, and what an outlet class has of its own.
import { Button, MultiSelect, NumberInput, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fold } from '../format/format';
import { FieldInput, useFaultWords } from './FieldInput';
import {
  CLASS_FIELDS,
  type ClassField,
  FIELDS,
  type Field,
  GROUPS,
  KINDS,
  STEPS,
  switchOf,
  THRESHOLDS,
  type ThresholdKind,
  VISIT_DAYS,
} from './spec';
import { useSettingWords } from './words';

/** What the tabs are given of the draft. */
export interface Editing {
  may: boolean;
  value: (path: string) => unknown;
  changed: (path: string) => boolean;
  refused: (path: string) => string | undefined;
  set: (path: string, value: unknown) => void;
}

function Bound({
  field,
  editing,
  label,
  about,
}: {
  field: Field;
  editing: Editing;
  label: string;
  about?: string;
}) {
  return (
    <FieldInput
      field={field}
      label={label}
      about={about}
      may={editing.may}
      value={editing.value(field.path)}
      changed={editing.changed(field.path)}
      refused={editing.refused(field.path)}
      onChange={(value) => editing.set(field.path, value)}
    />
  );
}

export function Values({ editing }: { editing: Editing }) {
  const { t } = useTranslation();
  const words = useSettingWords();
  const [asked, setAsked] = useState('');
  const about = (path: string) => t(`settings.field.${path}.about`);
  const found = (field: Field) =>
    fold(`${words.label(field.path)} ${about(field.path)} ${field.path}`).includes(fold(asked.trim()));
  const groups = GROUPS.map((group) => ({ group, fields: FIELDS[group].filter(found) })).filter(
    ({ fields }) => fields.length > 0,
  );
  return (
    <div className="fb-settings-values">
      <TextInput
        type="search"
        className="fb-settings-find"
        aria-label={t('settings.find')}
        placeholder={t('settings.find')}
        value={asked}
        onChange={(event) => setAsked(event.currentTarget.value)}
      />
      {groups.length === 0 && <p className="fb-dim">{t('settings.found_none')}</p>}
      {groups.map(({ group, fields }) => (
        <section key={group} aria-labelledby={`settings-${group}`}>
          <h3 id={`settings-${group}`}>{t(`settings.group.${group}.label`)}</h3>
          <p className="fb-dim">{t(`settings.group.${group}.about`)}</p>
          <div className="fb-settings-grid">
            {fields.map((field) => (
              <Bound
                key={field.path}
                field={field}
                editing={editing}
                label={words.label(field.path)}
                about={about(field.path)}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

export function Thresholds({ editing }: { editing: Editing }) {
  const { t } = useTranslation();
  const words = useSettingWords();
  return (
    <div className="fb-settings-values">
      <p className="fb-dim">{t('settings.thresholds_about')}</p>
      <ul className="fb-settings-kinds">
        {KINDS.map((kind) => (
          <KindRow key={kind} kind={kind} editing={editing} />
        ))}
      </ul>
      <div className="fb-settings-grid">
        <Bound
          field={VISIT_DAYS}
          editing={editing}
          label={words.label(VISIT_DAYS.path)}
          about={t('settings.field.visit_days.about')}
        />
      </div>
    </div>
  );
}

function KindRow({ kind, editing }: { kind: ThresholdKind; editing: Editing }) {
  const { t } = useTranslation();
  const faultWords = useFaultWords();
  const { path } = switchOf(kind);
  const on = editing.value(path) === true;
  const fields: readonly Field[] = THRESHOLDS[kind];
  return (
    <li data-changed={editing.changed(path) || undefined}>
      <div>
        {editing.may ? (
          <Switch
            label={t(`exceptions.kind.${kind}`)}
            description={t(`settings.threshold.${kind}`)}
            error={faultWords(editing.refused(path))}
            checked={on}
            onChange={(event) => editing.set(path, event.currentTarget.checked)}
          />
        ) : (
          <>
            <h4>
              {t(`exceptions.kind.${kind}`)} · {on ? t('settings.on') : t('settings.off')}
            </h4>
            <p className="fb-dim">{t(`settings.threshold.${kind}`)}</p>
          </>
        )}
      </div>
      {fields.length > 0 && (
        <div className="fb-settings-of">
          {fields.map((field) => (
            <Bound
              key={field.path}
              field={field}
              editing={editing}
              label={t(`settings.of.${field.path.split('/')[2]}`)}
            />
          ))}
        </div>
      )}
    </li>
  );
}

type ClassRules = { [name in ClassField]?: number | null } & { required_steps?: string[] };

/** The longest code of a class. */
const CODE_MAX = 64;

export function Classes({ editing }: { editing: Editing }) {
  const { t } = useTranslation();
  const words = useSettingWords();
  const faultWords = useFaultWords();
  const [code, setCode] = useState('');
  const classes = (editing.value('classes') ?? {}) as Record<string, ClassRules>;
  const put = (name: string, rules: ClassRules) => editing.set('classes', { ...classes, [name]: rules });
  const refused = faultWords(editing.refused('classes'));
  const fresh = code.trim();
  return (
    <div className="fb-settings-values">
      <p className="fb-dim">{t('settings.classes_about')}</p>
      {refused && (
        <p className="fb-settings-refused" role="alert">
          {refused}
        </p>
      )}
      {Object.keys(classes).length === 0 && <p className="fb-dim">{t('settings.no_classes')}</p>}
      {Object.entries(classes)
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map(([name, rules]) => (
          <section key={name} aria-labelledby={`class-${name}`} className="fb-settings-class">
            <h3 id={`class-${name}`}>
              {name}
              {editing.may && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="red"
                  aria-label={t('settings.drop_class', { code: name })}
                  onClick={() => {
                    const { [name]: _, ...rest } = classes;
                    editing.set('classes', rest);
                  }}
                >
                  {t('settings.drop')}
                </Button>
              )}
            </h3>
            <div className="fb-settings-grid">
              {CLASS_FIELDS.map((field) => {
                const value = rules[field.name] ?? null;
                const label = t(`settings.class_field.${field.name}`);
                if (!editing.may)
                  return (
                    <div key={field.name}>
                      <h4>{label}</h4>
                      <p>{value === null ? t('settings.as_company') : words.unit(value, field.unit)}</p>
                    </div>
                  );
                return (
                  <NumberInput
                    key={field.name}
                    className="fb-setting-short"
                    label={label}
                    description={`1–${words.unit(field.most, field.unit)}`}
                    placeholder={t('settings.as_company')}
                    hideControls
                    allowDecimal={false}
                    allowNegative={false}
                    suffix={words.sign(value ?? 0, field.unit)}
                    value={value ?? ''}
                    error={
                      value !== null && (value < 1 || value > field.most) ? faultWords('out_of_range') : null
                    }
                    onChange={(given) =>
                      put(name, { ...rules, [field.name]: typeof given === 'number' ? given : null })
                    }
                  />
                );
              })}
              {editing.may ? (
                <MultiSelect
                  label={t('settings.class_field.required_steps')}
                  description={t('settings.steps_about')}
                  data={STEPS.map((step) => ({ value: step, label: t(`settings.step.${step}`) }))}
                  value={rules.required_steps ?? []}
                  onChange={(required_steps) => put(name, { ...rules, required_steps })}
                />
              ) : (
                <div>
                  <h4>{t('settings.class_field.required_steps')}</h4>
                  <p>{words.value(`classes/${name}/required_steps`, rules.required_steps ?? []) || '–'}</p>
                </div>
              )}
            </div>
          </section>
        ))}
      {editing.may && (
        <form
          className="fb-settings-add"
          onSubmit={(event) => {
            event.preventDefault();
            if (fresh && !(fresh in classes)) put(fresh, {});
            setCode('');
          }}
        >
          <TextInput
            label={t('settings.class_code')}
            maxLength={CODE_MAX}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={!fresh || fresh in classes}>
            {t('settings.add_class')}
          </Button>
        </form>
      )}
    </div>
  );
}
