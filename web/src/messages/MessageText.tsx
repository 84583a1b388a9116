// What is written to a rep or to many. Ctrl+Enter goes on; Escape leaves it.
import { Textarea } from '@mantine/core';
import { type Ref, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { TEXT_MAX } from './messages';

export function MessageText({
  value,
  onChange,
  onSubmit,
  onCancel,
}: {
  value: string;
  onChange: (text: string) => void;
  onSubmit: () => void;
  onCancel?: () => void;
}) {
  const { t } = useTranslation();
  const box: Ref<HTMLTextAreaElement> = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <Textarea
      ref={box}
      label={t('messages.text')}
      description={t('messages.text_why')}
      autosize
      minRows={2}
      maxRows={8}
      maxLength={TEXT_MAX}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          onSubmit();
        }
        if (event.key === 'Escape' && onCancel) {
          event.preventDefault();
          onCancel();
        }
      }}
    />
  );
}
