// A desk of the outlet master: what waits at the left, what is looked at beside it, the decision below. One key each.
import '../review/review.css';
import './outlets.css';
import { Alert, Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { PageBar } from '../pages/PageBar';
import { useShortcuts } from '../pages/useShortcuts';
import { OutletTabs } from './OutletTabs';

export interface DeskProps<Row extends { id: string | number }> {
  title: string;
  list: string;
  failed: string;
  empty: string;
  /** Absent while they are loaded. */
  rows: readonly Row[] | undefined;
  error: unknown;
  focused: Row | undefined;
  onFocus: (row: Row) => void;
  item: (row: Row) => ReactNode;
  detail: ReactNode;
  yes: string;
  no: string;
  /** Whether each may be said of what is looked at. */
  mayYes: boolean;
  mayNo: boolean;
  busy: boolean;
  onSay: (yes: boolean, why: string) => void;
  /** Takes the last decision back; absent where there is none. */
  onUndo: (() => void) | undefined;
  said: string;
  keys?: Record<string, () => void>;
}

/** Where the focus stands, and what comes after it. */
export function around<Row extends { id: string | number }>(
  rows: readonly Row[],
  focus: string | number | undefined,
) {
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === focus),
  );
  return { focused: rows[at], next: rows[at + 1] ?? rows[at - 1] };
}

export function Desk<Row extends { id: string | number }>(props: DeskProps<Row>) {
  const { t } = useTranslation();
  const [why, setWhy] = useState('');
  const rows = props.rows ?? [];
  const at = rows.findIndex((row) => row.id === props.focused?.id);
  const move = (by: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (row) props.onFocus(row);
  };
  const say = (yes: boolean) => {
    if (props.busy || !(yes ? props.mayYes : props.mayNo)) return;
    props.onSay(yes, why.trim());
    setWhy('');
  };
  const undo = () => {
    if (!props.busy) props.onUndo?.();
  };
  useShortcuts({
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    j: () => move(1),
    k: () => move(-1),
    a: () => say(true),
    r: () => say(false),
    u: undo,
    ...props.keys,
  });
  return (
    <div className="fb-shell">
      <PageBar />
      <main className="fb-review">
        <div className="fb-review-head">
          <OutletTabs />
          <h1>{props.title}</h1>
        </div>
        {props.error !== null && (
          <Alert color="red" role="alert" title={props.failed}>
            {problemText(props.error, t)}
          </Alert>
        )}
        {props.rows?.length === 0 ? (
          <p className="fb-review-empty">{props.empty}</p>
        ) : (
          <div className="fb-review-body">
            <div className="fb-review-list">
              <ul className="fb-desk-list" aria-label={props.list}>
                {rows.map((row) => (
                  <li key={row.id} data-focused={row.id === props.focused?.id || undefined}>
                    <button
                      type="button"
                      aria-current={row.id === props.focused?.id || undefined}
                      onClick={() => props.onFocus(row)}
                    >
                      {props.item(row)}
                    </button>
                  </li>
                ))}
              </ul>
            </div>
            {props.detail}
          </div>
        )}
        <div className="fb-review-bar">
          <TextInput
            className="fb-review-why"
            aria-label={t('review.reason')}
            placeholder={t('queue.reason')}
            maxLength={200}
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
          <Button color="teal.9" disabled={!props.mayYes} loading={props.busy} onClick={() => say(true)}>
            {props.yes}
          </Button>
          <Button color="red.9" disabled={!props.mayNo} loading={props.busy} onClick={() => say(false)}>
            {props.no}
          </Button>
          <span role="status" className="fb-review-said">
            {props.said}
          </span>
          {props.onUndo && (
            <Button variant="subtle" loading={props.busy} onClick={undo}>
              {t('queue.undo')}
            </Button>
          )}
        </div>
      </main>
    </div>
  );
}
