// Why an assignment by hand was refused, row by row.
import { useTranslation } from 'react-i18next';
import type { FieldFault } from '../api/client';

const FAULTS = ['locked', 'no_skill', 'unknown', 'repeated'] as const;
/** More are not read one by one. */
const SHOWN = 50;

export function HandFaults({
  faults,
  whose,
}: {
  faults: readonly FieldFault[];
  /** What a fault is about: an outlet, or a line of a file. */
  whose: (pointer: string) => string;
}) {
  const { t } = useTranslation();
  return (
    <ul className="fb-scn-faults" role="alert">
      {faults.slice(0, SHOWN).map((fault) => (
        <li key={`${fault.pointer} ${fault.code}`}>
          <strong>{whose(fault.pointer)}</strong>:{' '}
          {t(`scenarios.hand.fault.${FAULTS.find((code) => code === fault.code) ?? 'other'}`)}
        </li>
      ))}
    </ul>
  );
}
