// An order of a visit, one step further in the drawer; its customer is a page of its own.
import '../catalogue/catalogue.css';
import '../review/review.css';
import '../orders/orders.css';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconExternalLink, IconX } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { useRights } from '../app/rights';
import { OrderDetail } from '../orders/OrderDetail';

interface Props {
  id: string;
  onBack: () => void;
  onClose: () => void;
}

export function OrderPanel({ id, onBack, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const rights = useRights();
  // What was done to an order changes what its visit says of it.
  const touched = useRef(false);
  useEffect(
    () => () => {
      if (touched.current) void queryClient.invalidateQueries({ queryKey: ['visit'] });
    },
    [],
  );
  return (
    <>
      <header className="fb-drawer-head">
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('board.to_visit')} onClick={onBack}>
          <IconArrowLeft size={19} />
        </ActionIcon>
        <div className="fb-drawer-title">
          <h2>{t('board.order')}</h2>
        </div>
        <Tooltip label={t('board.to_orders')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('board.to_orders')}
            renderRoot={(props) => <Link to="/orders" search={{ show: 'all', id }} {...props} />}
          >
            <IconExternalLink size={19} />
          </ActionIcon>
        </Tooltip>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('app.close')} onClick={onClose}>
          <IconX size={19} />
        </ActionIcon>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-drawer-body fb-drawer-order" tabIndex={0} aria-label={t('board.order')}>
        <OrderDetail
          id={id}
          rights={rights}
          onTouch={() => {
            touched.current = true;
          }}
          // Its lines are changed at the desk, where there is room for them.
          onRevise={() => void navigate({ to: '/orders', search: { show: 'all', id } })}
        />
      </section>
    </>
  );
}
