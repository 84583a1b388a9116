// What a visit brought: its orders with what holds them, quotations, goods that came back, money collected, what was
// said and planned.
import { Table } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Order } from '../api/trade';
import type { VisitDetail } from '../api/types';
import { has, useRights } from '../app/rights';
import { activityLead, caseLead, opportunityLead, taskLead } from '../crm/leads';
import { useFormat } from '../format/useFormat';
import { dayKey } from '../stock/vanDays';
import { OrderLink } from './OrderLink';

export function VisitTrade({ visit }: { visit: VisitDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rights = useRights();
  const money = has(rights, 'read_receivables');
  const stock = has(rights, 'read_trade');
  const claims = has(rights, 'read_claims');
  const relations = has(rights, 'read_field');
  return (
    <>
      <section className="fb-section">
        <h3>{t('visit.order')}</h3>
        {visit.orders.length === 0 && <p className="fb-dim">{t('visit.no_order')}</p>}
        {visit.orders.map((order) => (
          <VisitOrder key={order.id} order={order} />
        ))}
      </section>
      <Documents title={t('visit.collections')}>
        {visit.collections.map((one) => (
          <Document
            key={one.id}
            what={
              <Way to={money ? { to: '/money', search: { all: 1, account: one.account_id } } : null}>
                {t(`money.method.${one.method}`)}, {t(`collection_state.${one.state}`)}
              </Way>
            }
            amount={format.money(one.amount_minor, one.currency)}
          >
            {one.note}
          </Document>
        ))}
      </Documents>
      <Documents title={t('visit.invoices')}>
        {visit.invoices.map((one) => (
          <Document
            key={one.id}
            what={
              <Way to={money ? { to: '/money', search: { all: 1, account: one.account_id } } : null}>
                {one.number},{' '}
                {one.open_minor === 0
                  ? t('customer.invoice.paid')
                  : t('visit.open_amount', { amount: format.money(one.open_minor, one.currency) })}
              </Way>
            }
            amount={format.money(one.total_minor, one.currency)}
          />
        ))}
      </Documents>
      <Documents title={t('visit.quotations')}>
        {visit.quotations.map((one) => (
          <Document
            key={one.id}
            what={
              one.order_id ? (
                <OrderLink id={one.order_id}>{t(`quotation_state.${one.state}`)}</OrderLink>
              ) : (
                `${t(`quotation_state.${one.state}`)}, ${t('visit.valid_to', { date: format.day(one.valid_to) })}`
              )
            }
            amount={format.money(one.total_minor, one.currency)}
          >
            {one.reason ?? one.note}
          </Document>
        ))}
      </Documents>
      <Documents title={t('visit.returns')}>
        {visit.returns.map((one) => (
          <Document
            key={one.id}
            what={<OrderLink id={one.order_id}>{t(`return_state.${one.state}`)}</OrderLink>}
            amount={format.money(one.value_minor, one.currency)}
          >
            {one.reason}
          </Document>
        ))}
      </Documents>
      <Documents title={t('visit.activities')}>
        {visit.activities.map((one) => (
          <Document
            key={one.id}
            what={
              <Way to={relations ? { to: '/relations', search: activityLead(one) } : null}>
                {t(`crm.kind.${one.kind}`)}, {t(`crm.state.${one.state}`)}
              </Way>
            }
            amount={format.clock(one.at)}
          >
            {one.outcome ?? one.reason ?? one.subject}
          </Document>
        ))}
      </Documents>
      <Documents title={t('visit.opportunities')}>
        {visit.opportunities.map((one) => (
          <Document
            key={one.id}
            what={
              <Way to={relations ? { to: '/relations', search: opportunityLead(one) } : null}>
                {t(`customer.outcome.${one.outcome}`)}
              </Way>
            }
            amount={format.money(one.amount_minor, one.currency)}
          >
            {one.name}
          </Document>
        ))}
      </Documents>
      <Documents title={t('visit.cases')}>
        {visit.cases.map((one) => (
          <Document
            key={one.id}
            what={
              <Way to={relations ? { to: '/relations', search: caseLead(one) } : null}>
                {t(`crm.case_state.${one.state}`)}
              </Way>
            }
            amount={t(`crm.deadline.${one.settlement}`)}
          >
            {one.subject}
          </Document>
        ))}
      </Documents>
      <Documents title={t('visit.agreed')}>
        {[
          ...visit.appointments.map((one) => (
            <Document
              key={one.id}
              what={
                <Way to={relations ? { to: '/calendar', search: { date: one.date, id: one.id } } : null}>
                  {t('calendar.appointment')}, {t(`crm.appointment_state.${one.state}`)}
                </Way>
              }
              amount={format.lately(one.starts_at)}
            >
              {one.subject}
            </Document>
          )),
          ...visit.tasks.map((one) => (
            <Document
              key={one.id}
              what={
                <Way to={relations ? { to: '/relations', search: taskLead(one) } : null}>
                  {t('visit.task')}, {t(`crm.task_state.${one.state}`)}
                </Way>
              }
              amount={one.due_at ? format.lately(one.due_at) : ''}
            >
              {one.subject}
            </Document>
          )),
        ]}
      </Documents>
      <Documents title={t('visit.deliveries')}>
        {visit.deliveries.map((one) => (
          <Document
            key={one.order_id}
            what={<OrderLink id={one.order_id}>{t(`trips.stop.${one.state}`)}</OrderLink>}
            amount={one.receiver ?? '–'}
          >
            {one.reason ?? one.note}
          </Document>
        ))}
      </Documents>
      <Documents title={t('visit.van_counts')}>
        {visit.van_counts.map((one) => (
          <Document
            key={one.id}
            what={
              <Way to={stock ? { to: '/stock', search: { tab: 'vans', day: dayKey(one) } } : null}>
                {one.van_name}, {t('visit.products', { count: one.lines.length })}
              </Way>
            }
            amount={format.clock(one.counted_at)}
          >
            {one.note}
          </Document>
        ))}
      </Documents>
      <Documents title={t('visit.claims')}>
        {visit.claims.map((one) => (
          <Document
            key={one.id}
            what={
              <Way to={claims ? { to: '/photos', search: { tab: 'claims', claim: one.id } } : null}>
                {one.partner_name}, {t(`claims.state.${one.state}`)}
              </Way>
            }
            amount={format.money(one.approved_minor ?? one.claimed_minor, one.currency)}
          >
            {one.title}
          </Document>
        ))}
      </Documents>
      <Documents title={t('visit.expenses')}>
        {visit.expenses.map((one) => (
          <Document
            key={one.id}
            what={
              <Way to={money ? { to: '/money', search: { tab: 'expenses', spent: one.state } } : null}>
                {t(`expenses.category.${one.category}`)}, {t(`expenses.state.${one.state}`)}
              </Way>
            }
            amount={format.money(one.amount_minor, one.currency)}
          >
            {one.reason ?? one.note}
          </Document>
        ))}
      </Documents>
    </>
  );
}

function Documents({ title, children }: { title: string; children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <section className="fb-section">
      <h3>{title}</h3>
      <ul className="fb-documents">{children}</ul>
    </section>
  );
}

function Document({ what, amount, children }: { what: ReactNode; amount: string; children?: ReactNode }) {
  return (
    <li>
      <span>
        {what}
        {children && <em>“{children}”</em>}
      </span>
      <b className="fb-num">{amount}</b>
    </li>
  );
}

/** To where it is kept, for who has that page. */
function Way({ to, children }: { to: LinkProps | null; children: ReactNode }) {
  if (to === null) return <>{children}</>;
  return (
    <Link {...to} className="fb-document-link">
      {children}
    </Link>
  );
}

function VisitOrder({ order }: { order: Order }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <Table className="fb-order" withRowBorders={false} verticalSpacing={4} horizontalSpacing={0}>
        <Table.Thead className="fb-hidden">
          <Table.Tr>
            <Table.Th>{t('order.product')}</Table.Th>
            <Table.Th>{t('order.quantity')}</Table.Th>
            <Table.Th>{t('order.amount')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {order.lines.map((line) => (
            <Table.Tr key={line.line}>
              <Table.Td>
                {line.product_name} <span className="fb-dim">{line.product_code}</span>
              </Table.Td>
              <Table.Td className="fb-num">
                {format.quantity(line.quantity)} {line.unit}
              </Table.Td>
              <Table.Td className="fb-num">
                {line.free ? t('orders.free') : format.money(line.total_minor, order.currency)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Td>{t('order.total', { count: order.lines.length })}</Table.Td>
            <Table.Td />
            <Table.Td className="fb-num">{format.money(order.total_minor, order.currency)}</Table.Td>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
      <p className="fb-order-said">
        <span>
          {t(`order_state.${order.state}`)}
          {order.holds.length > 0 && (
            <b>: {order.holds.map((hold) => t(`orders.hold.${hold}`)).join(', ')}</b>
          )}
        </span>
        <OrderLink id={order.id}>{t('visit.to_order')}</OrderLink>
      </p>
    </>
  );
}
