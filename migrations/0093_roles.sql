-- Roles of the goods and of the market: the table of what each may do is the server's, this one only keeps words apart
-- from mistakes.
alter table app_user drop constraint app_user_role_check;
alter table app_user add constraint app_user_role_check check (role in ('administrator', 'director', 'regional_manager',
  'supervisor', 'planner', 'trade_marketing', 'accounting', 'delivery', 'warehouse', 'customer_care', 'distributor',
  'auditor', 'rep', 'integration'));
