// What was done last, with its undo; or why it was refused.
import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { problemText } from '../app/problem';
import { faultWords } from './faults';
import type { useSteps } from './useSteps';

export function StepNote({
  steps: { step, error, busy, undo, forget },
}: {
  steps: ReturnType<typeof useSteps>;
}) {
  const { t } = useTranslation();
  const fault = error instanceof Problem ? error.errors[0] : undefined;
  return (
    <div aria-live="polite">
      {error !== null && (
        <Alert
          color="red"
          withCloseButton
          closeButtonLabel={t('app.close')}
          onClose={forget}
          title={t('territories.step_failed')}
        >
          {fault ? faultWords(fault.code, t) : problemText(error, t)}
        </Alert>
      )}
      {error === null && step && (
        <p className="fb-ter-note" role="status">
          {step.said}{' '}
          <Button size="compact-xs" variant="default" loading={busy} onClick={undo}>
            {t('territories.undo')}
          </Button>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={forget}>
            {t('app.close')}
          </Button>
        </p>
      )}
    </div>
  );
}
