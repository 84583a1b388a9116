// The rest of a list, page by page.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function MoreButton({
  list,
}: {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}) {
  const { t } = useTranslation();
  if (!list.hasNextPage) return null;
  return (
    <Button
      variant="subtle"
      fullWidth
      loading={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {t('catalogue.more')}
    </Button>
  );
}
