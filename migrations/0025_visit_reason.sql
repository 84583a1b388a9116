-- Reasons that reps and supervisors give, in two levels, and rep-days of which a device still holds data.

-- A code never changes and no row is deleted: what was said with it keeps its words. Another meaning is another code.
create table visit_reason_group (
  code text primary key check (code ~ '^[a-z0-9_]{1,64}$'),
  name_en text not null,
  name_vi text not null,
  name_zh text not null,
  sequence int4 not null default 0,
  active boolean not null default true,
  version int4 not null default 1,
  updated_at timestamptz not null default now()
);
create table visit_reason (
  code text primary key check (code ~ '^[a-z0-9_]{1,64}$'),
  group_code text not null references visit_reason_group,
  -- Where it is offered.
  uses text[] not null check (cardinality(uses) > 0
    and uses <@ array['non_productive', 'missed', 'cancelled', 'rescheduled', 'absence_refused', 'plan_change']),
  name_en text not null,
  name_vi text not null,
  name_zh text not null,
  sequence int4 not null default 0,
  active boolean not null default true,
  version int4 not null default 1,
  updated_at timestamptz not null default now()
);

insert into visit_reason_group (code, name_en, name_vi, name_zh, sequence) values
  ('outlet', 'Outlet', 'Điểm bán', '网点', 1),
  ('trade', 'Trade', 'Mua bán', '交易', 2),
  ('way', 'On the way', 'Trên đường', '路上', 3),
  ('rep', 'Rep', 'Nhân viên', '业务员', 4),
  ('office', 'Office', 'Văn phòng', '公司', 5);
insert into visit_reason (code, group_code, uses, name_en, name_vi, name_zh, sequence) values
  ('shop_closed', 'outlet', '{non_productive,missed,cancelled,rescheduled}', 'Shop closed', 'Cửa hàng đóng cửa', '店铺关门', 1),
  ('owner_absent', 'outlet', '{non_productive,cancelled,rescheduled}', 'Owner absent', 'Chủ vắng mặt', '老板不在', 2),
  ('outlet_moved', 'outlet', '{missed,cancelled,plan_change}', 'Outlet has moved', 'Điểm bán đã chuyển', '网点已搬迁', 3),
  ('outlet_closed_for_good', 'outlet', '{missed,cancelled,plan_change}', 'Closed for good', 'Đóng cửa hẳn', '永久停业', 4),
  ('asked_for_another_day', 'outlet', '{cancelled,rescheduled,plan_change}', 'Asked for another day', 'Hẹn ngày khác', '要求改期', 5),
  ('enough_stock', 'trade', '{non_productive}', 'Enough stock', 'Còn nhiều hàng', '库存充足', 1),
  ('no_cash', 'trade', '{non_productive,rescheduled}', 'No cash', 'Không có tiền', '没有现金', 2),
  ('price', 'trade', '{non_productive}', 'Price', 'Giá', '价格', 3),
  ('competitor_deal', 'trade', '{non_productive}', 'Deal with a competitor', 'Đã nhập của đối thủ', '与竞品合作', 4),
  ('debt_dispute', 'trade', '{non_productive}', 'Dispute over a debt', 'Tranh chấp công nợ', '欠款争议', 5),
  ('no_stock_at_supplier', 'trade', '{non_productive}', 'Supplier out of stock', 'Nhà phân phối hết hàng', '供货商缺货', 6),
  ('negotiating', 'trade', '{non_productive}', 'New outlet, still negotiating', 'Điểm mới, đang thương lượng', '新网点洽谈中', 7),
  ('late', 'way', '{missed,cancelled,rescheduled}', 'Ran out of time', 'Không kịp giờ', '时间不够', 1),
  ('weather', 'way', '{missed,cancelled,rescheduled,plan_change}', 'Weather', 'Thời tiết', '天气', 2),
  ('traffic', 'way', '{missed,cancelled,rescheduled,plan_change}', 'Traffic or road closed', 'Tắc hoặc cấm đường', '堵车或封路', 3),
  ('vehicle', 'way', '{missed,cancelled,rescheduled}', 'Vehicle broke down', 'Hỏng xe', '车辆故障', 4),
  ('unwell', 'rep', '{missed,cancelled,rescheduled}', 'Unwell', 'Bị ốm', '身体不适', 1),
  ('joint_work', 'rep', '{missed,cancelled,plan_change}', 'Joint work', 'Đi cùng giám sát', '协同拜访', 2),
  ('meeting', 'office', '{missed,cancelled,rescheduled,plan_change}', 'Called to a meeting', 'Đi họp', '开会', 1),
  ('reassigned', 'office', '{missed,cancelled,plan_change}', 'Given to another rep', 'Chuyển cho người khác', '转给他人', 2),
  ('team_too_small', 'office', '{absence_refused}', 'Too many are away', 'Quá nhiều người nghỉ', '缺勤人数过多', 3),
  ('no_substitute', 'office', '{absence_refused}', 'Nobody can stand in', 'Không có người thay', '无人替班', 4),
  ('asked_too_late', 'office', '{absence_refused}', 'Asked too late', 'Xin quá muộn', '申请太晚', 5),
  ('other', 'office', '{non_productive,missed,cancelled,rescheduled,absence_refused,plan_change}', 'Something else', 'Lý do khác', '其他', 9);

-- A rep may say of a stop "not today, but then": the outlet is due on that date.
create index mark_rescheduled on mark (rep_id, (body->>'to_date')) where type = 'visit_cancel' and body ? 'to_date';

-- The newest moment at which a device was heard and held nothing back.
alter table device add column synced_at timestamptz;
update device set synced_at = last_seen_at where coalesce(backlog, 0) = 0;

-- Rep-days that are over while a device of theirs was not heard empty since. Kept, so that figures as known at a
-- time can be told again.
create table unsynced_day (
  rep_id int4 not null references rep,
  date date not null,
  since timestamptz not null,
  -- Null: still. Else its data came, or is too old to come.
  until timestamptz,
  given_up boolean not null default false,
  primary key (rep_id, date)
);
create index unsynced_day_open on unsynced_day (date) where until is null;
