// Papers of a document: each opens as a page of its own, in the reader's language, and prints from there; so does its
// size, A4, A5 or the roll.
import { Button, Menu } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

export type PaperName =
  | 'order'
  | 'pick_list'
  | 'delivery_note'
  | 'quotation'
  | 'receipt'
  | 'hand_in'
  | 'statement';

interface Paper {
  name: PaperName;
  /** Below `/api/v1`, up to its `papers`. */
  of: string;
  query?: Record<string, string>;
}

export function PrintMenu({ papers }: { papers: readonly Paper[] }) {
  const { t, i18n } = useTranslation();
  const address = ({ name, of, query }: Paper) =>
    `/api/v1/${of}/papers/${name}?${new URLSearchParams({ lang: i18n.language, ...query })}`;
  const [only] = papers;
  if (only && papers.length === 1)
    return (
      <Button
        component="a"
        href={address(only)}
        target="_blank"
        rel="noreferrer"
        size="xs"
        variant="light"
        leftSection={<IconPrinter size={16} />}
        title={t(`papers.${only.name}`)}
      >
        {t('papers.print')}
      </Button>
    );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="xs" variant="light" leftSection={<IconPrinter size={16} />}>
          {t('papers.print')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {papers.map((paper) => (
          <Menu.Item
            key={`${paper.of}${paper.name}`}
            component="a"
            href={address(paper)}
            target="_blank"
            rel="noreferrer"
          >
            {t(`papers.${paper.name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
