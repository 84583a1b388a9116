// An outlet that takes part: how far it is; opened, its photos and steps.
import { Alert, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { CreditTold } from '../money/CreditTold';
import { VisitPhotos } from '../photos/VisitPhotos';
import { type Display, displayQuery } from './displays';

export function DisplayRow({
  row,
  selected,
  onToggle,
}: {
  row: Display;
  selected: boolean;
  onToggle: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  return (
    <li data-display={row.id}>
      <Checkbox
        aria-label={t('displays.select', { outlet: row.outlet_name })}
        checked={selected}
        onChange={onToggle}
      />
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span>
            <strong>{row.outlet_name}</strong> <span className="fb-dim">{row.outlet_code}</span>
            <br />
            <span className="fb-dim">
              {[
                row.rep_name,
                row.executed_on && format.day(row.executed_on),
                row.photos > 0 && t('displays.photos', { count: row.photos }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
          <span className="fb-order-state" data-state={row.state}>
            {t(`displays.state.${row.state}`)}
          </span>
        </summary>
        {open && <Whole id={row.id} />}
      </details>
    </li>
  );
}

function Whole({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(displayQuery(id));
  if (query.isPending) return <Waiting />;
  if (query.isError)
    return (
      <Alert color="red" role="alert">
        {problemText(query.error, t)}
      </Alert>
    );
  const display = query.data;
  return (
    <>
      <VisitPhotos photos={display.photos_shown} />
      {display.visit_id !== null && display.rep_id !== null && display.executed_on !== null && (
        <p>
          <Link
            to="/map"
            search={{ rep: display.rep_id, visit: display.visit_id, date: display.executed_on }}
            className="fb-link"
          >
            {t('photos.to_visit')}
          </Link>
        </p>
      )}
      <CreditTold credit={display.credit} currency={display.currency} />
      {display.reference && <p>{t('displays.paid_outside', { reference: display.reference })}</p>}
      <ol className="fb-display-steps">
        {display.steps.map((step) => (
          <li key={`${step.at}${step.deed}`}>
            {t(`displays.step.${step.deed}`)} · {[step.by, format.moment(step.at)].filter(Boolean).join(', ')}
            {step.reason && ` · “${step.reason}”`}
          </li>
        ))}
      </ol>
    </>
  );
}
