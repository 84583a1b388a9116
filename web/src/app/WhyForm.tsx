// The reason that something is undone or ended for, and the button that does it.
import { Button, type MantineSize, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export function WhyForm({
  yes,
  busy,
  size,
  onSay,
  onCancel,
}: {
  yes: string;
  busy: boolean;
  size?: MantineSize;
  onSay: (reason: string) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const reason = typed.trim();
  return (
    <form
      className="fb-reason"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason) onSay(reason);
      }}
    >
      <TextInput
        size={size}
        autoFocus
        aria-label={t('orders.why')}
        placeholder={t('orders.why')}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button size={size} type="submit" color="red.9" disabled={!reason} loading={busy}>
        {yes}
      </Button>
      <Button size={size} variant="subtle" color="gray" onClick={onCancel}>
        {t('review.cancel')}
      </Button>
    </form>
  );
}
