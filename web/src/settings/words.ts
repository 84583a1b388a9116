// Settings in the reader's words: what a path is called, and a value with its unit.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { ALL, CLASS_FIELDS, type Unit, type Value } from './spec';

const UNITS = new Map<string, Unit>(
  ALL.flatMap((field) => (field.kind === 'number' ? [[field.path, field.unit] as const] : [])),
);
const CHOICES = new Set(ALL.flatMap((field) => (field.kind === 'word' ? [field.path] : [])));
const unitOf = (path: string): Unit | undefined => {
  const [top, , leaf] = path.split('/');
  return top === 'classes' ? CLASS_FIELDS.find(({ name }) => name === leaf)?.unit : UNITS.get(path);
};

export function useSettingWords() {
  const { t } = useTranslation();
  const format = useFormat();
  const unit = (count: number, of: Unit) => t(`settings.unit.${of}`, { count, n: format.count(count) });
  return {
    unit,
    /** What stands behind a number in its field. */
    sign: (count: number, of: Unit) => t(`settings.unit.${of}`, { count, n: '' }),
    label(path: string): string {
      const [top, name, leaf] = path.split('/') as [string, string?, string?];
      if (top === 'classes' && name && leaf)
        return t('settings.of_class', { code: name, what: t(`settings.class_field.${leaf}`) });
      if (top !== 'exceptions' || name === 'visit_days') return t(`settings.field.${name ?? top}.label`);
      const kind = t(`exceptions.kind.${name}`);
      return leaf === 'on' ? kind : t('settings.of_kind', { kind, what: t(`settings.of.${leaf}`) });
    },
    value(path: string, value: Value | undefined): string {
      if (value === undefined || value === null) return '–';
      if (typeof value === 'boolean') return value ? t('settings.on') : t('settings.off');
      const of = unitOf(path);
      if (typeof value === 'number') return of ? unit(value, of) : format.count(value);
      if (typeof value === 'string') return CHOICES.has(path) ? t(`settings.word.${path}.${value}`) : value;
      if (path === 'working_hours') return value.join('–');
      const word = (one: string) => {
        const [of, column] = one.split('.');
        return column ? t(`settings.word.erp_owned.${of}.${column}`) : t(`settings.step.${one}`);
      };
      return value.map(word).join(', ') || '–';
    },
  };
}
