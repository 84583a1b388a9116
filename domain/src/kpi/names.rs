//! The dictionary's entries, in the order in which they are shown. One table, however long: what a
//! KPI is called, counts and divides by stands in one place, and holds no rule.

use super::{
    definition::{Better, Definition, Unit},
    measure::Measure,
};

pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        code: "plan_compliance",
        unit: Unit::Share,
        better: Better::Higher,
        numerator: Measure::PlannedVisited,
        denominator: Some(Measure::Planned),
        rows: "stop",
        text: [
            (
                "Plan (PJP) compliance",
                "planned outlets visited ÷ planned; excused stops leave both",
            ),
            (
                "Tuân thủ kế hoạch (PJP)",
                "điểm bán trong kế hoạch đã viếng thăm ÷ kế hoạch; điểm dừng được miễn không tính",
            ),
            (
                "计划执行率（PJP）",
                "计划内已拜访网点 ÷ 计划网点；免除的站点不计",
            ),
        ],
    },
    Definition {
        code: "call_compliance",
        unit: Unit::Share,
        better: Better::Higher,
        numerator: Measure::OnPlanCalls,
        denominator: Some(Measure::Calls),
        rows: "visit",
        text: [
            ("Call compliance", "on-plan calls ÷ all calls"),
            (
                "Tuân thủ viếng thăm",
                "viếng thăm đúng kế hoạch ÷ tất cả viếng thăm",
            ),
            ("拜访合规率", "计划内拜访 ÷ 全部拜访"),
        ],
    },
    Definition {
        code: "sequence_compliance",
        unit: Unit::Share,
        better: Better::Higher,
        numerator: Measure::InOrderCalls,
        denominator: Some(Measure::OnPlanCalls),
        rows: "visit",
        text: [
            (
                "Sequence compliance",
                "longest in-order subsequence of the day's on-plan calls ÷ on-plan calls",
            ),
            (
                "Tuân thủ thứ tự",
                "dãy con đúng thứ tự dài nhất trong ngày ÷ viếng thăm đúng kế hoạch",
            ),
            ("顺序合规率", "当日计划内拜访的最长顺序子序列 ÷ 计划内拜访"),
        ],
    },
    Definition {
        code: "tc",
        unit: Unit::Count,
        better: Better::Higher,
        numerator: Measure::Calls,
        denominator: None,
        rows: "visit",
        text: [
            (
                "TC, total calls",
                "calls that count: not cancelled, not invalid, not by phone; detected ones once confirmed or where the source cannot declare",
            ),
            (
                "TC, tổng viếng thăm",
                "viếng thăm được tính: không hủy, không vô hiệu, không qua điện thoại; viếng thăm tự phát hiện khi đã xác nhận hoặc thiết bị không thể khai báo",
            ),
            (
                "TC 总拜访",
                "计入的拜访：未取消、非无效、非电话；自动检测的须经确认或设备无法申报",
            ),
        ],
    },
    Definition {
        code: "utc",
        unit: Unit::Count,
        better: Better::Higher,
        numerator: Measure::CalledOutlets,
        denominator: None,
        rows: "outlet",
        text: [
            (
                "UTC, unique outlets called",
                "different outlets with a call in the whole period",
            ),
            (
                "UTC, điểm bán đã viếng thăm",
                "số điểm bán khác nhau có viếng thăm trong cả kỳ",
            ),
            ("UTC 拜访网点数", "整个期间有拜访的不同网点"),
        ],
    },
    Definition {
        code: "pc",
        unit: Unit::Count,
        better: Better::Higher,
        numerator: Measure::ProductiveCalls,
        denominator: None,
        rows: "visit",
        text: [
            (
                "PC, productive calls",
                "calls with at least one order line not wholly cancelled or rejected",
            ),
            (
                "PC, viếng thăm có đơn",
                "viếng thăm có ít nhất một dòng đơn không bị hủy hay từ chối toàn bộ",
            ),
            ("PC 有效拜访", "至少有一行订单未被全部取消或拒绝的拜访"),
        ],
    },
    Definition {
        code: "strike_rate",
        unit: Unit::Share,
        better: Better::Higher,
        numerator: Measure::ProductiveCalls,
        denominator: Some(Measure::Calls),
        rows: "visit",
        text: [
            ("Strike rate", "PC ÷ TC"),
            ("Tỷ lệ thành công", "PC ÷ TC"),
            ("成交率", "PC ÷ TC"),
        ],
    },
    Definition {
        code: "assigned_strike_rate",
        unit: Unit::Share,
        better: Better::Higher,
        numerator: Measure::AssignedProductiveCalls,
        denominator: Some(Measure::AssignedCalls),
        rows: "visit",
        text: [
            (
                "Assigned strike rate",
                "PC ÷ TC at outlets assigned to the rep on that day",
            ),
            (
                "Tỷ lệ thành công trên tuyến",
                "PC ÷ TC tại điểm bán được giao cho nhân viên trong ngày",
            ),
            ("所辖成交率", "当日分配给业务员的网点的 PC ÷ TC"),
        ],
    },
    Definition {
        code: "lppc",
        unit: Unit::Ratio,
        better: Better::Higher,
        numerator: Measure::PaidSkus,
        denominator: Some(Measure::ProductiveCalls),
        rows: "visit",
        text: [
            (
                "LPPC, lines per productive call",
                "sum over productive calls of distinct paid SKUs ÷ PC",
            ),
            (
                "LPPC, số SKU mỗi đơn",
                "tổng SKU có trả tiền khác nhau của các viếng thăm có đơn ÷ PC",
            ),
            ("LPPC 每单品项数", "有效拜访的不同付费 SKU 之和 ÷ PC"),
        ],
    },
    Definition {
        code: "drop_size",
        unit: Unit::Money,
        better: Better::Higher,
        numerator: Measure::ProductiveValue,
        denominator: Some(Measure::ProductiveCalls),
        rows: "visit",
        text: [
            (
                "Drop size",
                "value of the orders of productive calls, net of discount and before tax ÷ PC",
            ),
            (
                "Giá trị mỗi đơn",
                "giá trị đơn của viếng thăm có đơn, trừ chiết khấu, trước thuế ÷ PC",
            ),
            ("单次成交额", "有效拜访的订单额（扣折扣、税前） ÷ PC"),
        ],
    },
    Definition {
        code: "eco_aso",
        unit: Unit::Share,
        better: Better::Higher,
        numerator: Measure::PlannedBilledOutlets,
        denominator: Some(Measure::PlannedOutlets),
        rows: "outlet",
        text: [
            (
                "ECO / ASO",
                "planned outlets billed net > 0 in the period ÷ outlets on plan; orders neither cancelled nor rejected stand in for invoices",
            ),
            (
                "ECO / ASO",
                "điểm bán trong kế hoạch có doanh số thuần > 0 trong kỳ ÷ điểm bán trong kế hoạch; đơn không bị hủy hay từ chối thay cho hóa đơn",
            ),
            (
                "ECO / ASO",
                "期间净开票额 > 0 的计划网点 ÷ 计划网点；以未取消且未拒绝的订单代替发票",
            ),
        ],
    },
    Definition {
        code: "eco",
        unit: Unit::Count,
        better: Better::Higher,
        numerator: Measure::BilledOutlets,
        denominator: None,
        rows: "outlet",
        text: [
            (
                "ECO, outlets billed",
                "different outlets billed net > 0 in the period, on plan or not",
            ),
            (
                "ECO, điểm bán có doanh số",
                "số điểm bán khác nhau có doanh số thuần > 0 trong kỳ, trong hay ngoài kế hoạch",
            ),
            ("ECO 成交网点", "期间净开票额 > 0 的不同网点，含计划外"),
        ],
    },
    Definition {
        code: "coverage",
        unit: Unit::Share,
        better: Better::Higher,
        numerator: Measure::AssignedVisitedOutlets,
        denominator: Some(Measure::AssignedOutlets),
        rows: "outlet",
        text: [
            (
                "Coverage",
                "assigned outlets visited ÷ outlets assigned in the period; new outlets apart",
            ),
            (
                "Độ phủ",
                "điểm bán được giao đã viếng thăm ÷ điểm bán được giao trong kỳ; điểm bán mới tính riêng",
            ),
            ("覆盖率", "已拜访的所辖网点 ÷ 期间分配的网点；新网点另计"),
        ],
    },
    Definition {
        code: "new_outlets",
        unit: Unit::Count,
        better: Better::Higher,
        numerator: Measure::NewOutlets,
        denominator: None,
        rows: "outlet",
        text: [
            ("New outlets", "different new outlets called at"),
            ("Điểm bán mới", "số điểm bán mới khác nhau đã viếng thăm"),
            ("新网点", "已拜访的不同新网点"),
        ],
    },
    Definition {
        code: "first_call",
        unit: Unit::TimeOfDayMs,
        better: Better::Lower,
        numerator: Measure::FirstCallMs,
        denominator: Some(Measure::DaysWithCalls),
        rows: "day",
        text: [
            (
                "First call",
                "mean over days with calls of the first call's start",
            ),
            (
                "Viếng thăm đầu tiên",
                "trung bình giờ bắt đầu viếng thăm đầu tiên của các ngày có viếng thăm",
            ),
            ("首访时间", "有拜访日的首次拜访开始时间平均值"),
        ],
    },
    Definition {
        code: "last_call",
        unit: Unit::TimeOfDayMs,
        better: Better::Higher,
        numerator: Measure::LastCallMs,
        denominator: Some(Measure::DaysWithCalls),
        rows: "day",
        text: [
            (
                "Last call",
                "mean over days with calls of the last call's start",
            ),
            (
                "Viếng thăm cuối cùng",
                "trung bình giờ bắt đầu viếng thăm cuối cùng của các ngày có viếng thăm",
            ),
            ("末访时间", "有拜访日的末次拜访开始时间平均值"),
        ],
    },
    Definition {
        code: "time_in_market",
        unit: Unit::DurationMs,
        better: Better::Neither,
        numerator: Measure::TimeInMarketMs,
        denominator: None,
        rows: "day",
        text: [
            (
                "Time in market",
                "in store + travel + idle + break + unobserved, exactly",
            ),
            (
                "Thời gian trên thị trường",
                "tại điểm bán + di chuyển + đứng yên + nghỉ + không quan sát, chính xác",
            ),
            ("在市场时间", "店内 + 行驶 + 闲置 + 休息 + 未观测，精确相加"),
        ],
    },
    Definition {
        code: "in_store_time",
        unit: Unit::DurationMs,
        better: Better::Higher,
        numerator: Measure::InStoreMs,
        denominator: None,
        rows: "day",
        text: [
            ("In store", "part of the time in market"),
            ("Tại điểm bán", "phần của thời gian trên thị trường"),
            ("店内时间", "在市场时间的一部分"),
        ],
    },
    Definition {
        code: "travel_time",
        unit: Unit::DurationMs,
        better: Better::Neither,
        numerator: Measure::TravelMs,
        denominator: None,
        rows: "day",
        text: [
            ("Travel", "part of the time in market"),
            ("Di chuyển", "phần của thời gian trên thị trường"),
            ("行驶时间", "在市场时间的一部分"),
        ],
    },
    Definition {
        code: "idle_time",
        unit: Unit::DurationMs,
        better: Better::Lower,
        numerator: Measure::IdleMs,
        denominator: None,
        rows: "day",
        text: [
            (
                "Idle",
                "part of the time in market: stays outside any outlet",
            ),
            (
                "Đứng yên",
                "phần của thời gian trên thị trường: dừng ngoài mọi điểm bán",
            ),
            ("闲置时间", "在市场时间的一部分：网点外停留"),
        ],
    },
    Definition {
        code: "break_time",
        unit: Unit::DurationMs,
        better: Better::Neither,
        numerator: Measure::BreakMs,
        denominator: None,
        rows: "day",
        text: [
            ("Breaks", "part of the time in market"),
            ("Nghỉ", "phần của thời gian trên thị trường"),
            ("休息时间", "在市场时间的一部分"),
        ],
    },
    Definition {
        code: "unobserved_time",
        unit: Unit::DurationMs,
        better: Better::Lower,
        numerator: Measure::UnobservedMs,
        denominator: None,
        rows: "day",
        text: [
            (
                "Unobserved",
                "part of the time in market: holes in the track",
            ),
            (
                "Không quan sát",
                "phần của thời gian trên thị trường: khoảng trống của hành trình",
            ),
            ("未观测时间", "在市场时间的一部分：轨迹空缺"),
        ],
    },
    Definition {
        code: "distance",
        unit: Unit::LengthMm,
        better: Better::Neither,
        numerator: Measure::DistanceMm,
        denominator: None,
        rows: "day",
        text: [
            ("Distance", "sum over accepted fixes; holes apart"),
            (
                "Quãng đường",
                "tổng theo các vị trí được chấp nhận; khoảng trống tính riêng",
            ),
            ("行驶距离", "接受的定位点距离之和；空缺另计"),
        ],
    },
    Definition {
        code: "hole_distance",
        unit: Unit::LengthMm,
        better: Better::Lower,
        numerator: Measure::HoleDistanceMm,
        denominator: None,
        rows: "day",
        text: [
            (
                "Distance of holes",
                "straight across holes of the track; no part of the distance",
            ),
            (
                "Quãng đường khoảng trống",
                "đường thẳng qua các khoảng trống; không thuộc quãng đường",
            ),
            ("空缺距离", "轨迹空缺的直线距离；不计入行驶距离"),
        ],
    },
    Definition {
        code: "missed_stops",
        unit: Unit::Count,
        better: Better::Lower,
        numerator: Measure::MissedStops,
        denominator: None,
        rows: "stop",
        text: [
            (
                "Missed stops",
                "planned, not visited at the day's close; also where the only visit is invalid",
            ),
            (
                "Điểm dừng bị bỏ lỡ",
                "có kế hoạch, chưa viếng thăm khi hết ngày; kể cả khi viếng thăm duy nhất bị vô hiệu",
            ),
            ("错过的站点", "计划内、日终未拜访；唯一拜访无效时亦然"),
        ],
    },
    Definition {
        code: "cancelled_stops",
        unit: Unit::Count,
        better: Better::Lower,
        numerator: Measure::CancelledStops,
        denominator: None,
        rows: "stop",
        text: [
            ("Cancelled stops", "planned and cancelled with a reason"),
            ("Điểm dừng đã hủy", "có kế hoạch và đã hủy kèm lý do"),
            ("取消的站点", "计划内并注明原因取消"),
        ],
    },
    Definition {
        code: "rescheduled_stops",
        unit: Unit::Count,
        better: Better::Neither,
        numerator: Measure::RescheduledStops,
        denominator: None,
        rows: "stop",
        text: [
            ("Rescheduled stops", "planned and moved to another date"),
            ("Điểm dừng dời ngày", "có kế hoạch và dời sang ngày khác"),
            ("改期的站点", "计划内并改期"),
        ],
    },
    Definition {
        code: "unsynced_stops",
        unit: Unit::Count,
        better: Better::Lower,
        numerator: Measure::UnsyncedStops,
        denominator: None,
        rows: "stop",
        text: [
            (
                "Unsynced stops",
                "not visited while the rep's device still holds data",
            ),
            (
                "Điểm dừng chưa đồng bộ",
                "chưa viếng thăm khi thiết bị còn giữ dữ liệu",
            ),
            ("未同步的站点", "设备仍有未上传数据而未拜访"),
        ],
    },
    Definition {
        code: "excused_stops",
        unit: Unit::Count,
        better: Better::Neither,
        numerator: Measure::ExcusedStops,
        denominator: None,
        rows: "stop",
        text: [
            (
                "Excused stops",
                "leave, sickness, meeting, training or substitution; in no denominator",
            ),
            (
                "Điểm dừng được miễn",
                "nghỉ phép, ốm, họp, đào tạo hoặc thay thế; không thuộc mẫu số nào",
            ),
            ("免除的站点", "请假、病假、会议、培训或替班；不计入任何分母"),
        ],
    },
    Definition {
        code: "open_stops",
        unit: Unit::Count,
        better: Better::Lower,
        numerator: Measure::OpenStops,
        denominator: None,
        rows: "stop",
        text: [
            ("Open stops", "planned, not visited yet"),
            ("Điểm dừng còn lại", "có kế hoạch, chưa viếng thăm"),
            ("待拜访站点", "计划内、尚未拜访"),
        ],
    },
    Definition {
        code: "valid_visits",
        unit: Unit::Count,
        better: Better::Higher,
        numerator: Measure::ValidVisits,
        denominator: None,
        rows: "visit",
        text: [
            (
                "Valid visits",
                "calls found valid by a person, else by the machine",
            ),
            (
                "Viếng thăm hợp lệ",
                "viếng thăm được người, nếu không thì máy, xác định hợp lệ",
            ),
            ("有效判定", "经人工（否则由系统）判定有效的拜访"),
        ],
    },
    Definition {
        code: "pending_visits",
        unit: Unit::Count,
        better: Better::Lower,
        numerator: Measure::PendingVisits,
        denominator: None,
        rows: "visit",
        text: [
            (
                "Visits pending review",
                "calls for review without a decision yet; they count",
            ),
            (
                "Viếng thăm chờ duyệt",
                "viếng thăm cần duyệt chưa có quyết định; vẫn được tính",
            ),
            ("待审拜访", "待审且尚无决定的拜访；计入"),
        ],
    },
    Definition {
        code: "accepted_visits",
        unit: Unit::Count,
        better: Better::Neither,
        numerator: Measure::AcceptedVisits,
        denominator: None,
        rows: "visit",
        text: [
            (
                "Visits accepted by time",
                "calls for review that nobody decided on within review_days",
            ),
            (
                "Viếng thăm tự chấp nhận",
                "viếng thăm cần duyệt không ai quyết định trong review_days",
            ),
            ("超时接受的拜访", "review_days 内无人决定的待审拜访"),
        ],
    },
    Definition {
        code: "invalid_visits",
        unit: Unit::Count,
        better: Better::Lower,
        numerator: Measure::InvalidVisits,
        denominator: None,
        rows: "visit",
        text: [
            (
                "Invalid visits",
                "found invalid by a person, else by the machine; they count nowhere else",
            ),
            (
                "Viếng thăm vô hiệu",
                "bị người, nếu không thì máy, xác định vô hiệu; không tính ở đâu khác",
            ),
            ("无效拜访", "经人工（否则由系统）判定无效；别处不计"),
        ],
    },
    Definition {
        code: "detected_visits",
        unit: Unit::Count,
        better: Better::Neither,
        numerator: Measure::DetectedVisits,
        denominator: None,
        rows: "visit",
        text: [
            (
                "Detected visits, unconfirmed",
                "seen in the track, declared or confirmed by nobody; no calls",
            ),
            (
                "Viếng thăm tự phát hiện, chưa xác nhận",
                "thấy trên hành trình, chưa ai khai báo hay xác nhận; không tính",
            ),
            (
                "未确认的检测拜访",
                "轨迹中检测到，无人申报或确认；不计为拜访",
            ),
        ],
    },
    Definition {
        code: "phone_calls",
        unit: Unit::Count,
        better: Better::Neither,
        numerator: Measure::PhoneCalls,
        denominator: None,
        rows: "visit",
        text: [
            (
                "Phone calls",
                "calls by phone; no part of TC and strike rate",
            ),
            (
                "Cuộc gọi điện thoại",
                "viếng thăm qua điện thoại; không thuộc TC và tỷ lệ thành công",
            ),
            ("电话拜访", "电话拜访；不计入 TC 与成交率"),
        ],
    },
    Definition {
        code: "orders",
        unit: Unit::Count,
        better: Better::Higher,
        numerator: Measure::Orders,
        denominator: None,
        rows: "order",
        text: [
            ("Orders", "orders neither cancelled nor rejected"),
            ("Đơn hàng", "đơn không bị hủy hay từ chối"),
            ("订单数", "未取消且未拒绝的订单"),
        ],
    },
    Definition {
        code: "sales_value",
        unit: Unit::Money,
        better: Better::Higher,
        numerator: Measure::SalesValue,
        denominator: None,
        rows: "order",
        text: [
            (
                "Sales value",
                "value of orders neither cancelled nor rejected, net of discount and before tax",
            ),
            (
                "Doanh số",
                "giá trị đơn không bị hủy hay từ chối, trừ chiết khấu, trước thuế",
            ),
            ("销售额", "未取消且未拒绝的订单额，扣折扣、税前"),
        ],
    },
];
