// A secret that the server tells once: to be copied now, since nobody can ask for it again.
import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

export function Once({
  title,
  secret,
  children,
  onDone,
}: {
  title: string;
  /** Told first; without one `children` tell it. */
  secret?: string;
  children?: ReactNode;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <section ref={box} tabIndex={-1} className="fb-rec-once" aria-label={title}>
      <p>
        <strong>{title}</strong>
      </p>
      {secret !== undefined && <Secret text={secret} />}
      {children}
      <p className="fb-dim">{t('records.once')}</p>
      <div>
        <Button size="xs" variant="default" onClick={onDone}>
          {t('records.noted')}
        </Button>
      </div>
    </section>
  );
}

/** Where the browser copies nothing, a click selects all of it. */
export function Secret({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <div className="fb-rec-secret">
      <code data-testid="secret">{text}</code>
      {navigator.clipboard && (
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              size="compact-sm"
              variant="light"
              leftSection={
                copied ? (
                  <IconCheck size={16} aria-hidden="true" />
                ) : (
                  <IconCopy size={16} aria-hidden="true" />
                )
              }
              onClick={copy}
            >
              {copied ? t('records.copied') : t('records.copy')}
            </Button>
          )}
        </CopyButton>
      )}
    </div>
  );
}
