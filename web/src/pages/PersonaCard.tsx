// One of the demo company's people, to look through whose eyes.
import { Paper, UnstyledButton } from '@mantine/core';
import {
  IconBuilding,
  IconBuildingStore,
  IconBuildingWarehouse,
  IconCalculator,
  IconChevronRight,
  IconEye,
  IconHeadset,
  IconLayoutGrid,
  IconMap2,
  IconRoute,
  IconShield,
  IconTruckDelivery,
  IconUser,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Persona, Role } from '../api/types';

const ROLE_ICON: Record<Role, typeof IconUser> = {
  administrator: IconShield,
  director: IconBuilding,
  regional_manager: IconMap2,
  supervisor: IconUsersGroup,
  planner: IconRoute,
  accounting: IconCalculator,
  auditor: IconEye,
  rep: IconUser,
  integration: IconUser,
  trade_marketing: IconLayoutGrid,
  delivery: IconTruckDelivery,
  warehouse: IconBuildingWarehouse,
  customer_care: IconHeadset,
  distributor: IconBuildingStore,
};

export function PersonaCard({
  persona,
  busy,
  onPick,
}: {
  persona: Persona;
  busy: boolean;
  onPick: () => void;
}) {
  const { t } = useTranslation();
  const Icon = ROLE_ICON[persona.role] ?? IconUser;
  return (
    <UnstyledButton onClick={onPick} data-persona={persona.login} aria-busy={busy} className="fb-persona">
      <Paper withBorder p="md" radius="lg" h="100%">
        <span className="fb-persona-icon">
          <Icon size={22} stroke={1.7} />
        </span>
        <span className="fb-persona-text">
          <strong>{t(`role.${persona.role}.name`)}</strong>
          <span className="fb-dim">
            {persona.name}
            {persona.org_unit ? ` · ${persona.org_unit}` : ''}
          </span>
          <span className="fb-persona-what">{t(`role.${persona.role}.what`)}</span>
        </span>
        <IconChevronRight size={18} className="fb-persona-go" aria-hidden="true" />
      </Paper>
    </UnstyledButton>
  );
}
