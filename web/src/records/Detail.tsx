// What is open beside a list: its name with the ways out, loaded or told why not. The heading takes the keyboard, so
// that what was opened is read out and reached first.
import { Alert, Button, CloseButton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';

export function DetailHead({
  name,
  about,
  acts,
  onClose,
}: {
  name: ReactNode;
  about?: ReactNode;
  acts?: ReactNode;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <header className="fb-rec-head">
      <div>
        <h2 ref={heading} tabIndex={-1}>
          {name}
        </h2>
        {about && <p className="fb-dim">{about}</p>}
      </div>
      <CloseButton aria-label={t('records.close')} onClick={onClose} />
      {acts && <div className="fb-rec-acts">{acts}</div>}
    </header>
  );
}

/** `children` is given the record once it is there. */
export function Loaded<Row>({
  query,
  onClose,
  children,
}: {
  query: UseQueryResult<Row>;
  onClose: () => void;
  children: (row: Row) => ReactNode;
}) {
  const { t } = useTranslation();
  if (query.data !== undefined) return children(query.data);
  if (query.isError)
    return (
      <Alert color="red" m="md" role="alert" title={t('records.failed')}>
        <p className="fb-rec-p">{problemText(query.error, t)}</p>
        <Button size="xs" variant="light" color="red" onClick={onClose}>
          {t('records.close')}
        </Button>
      </Alert>
    );
  return <Waiting />;
}
