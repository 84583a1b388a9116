import { describe, expect, it } from 'vitest';
import { exportHref } from '../src/app/ExportButtons';
import { competitorsPath, responsesPath } from '../src/audits/audits';
import { activitiesPath } from '../src/crm/activities';
import { appointmentsPath } from '../src/crm/calendar';
import { casesPath } from '../src/crm/cases';
import { opportunitiesPath } from '../src/crm/opportunities';
import { tasksPath } from '../src/crm/tasks';
import { expensesPath } from '../src/money/expenses';
import { targetsPath } from '../src/targets/targets';
import { claimsPath } from '../src/trade_marketing/claims';
import { displaysPath } from '../src/trade_marketing/displays';

describe('the address of a file', () => {
  it('has the filters of the list and not its page', () => {
    expect(exportHref('orders?limit=100&state=held&rep_id=7&cursor=abc', 'xlsx', 'vi')).toBe(
      '/api/v1/orders/export?state=held&rep_id=7&format=xlsx&language=vi',
    );
    expect(exportHref('stock-counts', 'csv', 'en')).toBe(
      '/api/v1/stock-counts/export?format=csv&language=en',
    );
  });
  it('asks for what each desk shows', () => {
    const asked = (path: string) => exportHref(path, 'csv', 'en').replace('format=csv&language=en', '');
    expect(asked(activitiesPath({ rep: 4, from: '2026-11-01' }))).toBe(
      '/api/v1/activities/export?rep_id=4&from=2026-11-01&',
    );
    expect(asked(tasksPath(undefined, true))).toBe('/api/v1/tasks/export?open=true&');
    expect(asked(casesPath(4, false))).toBe('/api/v1/cases/export?open=false&rep_id=4&');
    expect(asked(opportunitiesPath(undefined, true))).toBe('/api/v1/opportunities/export?outcome=open&');
    expect(asked(appointmentsPath('2026-11-01', '2026-11-30', 4))).toBe(
      '/api/v1/appointments/export?from=2026-11-01&to=2026-11-30&rep_id=4&',
    );
    expect(asked(expensesPath('paid'))).toBe('/api/v1/expenses/export?state=paid&');
    expect(asked(claimsPath(undefined))).toBe('/api/v1/claims/export?');
    expect(asked(displaysPath(3, 'executed'))).toBe(
      '/api/v1/display-enrolments/export?programme_id=3&state=executed&',
    );
    expect(asked(targetsPath({ measure: 'tc' }, '2026-11'))).toBe(
      '/api/v1/targets/export?month=2026-11-01&measure=tc&',
    );
  });
  it('is of audits or of surveys, and of promotions where only those are shown', () => {
    expect(responsesPath({ kind: 'survey', failed: 1, rep: 2 })).toBe('surveys?rep_id=2');
    expect(responsesPath({ failed: 1 })).toBe('audits?failed=true');
    expect(competitorsPath({ failed: 1 })).toBe('competitor-observations?promotion=true');
  });
});
