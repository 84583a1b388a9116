// The recovery codes, told this once: copied, printed or saved, and left only when they are kept.
import { Button, Checkbox, CopyButton, Group } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload, IconPrinter } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codesFile } from './account';

export function RecoveryCodes({
  codes,
  login,
  onKept,
}: {
  codes: readonly string[];
  login: string;
  onKept: () => void;
}) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const title = t('account.codes.of', { login, host: location.host });
  return (
    <div className="fb-codes">
      <h3 ref={head} tabIndex={-1}>
        {t('account.codes.title')}
      </h3>
      <p>{t('account.codes.what')}</p>
      <p className="fb-codes-of">{title}</p>
      <ol data-testid="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <Group gap="xs" className="fb-codes-acts">
        {navigator.clipboard && (
          <CopyButton value={codes.join('\n')}>
            {({ copied, copy }) => (
              <Button
                variant="default"
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
        <Button
          variant="default"
          leftSection={<IconPrinter size={16} aria-hidden="true" />}
          onClick={() => print()}
        >
          {t('account.codes.print')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
          onClick={() => save(codesFile(title, codes), `fieldbeat-${login}.txt`)}
        >
          {t('account.codes.save')}
        </Button>
      </Group>
      <Checkbox
        label={t('account.codes.kept')}
        checked={kept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <div>
        <Button disabled={!kept} onClick={onKept}>
          {t('account.codes.done')}
        </Button>
      </div>
    </div>
  );
}

function save(text: string, name: string) {
  const href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
  URL.revokeObjectURL(href);
}
