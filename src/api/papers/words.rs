//! What papers say in English, Vietnamese and Chinese. Texts alone: figures are told by `amount`.

use fieldbeat_domain::kpi::Language;

/// In English, Vietnamese, Chinese.
pub type Names = [&'static str; 3];

pub const fn say(names: Names, language: Language) -> &'static str {
    let [en, vi, zh] = names;
    match language {
        Language::En => en,
        Language::Vi => vi,
        Language::Zh => zh,
    }
}

/// The tag of a document's language.
pub const fn tag(language: Language) -> &'static str {
    say(["en", "vi", "zh-Hans"], language)
}

macro_rules! words {
    ($($name:ident = $en:literal, $vi:literal, $zh:literal;)*) => {
        $(pub const $name: Names = [$en, $vi, $zh];)*
    };
}

words! {
    ORDER = "Sales order", "Đơn đặt hàng", "销售订单";
    PICK_LIST = "Pick list", "Phiếu soạn hàng", "拣货单";
    DELIVERY_NOTE = "Delivery note", "Phiếu giao hàng", "送货单";
    QUOTATION = "Quotation", "Báo giá", "报价单";
    RECEIPT = "Receipt of payment", "Phiếu thu", "收款收据";
    HAND_IN = "Hand-in of collected money", "Phiếu nộp tiền", "交款单";
    STATEMENT = "Statement of account", "Sao kê công nợ", "对账单";

    NUMBER = "No.", "Số", "编号";
    DATE = "Date", "Ngày", "日期";
    STATE = "State", "Trạng thái", "状态";
    CUSTOMER = "Customer", "Khách hàng", "客户";
    OUTLET = "Outlet", "Điểm bán", "门店";
    ADDRESS = "Address", "Địa chỉ", "地址";
    PHONE = "Phone", "Điện thoại", "电话";
    REP = "Sales rep", "Nhân viên bán hàng", "业务员";
    SUPPLIER = "Supplied by", "Nhà cung cấp", "供货方";
    WAREHOUSE_PLACE = "Goods from", "Xuất từ kho", "出库地点";
    DELIVERED_AT = "Delivered", "Giao lúc", "送达时间";
    RECEIVED_BY = "Received by", "Người nhận", "收货人";
    VALID_TO = "Good until", "Hiệu lực đến", "有效期至";
    NOTE = "Note", "Ghi chú", "备注";
    ORDER_NUMBER = "Order", "Đơn hàng", "订单";
    PAYMENT = "Payment", "Thanh toán", "付款方式";
    PAID_IN_CASH = "cash on the spot", "tiền mặt, trả ngay", "现款现结";
    ON_CREDIT = "on account", "ghi nợ", "赊销";

    LINE = "#", "STT", "序号";
    CODE = "Code", "Mã hàng", "编码";
    PRODUCT = "Product", "Tên hàng", "品名";
    QUANTITY = "Quantity", "Số lượng", "数量";
    UNIT = "Unit", "ĐVT", "单位";
    BASE_QUANTITY = "In base units", "Quy lẻ", "基本单位数量";
    UNIT_PRICE = "Unit price", "Đơn giá", "单价";
    DISCOUNT = "Discount", "Chiết khấu", "折扣";
    TAX = "Tax", "Thuế", "税额";
    AMOUNT = "Amount", "Thành tiền", "金额";
    FREE = "free", "tặng", "赠品";
    LOTS = "Lot, expiry", "Lô, hạn dùng", "批次、效期";
    PICKED = "Picked", "Đã soạn", "已拣";
    RECEIVED = "Received", "Thực nhận", "实收";
    SHORT = "short", "thiếu", "缺货";
    NOTHING_LEFT = "Nothing is left to leave.", "Không còn hàng phải xuất.", "没有待出库的货物。";

    BEFORE_TAX = "Before tax", "Cộng tiền hàng", "不含税金额";
    ALL_DISCOUNT = "Discounts", "Tổng chiết khấu", "折扣合计";
    ALL_TAX = "Tax", "Tiền thuế", "税额合计";
    TOTAL = "Total", "Tổng cộng", "合计";
    IN_WORDS = "In words", "Bằng chữ", "金额大写";

    METHOD = "Paid by", "Hình thức", "付款方式";
    REFERENCE = "Reference", "Tham chiếu", "凭证号";
    TAKEN_BY = "Taken by", "Người thu", "收款人";
    BY_COMPANY = "the company", "công ty", "公司";
    SETTLES = "Settles", "Thanh toán cho", "核销";
    TO_SETTLE = "To settle", "Trả cho", "指定核销";
    OLDEST_FIRST = "the oldest invoices first", "hóa đơn cũ nhất trước", "最早的发票优先";
    ON_ACCOUNT = "On account", "Ghi có", "预收";
    INVOICE = "Invoice", "Hóa đơn", "发票";
    EXPECTED = "To be handed in", "Phải nộp", "应交";
    EXPECTED_CASH = "Of it in cash", "Trong đó tiền mặt", "其中现金";
    COUNTED_CASH = "Cash counted", "Tiền mặt thực nhận", "实收现金";
    VARIANCE = "Difference", "Chênh lệch", "差额";
    REASON = "Reason", "Lý do", "原因";
    HANDED_IN_AT = "Handed in", "Nộp lúc", "交款时间";
    COUNTED_BY = "Counted by", "Người kiểm đếm", "清点人";
    POSTED_BY = "Booked by", "Người ghi sổ", "记账人";
    TIME = "Time", "Thời gian", "时间";

    EXPENSES = "Expenses of the day", "Chi phí trong ngày", "当日费用";
    EXPENSE = "Expense", "Khoản chi", "费用";
    KILOMETRES = "km claimed / measured", "km khai / đo được", "申报／实测公里";

    PERIOD = "Period", "Kỳ", "期间";
    DOCUMENT = "Document", "Chứng từ", "单据";
    DEBIT = "Debit", "Phát sinh nợ", "借方";
    CREDIT = "Credit", "Phát sinh có", "贷方";
    BALANCE = "Balance", "Số dư", "余额";
    OPENING = "Opening balance", "Số dư đầu kỳ", "期初余额";
    CLOSING = "Closing balance", "Số dư cuối kỳ", "期末余额";
    AGEING = "How old what is open is", "Tuổi nợ", "账龄";
    NOT_DUE = "Not due", "Chưa đến hạn", "未到期";
    TRUNCATED = "Not every entry is listed; the closing balance counts them all.",
        "Không liệt kê hết các bút toán; số dư cuối kỳ đã tính đủ.", "未列出全部明细；期末余额已包括所有明细。";

    SIGN_HOW = "(signature and full name)", "(Ký, ghi rõ họ tên)", "（签字）";
    PREPARED_BY = "Prepared by", "Người lập phiếu", "制单人";
    APPROVED_BY = "Approved by", "Người duyệt", "审批人";
    WAREHOUSE = "Warehouse", "Thủ kho", "仓管";
    CHECKED_BY = "Checked by", "Người kiểm tra", "复核人";
    DELIVERER = "Delivered by", "Người giao hàng", "送货人";
    RECEIVER = "Received by", "Người nhận hàng", "收货人";
    PAYER = "Paid by", "Người nộp tiền", "交款人";
    COLLECTOR = "Taken by", "Người thu tiền", "收款人";
    CASHIER = "Cashier", "Thủ quỹ", "出纳";
    ACCOUNTANT = "Accountant", "Kế toán", "会计";

    PRINTED = "Printed", "In lúc", "打印时间";
    BY = "by", "bởi", "打印人";
    PRINT = "Print", "In", "打印";
    SIZE = "Paper", "Khổ giấy", "纸张";
    LANGUAGE = "Language", "Ngôn ngữ", "语言";
}

/// A paper that must not pass for a valid one says so across its head.
pub const fn mark(state: &str) -> Option<Names> {
    Some(match state.as_bytes() {
        b"draft" => ["DRAFT", "BẢN NHÁP", "草稿"],
        b"held" => ["ON HOLD", "ĐANG TREO", "暂扣"],
        b"rejected" => ["REJECTED", "BỊ TỪ CHỐI", "已拒绝"],
        b"cancelled" => ["CANCELLED", "ĐÃ HỦY", "已取消"],
        b"void" => ["VOID", "ĐÃ HỦY", "作废"],
        b"declined" => ["DECLINED", "KHÁCH TỪ CHỐI", "已谢绝"],
        b"expired" => ["EXPIRED", "HẾT HIỆU LỰC", "已过期"],
        _ => return None,
    })
}

/// The states of documents; a word that is none stands for itself.
pub fn state(word: &str, language: Language) -> &str {
    let names: Names = match word {
        "draft" => ["draft", "bản nháp", "草稿"],
        "submitted" => ["submitted", "chờ xác nhận", "已提交"],
        "held" => ["on hold", "đang treo", "暂扣"],
        "confirmed" => ["confirmed", "đã xác nhận", "已确认"],
        "allocated" => ["goods set apart", "đã phân hàng", "已分配"],
        "dispatched" => ["on the way", "đang giao", "已发货"],
        "partly_delivered" => ["partly delivered", "giao một phần", "部分送达"],
        "delivered" => ["delivered", "đã giao", "已送达"],
        "closed" => ["closed", "đã đóng", "已关闭"],
        "rejected" => ["rejected", "bị từ chối", "已拒绝"],
        "cancelled" => ["cancelled", "đã hủy", "已取消"],
        "open" => ["open", "đang chào", "报价中"],
        "ordered" => ["ordered", "đã đặt hàng", "已下单"],
        "declined" => ["declined", "khách từ chối", "已谢绝"],
        "recorded" => ["with the rep", "nhân viên đang giữ", "业务员持有"],
        "handed_in" => ["handed in", "đã nộp", "已交款"],
        "verified" => ["counted", "đã kiểm đếm", "已清点"],
        "posted" => ["booked", "đã ghi sổ", "已记账"],
        "approved" => ["approved", "đã duyệt", "已批准"],
        "paid" => ["paid", "đã chi", "已支付"],
        "void" => ["void", "đã hủy", "作废"],
        _ => return word,
    };
    say(names, language)
}

pub fn method(word: &str, language: Language) -> &str {
    let names: Names = match word {
        "cash" => ["cash", "tiền mặt", "现金"],
        "transfer" => ["transfer", "chuyển khoản", "转账"],
        "cheque" => ["cheque", "séc", "支票"],
        _ => return word,
    };
    say(names, language)
}

/// What an entry of a statement is.
pub fn entry(word: &str, language: Language) -> &str {
    let names: Names = match word {
        "invoice" => INVOICE,
        "opening" => ["Opening balance", "Nợ đầu kỳ", "期初欠款"],
        "collection" => ["Payment", "Thu tiền", "收款"],
        "return" => ["Return", "Trả hàng", "退货"],
        "credit_note" => ["Credit note", "Giấy báo có", "贷记单"],
        _ => return word,
    };
    say(names, language)
}

/// What money was spent for.
pub fn category(word: &str, language: Language) -> &str {
    let names: Names = match word {
        "mileage" => ["mileage", "đi đường (km)", "里程"],
        "fuel" => ["fuel", "xăng dầu", "燃油"],
        "parking" => ["parking", "gửi xe", "停车"],
        "toll" => ["toll", "phí cầu đường", "过路费"],
        "meal" => ["meal", "ăn uống", "餐费"],
        "lodging" => ["lodging", "lưu trú", "住宿"],
        "phone" => ["phone", "điện thoại", "通讯"],
        "repair" => ["repair", "sửa chữa", "维修"],
        "other" => ["other", "khác", "其他"],
        _ => return word,
    };
    say(names, language)
}
