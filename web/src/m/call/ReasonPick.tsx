// One reason of the company's lists, by group.
import type { ReasonUse } from '../protocol';
import { useSay } from '../say';

export function ReasonPick({
  use,
  chosen,
  onChoose,
}: {
  use: ReasonUse;
  chosen: string;
  onChoose: (code: string) => void;
}) {
  const { reasonsFor, t } = useSay();
  const groups = reasonsFor(use);
  if (!groups.length) return <p className="m-note">{t('reason.none')}</p>;
  return groups.map((group) => (
    <fieldset key={group.name} className="m-pick">
      <legend>{group.name}</legend>
      {group.reasons.map(({ code, name }) => (
        <label key={code} className="m-option">
          <input type="radio" name="reason" checked={chosen === code} onChange={() => onChoose(code)} />
          {name}
        </label>
      ))}
    </fieldset>
  ));
}
