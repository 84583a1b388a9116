//! What each list looks like as a table: its columns in three languages, and where in an item each
//! stands. A document with lines has a row a line. Knows items as JSON, as the list itself answers them.

use chrono::DateTime;
use chrono_tz::Tz;
use serde_json::Value;

use super::sheet_file::{Cell, Shape};
use crate::imports::Language;

/// Whose file it is.
pub struct Context {
    pub language: Language,
    pub zone: Tz,
    /// Places after the point of the company's currency.
    pub digits: u32,
}

/// How a value is shown.
#[derive(Clone, Copy, Debug)]
enum As {
    /// A text, a date, a code or whether; several parted by commas.
    Text,
    Whole,
    /// Thousandths.
    Milli,
    /// A decimal as text.
    Decimal,
    /// Minor units.
    Money,
    /// A moment, in the company's zone.
    Moment,
    /// What has parts, as JSON.
    Json,
}

struct Column {
    names: [&'static str; 3],
    /// JSON pointer into the item, or into its line.
    at: &'static str,
    shown: As,
}

/// A list that can be a file.
pub struct List {
    /// Its path.
    pub path: &'static str,
    columns: &'static [Column],
    /// Where its lines are, and their columns.
    lines: Option<(&'static str, &'static [Column])>,
}

impl List {
    pub fn head(&self, language: Language) -> Vec<Cell> {
        let lines = self.lines.map_or(&[][..], |(_, columns)| columns);
        let name = |c: &Column| {
            let [en, vi, zh] = c.names;
            let name = match language {
                Language::En => en,
                Language::Vi => vi,
                Language::Zh => zh,
            };
            Cell::Text(name.to_owned())
        };
        self.columns.iter().chain(lines).map(name).collect()
    }

    /// The rows of an item: one, or one a line.
    pub fn rows(&self, item: &Value, context: &Context) -> Vec<Vec<Cell>> {
        let row = |columns: &[Column], of: &Value| -> Vec<Cell> {
            (columns.iter()).map(|c| c.cell(of, context)).collect()
        };
        let own = row(self.columns, item);
        let Some((at, columns)) = self.lines else {
            return vec![own];
        };
        let lines = item.pointer(at).and_then(Value::as_array);
        let none = [Value::Null];
        let lines = lines
            .filter(|l| !l.is_empty())
            .map_or(&none[..], Vec::as_slice);
        (lines.iter())
            .map(|line| [own.clone(), row(columns, line)].concat())
            .collect()
    }
}

impl Column {
    fn cell(&self, of: &Value, context: &Context) -> Cell {
        let Some(value) = of.pointer(self.at).filter(|v| !v.is_null()) else {
            return Cell::Empty;
        };
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let number = value.as_i64().map(|n| n as f64);
        match self.shown {
            As::Text => Cell::Text(text(value)),
            As::Json => Cell::Text(value.to_string()),
            As::Whole => number.map_or(Cell::Empty, |n| Cell::Number(n, Shape::Whole)),
            As::Milli => number.map_or(Cell::Empty, |n| Cell::Number(n / 1_000.0, Shape::Quantity)),
            As::Decimal => (value.as_str().and_then(|t| t.parse().ok()))
                .map_or(Cell::Empty, |n| Cell::Number(n, Shape::Quantity)),
            As::Money => number.map_or(Cell::Empty, |n| {
                let unit = 10_f64.powi(i32::try_from(context.digits).unwrap_or_default());
                Cell::Number(n / unit, Shape::Money(context.digits))
            }),
            As::Moment => (value
                .as_str()
                .and_then(|t| DateTime::parse_from_rfc3339(t).ok()))
            .map_or(Cell::Empty, |at| {
                let local = at.with_timezone(&context.zone);
                Cell::Text(local.format("%Y-%m-%d %H:%M:%S").to_string())
            }),
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

const fn column(names: [&'static str; 3], at: &'static str, shown: As) -> Column {
    Column { names, at, shown }
}

const ID: Column = column(["id", "Mã số", "标识"], "/id", As::Text);
const CODE: Column = column(["code", "Mã", "编码"], "/code", As::Text);
const NAME: Column = column(["name", "Tên", "名称"], "/name", As::Text);
const ACTIVE: Column = column(["active", "Hoạt động", "启用"], "/active", As::Text);
const KIND: Column = column(["kind", "Loại", "类型"], "/kind", As::Text);
const DATE: Column = column(["date", "Ngày", "日期"], "/date", As::Text);
const STATE: Column = column(["state", "Trạng thái", "状态"], "/state", As::Text);
const CURRENCY: Column = column(["currency", "Tiền tệ", "货币"], "/currency", As::Text);
const NOTE: Column = column(["note", "Ghi chú", "备注"], "/note", As::Text);
const REASON: Column = column(["reason", "Lý do", "原因"], "/reason", As::Text);
const TOTAL: Column = column(["total", "Tổng tiền", "总额"], "/total_minor", As::Money);
const REP_CODE: Column = column(
    ["rep_code", "Mã nhân viên", "业务员编码"],
    "/rep_code",
    As::Text,
);
const REP: Column = column(["rep", "Nhân viên", "业务员"], "/rep_name", As::Text);
const OUTLET_CODE: Column = column(
    ["outlet_code", "Mã điểm bán", "网点编码"],
    "/outlet_code",
    As::Text,
);
const OUTLET: Column = column(["outlet", "Điểm bán", "网点"], "/outlet_name", As::Text);
const CUSTOMER_CODE: Column = column(
    ["customer_code", "Mã khách hàng", "客户编码"],
    "/customer_code",
    As::Text,
);
const CUSTOMER: Column = column(
    ["customer", "Khách hàng", "客户"],
    "/customer_name",
    As::Text,
);
const VISIT: Column = column(["visit", "Lượt viếng thăm", "拜访"], "/visit_id", As::Text);
const ORDER: Column = column(["order", "Đơn hàng", "订单"], "/order_id", As::Text);
const VALID_FROM: Column = column(
    ["valid_from", "Từ ngày", "生效日期"],
    "/valid_from",
    As::Text,
);
const VALID_TO: Column = column(["valid_to", "Đến ngày", "失效日期"], "/valid_to", As::Text);
const LINE: Column = column(["line", "Dòng", "行"], "/line", As::Whole);
const PRODUCT_CODE: Column = column(
    ["product_code", "Mã sản phẩm", "产品编码"],
    "/product_code",
    As::Text,
);
const PRODUCT: Column = column(["product", "Sản phẩm", "产品"], "/product_name", As::Text);
const UNIT: Column = column(["unit", "Đơn vị tính", "单位"], "/unit", As::Text);
const BATCH: Column = column(["batch", "Số lô", "批号"], "/batch", As::Text);
const EXPIRY: Column = column(["expiry", "Hạn dùng", "有效期至"], "/expires_on", As::Text);

/// Every document and what has no import.
pub const LISTS: &[List] = &[
    List {
        path: "orders",
        columns: &[
            ID,
            DATE,
            column(
                ["ordered_at", "Thời điểm đặt", "下单时间"],
                "/ordered_at",
                As::Moment,
            ),
            STATE,
            column(["holds", "Chờ vì", "暂挂原因"], "/holds", As::Text),
            column(["source", "Nguồn", "来源"], "/source", As::Text),
            REP_CODE,
            REP,
            OUTLET_CODE,
            OUTLET,
            CUSTOMER_CODE,
            CUSTOMER,
            VISIT,
            CURRENCY,
            TOTAL,
            column(["tax", "Thuế", "税额"], "/tax_minor", As::Money),
            column(
                ["delivered", "Đã giao", "已交付金额"],
                "/delivered_minor",
                As::Money,
            ),
            column(
                ["invoiced", "Đã xuất hoá đơn", "已开票金额"],
                "/invoiced_minor",
                As::Money,
            ),
            column(
                ["billing", "Xuất hoá đơn", "开票状态"],
                "/billing",
                As::Text,
            ),
            column(["payment", "Thanh toán", "付款状态"], "/payment", As::Text),
            NOTE,
        ],
        lines: Some((
            "/lines",
            &[
                LINE,
                PRODUCT_CODE,
                PRODUCT,
                column(["quantity", "Số lượng", "数量"], "/quantity", As::Decimal),
                UNIT,
                column(
                    ["unit_price", "Đơn giá", "单价"],
                    "/unit_price_minor",
                    As::Money,
                ),
                column(
                    ["discount", "Chiết khấu", "折扣"],
                    "/discount_minor",
                    As::Money,
                ),
                column(["line_tax", "Thuế dòng", "行税额"], "/tax_minor", As::Money),
                column(
                    ["line_total", "Thành tiền", "行总额"],
                    "/total_minor",
                    As::Money,
                ),
                column(["free", "Hàng tặng", "赠品"], "/free", As::Text),
                column(
                    ["delivered_quantity", "SL đã giao", "已交付数量"],
                    "/delivered_milli",
                    As::Milli,
                ),
                column(
                    ["returned_quantity", "SL trả lại", "退货数量"],
                    "/returned_milli",
                    As::Milli,
                ),
                column(
                    ["invoiced_quantity", "SL đã xuất hoá đơn", "已开票数量"],
                    "/invoiced_milli",
                    As::Milli,
                ),
            ],
        )),
    },
    List {
        path: "quotations",
        columns: &[
            ID,
            column(
                ["quoted_at", "Thời điểm báo giá", "报价时间"],
                "/quoted_at",
                As::Moment,
            ),
            STATE,
            OUTLET,
            VALID_TO,
            CURRENCY,
            TOTAL,
            NOTE,
            REASON,
            ORDER,
            VISIT,
        ],
        lines: None,
    },
    List {
        path: "invoices",
        columns: &[
            ID,
            column(["number", "Số hoá đơn", "发票号"], "/number", As::Text),
            KIND,
            DATE,
            column(["due", "Hạn thanh toán", "到期日"], "/due", As::Text),
            CUSTOMER_CODE,
            CUSTOMER,
            ORDER,
            CURRENCY,
            TOTAL,
            column(["paid", "Đã trả", "已付"], "/paid_minor", As::Money),
            column(["open", "Còn nợ", "未付"], "/open_minor", As::Money),
            column(["overdue", "Quá hạn", "逾期"], "/overdue", As::Text),
        ],
        lines: None,
    },
    List {
        path: "returns",
        columns: &[
            ID,
            column(
                ["returned_at", "Thời điểm trả", "退货时间"],
                "/returned_at",
                As::Moment,
            ),
            STATE,
            ORDER,
            VISIT,
            REASON,
            CURRENCY,
            column(["value", "Giá trị", "金额"], "/value_minor", As::Money),
            column(
                ["on_account", "Ghi có chưa dùng", "未冲抵"],
                "/on_account_minor",
                As::Money,
            ),
            column(
                ["decided_by", "Người quyết định", "决定人"],
                "/decided_by",
                As::Text,
            ),
            column(
                ["decision_reason", "Lý do quyết định", "决定原因"],
                "/decision_reason",
                As::Text,
            ),
        ],
        lines: Some((
            "/lines",
            &[
                LINE,
                column(
                    ["quantity", "Số lượng", "数量"],
                    "/quantity_milli",
                    As::Milli,
                ),
                column(
                    ["line_value", "Giá trị dòng", "行金额"],
                    "/value_minor",
                    As::Money,
                ),
            ],
        )),
    },
    List {
        path: "collections",
        columns: &[
            ID,
            DATE,
            column(
                ["collected_at", "Thời điểm thu", "收款时间"],
                "/collected_at",
                As::Moment,
            ),
            STATE,
            column(["method", "Hình thức", "方式"], "/method", As::Text),
            REP,
            CUSTOMER_CODE,
            CUSTOMER,
            CURRENCY,
            column(["amount", "Số tiền", "金额"], "/amount_minor", As::Money),
            column(
                ["on_account", "Ghi có chưa dùng", "未冲抵"],
                "/on_account_minor",
                As::Money,
            ),
            column(
                ["reference", "Tham chiếu", "参考号"],
                "/reference",
                As::Text,
            ),
            NOTE,
            REASON,
            column(
                ["settlement", "Phiếu nộp", "缴款单"],
                "/settlement_id",
                As::Text,
            ),
            VISIT,
        ],
        lines: None,
    },
    List {
        path: "settlements",
        columns: &[
            ID,
            DATE,
            STATE,
            REP,
            column(
                ["expected", "Phải nộp", "应缴"],
                "/expected_minor",
                As::Money,
            ),
            column(
                ["expected_cash", "Tiền mặt phải nộp", "应缴现金"],
                "/expected_cash_minor",
                As::Money,
            ),
            column(
                ["counted_cash", "Tiền mặt đã đếm", "清点现金"],
                "/counted_cash_minor",
                As::Money,
            ),
            column(
                ["variance", "Chênh lệch", "差额"],
                "/variance_minor",
                As::Money,
            ),
            column(
                ["variance_reason", "Lý do chênh lệch", "差额原因"],
                "/variance_reason",
                As::Text,
            ),
            column(
                ["collections", "Số phiếu thu", "收款笔数"],
                "/collections",
                As::Whole,
            ),
            column(
                ["handed_in_at", "Thời điểm nộp", "缴款时间"],
                "/handed_in_at",
                As::Moment,
            ),
            column(
                ["verified_by", "Người kiểm", "清点人"],
                "/verified_by",
                As::Text,
            ),
            column(
                ["posted_by", "Người ghi sổ", "过账人"],
                "/posted_by",
                As::Text,
            ),
        ],
        lines: None,
    },
    List {
        path: "credit-accounts",
        columns: &[
            CUSTOMER_CODE,
            CUSTOMER,
            column(
                ["partner", "Nhà phân phối", "经销商"],
                "/partner_id",
                As::Whole,
            ),
            column(["limit", "Hạn mức", "额度"], "/limit_minor", As::Money),
            column(
                ["terms_days", "Số ngày nợ", "账期(天)"],
                "/terms_days",
                As::Whole,
            ),
            column(
                ["overdue_days", "Số ngày quá hạn cho phép", "允许逾期(天)"],
                "/overdue_days",
                As::Whole,
            ),
            column(["ledger", "Dư nợ", "账面余额"], "/ledger_minor", As::Money),
            column(
                ["unbilled", "Chưa xuất hoá đơn", "未开票"],
                "/unbilled_minor",
                As::Money,
            ),
            column(
                ["unconfirmed", "Chưa xác nhận", "未确认"],
                "/unconfirmed_minor",
                As::Money,
            ),
            column(
                ["exposure", "Tổng công nợ", "敞口"],
                "/exposure_minor",
                As::Money,
            ),
            column(
                ["oldest_due", "Hạn cũ nhất", "最早到期日"],
                "/oldest_due",
                As::Text,
            ),
        ],
        lines: None,
    },
    List {
        path: "commissions",
        columns: &[
            ID,
            column(["month", "Tháng", "月份"], "/month", As::Text),
            REP,
            column(["plan", "Chính sách", "方案"], "/plan_code", As::Text),
            column(
                ["plan_version", "Phiên bản", "版本"],
                "/plan_version",
                As::Whole,
            ),
            CURRENCY,
            column(["value", "Giá trị", "金额"], "/value_minor", As::Money),
            column(["earned", "Hoa hồng", "提成"], "/earned_minor", As::Money),
        ],
        lines: None,
    },
    List {
        path: "schemes",
        columns: &[
            CODE,
            NAME,
            VALID_FROM,
            VALID_TO,
            column(["audience", "Đối tượng", "适用对象"], "/audience", As::Json),
            column(["products", "Sản phẩm", "产品"], "/products", As::Json),
            column(["rule", "Quy tắc", "规则"], "/rule", As::Json),
            column(
                ["stack_group", "Nhóm cộng dồn", "叠加组"],
                "/stack_group",
                As::Whole,
            ),
            column(["priority", "Ưu tiên", "优先级"], "/priority", As::Whole),
            column(["stackable", "Cộng dồn", "可叠加"], "/stackable", As::Text),
            column(["budget", "Ngân sách", "预算"], "/budget_minor", As::Money),
            column(
                ["outlet_cap", "Trần mỗi điểm bán", "单网点上限"],
                "/outlet_cap_minor",
                As::Money,
            ),
            ACTIVE,
        ],
        lines: None,
    },
    List {
        path: "partners",
        columns: &[
            CODE,
            NAME,
            KIND,
            column(["parent", "Cấp trên", "上级"], "/parent_code", As::Text),
            ACTIVE,
        ],
        lines: None,
    },
    List {
        path: "stock-locations",
        columns: &[
            CODE,
            NAME,
            KIND,
            column(
                ["partner_code", "Mã NPP", "经销商编码"],
                "/partner_code",
                As::Text,
            ),
            REP_CODE,
            OUTLET_CODE,
            column(["default", "Mặc định", "默认"], "/is_default", As::Text),
            ACTIVE,
        ],
        lines: None,
    },
    List {
        path: "stock-moves",
        columns: &[
            column(["posting", "Chứng từ", "过账"], "/posting_id", As::Text),
            column(["moved_at", "Thời điểm", "时间"], "/moved_at", As::Moment),
            KIND,
            column(
                ["location_code", "Mã kho", "库位编码"],
                "/location_code",
                As::Text,
            ),
            column(["location", "Kho", "库位"], "/location_name", As::Text),
            PRODUCT_CODE,
            PRODUCT,
            BATCH,
            EXPIRY,
            column(["quantity", "Số lượng", "数量"], "/milli", As::Milli),
            UNIT,
            column(
                ["document", "Chứng từ gốc", "来源单据"],
                "/document_id",
                As::Text,
            ),
            column(["counter_of", "Huỷ của", "冲销"], "/counter_of", As::Text),
            REASON,
            NOTE,
            column(["by", "Người ghi", "记录人"], "/by", As::Text),
        ],
        lines: None,
    },
    List {
        path: "stock-counts",
        columns: &[
            ID,
            DATE,
            column(
                ["counted_at", "Thời điểm kiểm", "盘点时间"],
                "/counted_at",
                As::Moment,
            ),
            REP_CODE,
            REP,
            OUTLET_CODE,
            OUTLET,
            VISIT,
            NOTE,
        ],
        lines: Some((
            "/lines",
            &[
                PRODUCT_CODE,
                PRODUCT,
                BATCH,
                EXPIRY,
                column(
                    ["counted", "SL đếm", "盘点数"],
                    "/quantity_milli",
                    As::Milli,
                ),
                UNIT,
                column(
                    ["quantity", "Số lượng cơ sở", "基本单位数量"],
                    "/milli",
                    As::Milli,
                ),
                column(
                    ["base_unit", "Đơn vị cơ sở", "基本单位"],
                    "/base_unit",
                    As::Text,
                ),
            ],
        )),
    },
];
