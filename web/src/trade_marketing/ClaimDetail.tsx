// One claim: line by line what is claimed and what proves it, the steps taken, and those that follow.
import { Alert, Button, Table, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import type { Rights } from '../app/rights';
import { MoneyInput } from '../catalogue/AmountInput';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { CreditTold } from '../money/CreditTold';
import { type Action, actOn, type ClaimLine, type ClaimWhole, claimQuery, deedsOf } from './claims';

interface Props {
  id: string;
  rights: Rights;
  user: number | undefined;
}

export function ClaimDetail({ id, rights, user }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(claimQuery(id));
  if (query.isPending) return <Waiting />;
  if (query.isError)
    return (
      <Alert color="red" role="alert">
        {problemText(query.error, t)}
      </Alert>
    );
  const claim = query.data;
  return (
    <>
      <div className="fb-plans-head">
        <h2>{claim.title}</h2>
        <span className="fb-order-state" data-state={claim.state}>
          {t(`claims.state.${claim.state}`)}
        </span>
      </div>
      <p className="fb-dim">
        {[claim.partner_name, format.day(claim.date), claim.reference].filter(Boolean).join(' · ')}
      </p>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('claims.what')}</Table.Th>
            <Table.Th>{t('claims.evidence')}</Table.Th>
            <Table.Th className="fb-num">{t('order.amount')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {claim.lines.map((line, place) => (
            <Table.Tr key={`${place}${line.what}`}>
              <Table.Td>{line.what}</Table.Td>
              <Table.Td>
                <Evidence line={line} />
              </Table.Td>
              <Table.Td className="fb-num">{format.money(line.amount_minor, claim.currency)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th colSpan={2}>{t('claims.claimed')}</Table.Th>
            <Table.Th className="fb-num">{format.money(claim.claimed_minor, claim.currency)}</Table.Th>
          </Table.Tr>
          {claim.approved_minor !== null && (
            <Table.Tr>
              <Table.Th colSpan={2}>{t('claims.approved')}</Table.Th>
              <Table.Th className="fb-num">{format.money(claim.approved_minor, claim.currency)}</Table.Th>
            </Table.Tr>
          )}
        </Table.Tfoot>
      </Table>
      <CreditTold credit={claim.credit} currency={claim.currency} />
      <Steps claim={claim} />
      <Follow key={claim.version} claim={claim} rights={rights} user={user} />
    </>
  );
}

function Evidence({ line }: { line: ClaimLine }) {
  const { t } = useTranslation();
  return (
    <span className="fb-claim-evidence">
      {line.photo_id && (
        <Link to="/photos" search={{ show: 'all', id: line.photo_id }} className="fb-link">
          {t('photos.a_photo')}
        </Link>
      )}
      {line.visit_id && (
        <Link to="/map" search={{ visit: line.visit_id }} className="fb-link">
          {t('claims.visit')}
        </Link>
      )}
      {line.order_id && (
        <Link to="/orders" search={{ show: 'all', id: line.order_id }} className="fb-link">
          {t('claims.order')}
        </Link>
      )}
      {line.display_id && <span>{t('claims.display')}</span>}
    </span>
  );
}

function Steps({ claim }: { claim: ClaimWhole }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ol className="fb-display-steps">
      {claim.steps.map((step) => (
        <li key={`${step.at}${step.deed}`}>
          {t(`claims.step.${step.deed}`)} · {step.by}, {format.moment(step.at)}
          {step.reason && ` · “${step.reason}”`}
        </li>
      ))}
    </ol>
  );
}

function Follow({ claim, rights, user }: { claim: ClaimWhole } & Omit<Props, 'id'>) {
  const { t } = useTranslation();
  const deeds = deedsOf(claim, rights, user);
  const [minor, setMinor] = useState<number | null>(claim.claimed_minor);
  const [words, setWords] = useState('');
  const run = useMutation({
    mutationFn: (action: Action) => actOn(claim, action),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['claims'] }),
        queryClient.invalidateQueries({ queryKey: ['money'] }),
      ]),
  });
  if (deeds.length === 0) return null;
  const decides = deeds.includes('approve');
  const settles = deeds.includes('settle');
  const less = decides && (minor ?? 0) < claim.claimed_minor;
  const empty = words.trim() === '';
  return (
    <div className="fb-display-bar">
      {decides && <MoneyInput label={t('claims.approved')} value={minor} onChange={setMinor} />}
      {(decides || settles) && (
        <TextInput
          label={settles ? t('claims.reference') : t('claims.reason')}
          description={
            settles && (claim.partner_customer_id === null ? t('claims.outside') : t('claims.credits'))
          }
          maxLength={200}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      {deeds.map((deed) => (
        <Button
          key={deed}
          size="xs"
          color={deed === 'reject' ? 'red.9' : 'teal.9'}
          loading={run.isPending}
          disabled={
            empty &&
            (deed === 'reject' ||
              (deed === 'settle' && claim.partner_customer_id === null) ||
              (deed === 'approve' && less))
          }
          onClick={() =>
            run.mutate({
              deed,
              approved_minor: deed === 'approve' ? (minor ?? 0) : undefined,
              reason: !settles && !empty ? words.trim() : undefined,
              reference: settles && !empty ? words.trim() : undefined,
            })
          }
        >
          {t(`claims.deed.${deed}`)}
        </Button>
      ))}
      {run.isError && (
        <Alert color="red" role="alert">
          {problemText(run.error, t)}
        </Alert>
      )}
    </div>
  );
}
