//! Which column a heading means: in English, Vietnamese or Chinese, with or without accents, or as a
//! mapping says.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::kind::{Field, Kind, Language};

/// Headings by column: what an export writes in each language, then what else people write.
const WORDS: &[(Field, [&str; 3], &[&str])] = &[
    (Field::Code, ["code", "Mã", "编码"], &["id", "ID"]),
    (
        Field::Name,
        ["name", "Tên", "名称"],
        &["姓名", "họ tên", "họ và tên"],
    ),
    (
        Field::Position,
        ["lat,lng", "Toạ độ", "坐标"],
        &[
            "position",
            "location",
            "coordinates",
            "gps",
            "latlng",
            "lat_lng",
            "lat/lng",
            "vị trí",
            "tọa độ",
            "经纬度",
            "位置",
            "定位",
        ],
    ),
    (Field::Lat, ["lat", "Vĩ độ", "纬度"], &["latitude"]),
    (
        Field::Lng,
        ["lng", "Kinh độ", "经度"],
        &["lon", "long", "longitude"],
    ),
    (
        Field::RadiusM,
        ["radius_m", "Bán kính (m)", "半径(米)"],
        &["radius", "bán kính", "半径", "半径(m)", "geofence"],
    ),
    (
        Field::Class,
        ["class", "Loại", "等级"],
        &[
            "outlet class",
            "loại điểm bán",
            "hạng",
            "phân loại",
            "类别",
            "网点等级",
            "网点类别",
            "分级",
        ],
    ),
    (
        Field::Channel,
        ["channel", "Kênh", "渠道"],
        &["kênh bán hàng"],
    ),
    (Field::Address, ["address", "Địa chỉ", "地址"], &[]),
    (
        Field::CustomerCode,
        ["customer_code", "Mã khách hàng", "客户编码"],
        &["customer", "mã KH", "khách hàng", "客户", "客户代码"],
    ),
    (
        Field::OrgUnit,
        ["org_unit", "Đơn vị", "组织"],
        &[
            "org unit",
            "org_unit_code",
            "team",
            "unit",
            "branch",
            "mã đơn vị",
            "đội",
            "chi nhánh",
            "组织单位",
            "团队",
            "部门",
        ],
    ),
    (
        Field::Phone,
        ["phone", "Điện thoại", "电话"],
        &["mobile", "tel", "số điện thoại", "SĐT", "手机", "手机号"],
    ),
    (
        Field::Login,
        ["login", "Tên đăng nhập", "登录名"],
        &["user", "username", "tài khoản", "账号", "用户名"],
    ),
    (
        Field::RouteCode,
        ["route_code", "Mã tuyến", "线路编码"],
        &["route", "tuyến", "线路", "线路代码"],
    ),
    (
        Field::RouteName,
        ["route_name", "Tên tuyến", "线路名称"],
        &[],
    ),
    (
        Field::RepCode,
        ["rep_code", "Mã nhân viên", "业务员编码"],
        &[
            "rep",
            "mã NV",
            "mã NVBH",
            "NVBH",
            "nhân viên",
            "业务员",
            "业务员代码",
        ],
    ),
    (
        Field::OutletCode,
        ["outlet_code", "Mã điểm bán", "网点编码"],
        &[
            "outlet",
            "mã ĐB",
            "mã cửa hàng",
            "điểm bán",
            "网点",
            "网点代码",
            "门店编码",
        ],
    ),
    (
        Field::Sequence,
        ["sequence", "Thứ tự", "顺序"],
        &["seq", "order", "stt", "序号", "拜访顺序"],
    ),
    (
        Field::Pattern,
        ["pattern", "Tần suất", "拜访频率"],
        &["frequency", "visit pattern", "tần suất viếng thăm", "频率"],
    ),
    (
        Field::Weekdays,
        ["weekdays", "Ngày trong tuần", "星期"],
        &[
            "weekday",
            "days",
            "thứ",
            "ngày viếng thăm",
            "周几",
            "拜访日",
        ],
    ),
    (
        Field::Window,
        ["window", "Khung giờ", "时间窗"],
        &[
            "time window",
            "hours",
            "giờ",
            "giờ viếng thăm",
            "时段",
            "时间段",
        ],
    ),
    (
        Field::ServiceMinutes,
        ["service_minutes", "Thời lượng (phút)", "服务时长(分钟)"],
        &[
            "minutes",
            "service time",
            "thời lượng",
            "số phút",
            "时长",
            "服务时长",
            "停留分钟",
        ],
    ),
    (
        Field::ValidFrom,
        ["valid_from", "Từ ngày", "生效日期"],
        &[
            "from",
            "start",
            "start date",
            "hiệu lực từ",
            "ngày bắt đầu",
            "开始日期",
        ],
    ),
    (
        Field::ValidTo,
        ["valid_to", "Đến ngày", "失效日期"],
        &[
            "to",
            "end",
            "end date",
            "until",
            "hiệu lực đến",
            "ngày kết thúc",
            "结束日期",
        ],
    ),
    (
        Field::Category,
        ["category", "Ngành hàng", "品类"],
        &["product category", "nhóm hàng", "类别", "产品类别"],
    ),
    (
        Field::TaxPercent,
        ["tax_percent", "Thuế (%)", "税率(%)"],
        &[
            "tax",
            "vat",
            "vat %",
            "thuế",
            "thuế suất",
            "thuế GTGT",
            "税率",
            "税",
        ],
    ),
    (
        Field::Units,
        ["units", "Đơn vị tính", "单位换算"],
        &["uom", "ĐVT", "quy đổi", "计量单位"],
    ),
    (
        Field::ListCode,
        ["list_code", "Mã bảng giá", "价目表编码"],
        &[
            "price_list_code",
            "price list",
            "list",
            "bảng giá",
            "价目表",
        ],
    ),
    (
        Field::ListName,
        ["list_name", "Tên bảng giá", "价目表名称"],
        &["price_list_name", "price list name"],
    ),
    (
        Field::PartnerCode,
        ["partner_code", "Mã NPP", "经销商编码"],
        &[
            "partner",
            "distributor",
            "NPP",
            "nhà phân phối",
            "mã nhà phân phối",
            "经销商",
        ],
    ),
    (
        Field::TaxIncluded,
        ["tax_included", "Đã gồm thuế", "含税"],
        &["tax incl", "giá có thuế", "是否含税"],
    ),
    (
        Field::ProductCode,
        ["product_code", "Mã sản phẩm", "产品编码"],
        &[
            "product",
            "sku",
            "item",
            "mã SP",
            "mã hàng",
            "sản phẩm",
            "产品",
            "商品编码",
        ],
    ),
    (
        Field::Unit,
        ["unit", "Đơn vị bán", "单位"],
        &["uom", "ĐVT", "đơn vị tính", "销售单位"],
    ),
    (
        Field::Price,
        ["price", "Giá", "价格"],
        &["unit price", "amount", "đơn giá", "giá bán", "单价"],
    ),
    (
        Field::LocationCode,
        ["location_code", "Mã kho", "库位编码"],
        &["location", "warehouse", "kho", "仓库", "仓库编码", "库位"],
    ),
    (
        Field::Batch,
        ["batch", "Số lô", "批号"],
        &["lot", "batch_no", "lô", "批次"],
    ),
    (
        Field::Expiry,
        ["expiry", "Hạn dùng", "有效期至"],
        &[
            "expires",
            "expires_on",
            "expiry date",
            "best before",
            "HSD",
            "hạn sử dụng",
            "有效期",
        ],
    ),
    (
        Field::Quantity,
        ["quantity", "Số lượng", "数量"],
        &["qty", "counted", "SL", "tồn", "tồn kho", "库存", "盘点数量"],
    ),
];

/// Words that mean the key of that kind, but something else (or nothing) elsewhere.
const OF_KIND: &[(Kind, Field, &[&str])] = &[
    (
        Kind::Outlets,
        Field::Code,
        &[
            "outlet_code",
            "outlet",
            "mã điểm bán",
            "mã ĐB",
            "mã cửa hàng",
            "网点编码",
            "网点代码",
            "门店编码",
        ],
    ),
    (
        Kind::Outlets,
        Field::Name,
        &[
            "outlet_name",
            "outlet name",
            "tên điểm bán",
            "tên cửa hàng",
            "网点名称",
            "门店名称",
        ],
    ),
    (
        Kind::Reps,
        Field::Code,
        &[
            "rep_code",
            "rep",
            "mã nhân viên",
            "mã NV",
            "mã NVBH",
            "业务员编码",
            "业务员代码",
        ],
    ),
    (
        Kind::Reps,
        Field::Name,
        &[
            "rep_name",
            "rep name",
            "tên nhân viên",
            "tên NVBH",
            "业务员姓名",
            "业务员名称",
            "业务员",
        ],
    ),
    (
        Kind::Customers,
        Field::Code,
        &[
            "customer_code",
            "customer",
            "mã khách hàng",
            "mã KH",
            "客户编码",
            "客户代码",
        ],
    ),
    (
        Kind::Customers,
        Field::Name,
        &[
            "customer_name",
            "tên khách hàng",
            "tên KH",
            "客户名称",
            "客户",
        ],
    ),
    (
        Kind::Products,
        Field::Code,
        &[
            "product_code",
            "product",
            "sku",
            "item",
            "mã sản phẩm",
            "mã SP",
            "mã hàng",
            "产品编码",
            "商品编码",
        ],
    ),
    (
        Kind::Products,
        Field::Name,
        &[
            "product_name",
            "tên sản phẩm",
            "tên hàng",
            "产品名称",
            "商品名称",
        ],
    ),
];

/// Letters and digits only, without case and accents: `Mã điểm bán` → `madiemban`.
pub fn folded(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// What an export calls a column.
pub fn heading(field: Field, language: Language) -> &'static str {
    let words = WORDS.iter().find(|w| w.0 == field).map(|w| w.1);
    words.map_or(field.as_str(), |[en, vi, zh]| match language {
        Language::En => en,
        Language::Vi => vi,
        Language::Zh => zh,
    })
}

fn meant(kind: Kind, heading: &str) -> Option<Field> {
    let key = folded(heading);
    if key.is_empty() {
        return None;
    }
    let own = OF_KIND
        .iter()
        .filter(|(k, ..)| *k == kind)
        .find(|(.., words)| words.iter().any(|w| folded(w) == key));
    if let Some((_, field, _)) = own {
        return Some(*field);
    }
    let allowed =
        |f: Field| kind.fields().contains(&f) || f == Field::Position && kind == Kind::Outlets;
    WORDS
        .iter()
        .filter(|(field, ..)| allowed(*field))
        .find(|(field, names, more)| {
            folded(field.as_str()) == key
                || names.iter().chain(more.iter()).any(|w| folded(w) == key)
        })
        .map(|w| w.0)
}

/// Why no row of a file can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeadingError {
    #[error("the file has no column {0}; name it so, or say which heading it is with a mapping")]
    Missing(&'static str),
    #[error("the columns {1:?} and {2:?} both say {0}; remove one")]
    Twice(&'static str, String, String),
    #[error("the mapping calls {0:?} the column {1:?}, which there is not")]
    UnknownColumn(String, String),
}

/// Columns of a file by position; `None` is passed over.
pub fn columns(
    kind: Kind,
    headings: &[String],
    mapping: &BTreeMap<String, Option<String>>,
) -> Result<Vec<Option<Field>>, HeadingError> {
    let mut said: BTreeMap<String, Option<Field>> = BTreeMap::new();
    for (heading, column) in mapping {
        let field = match column.as_deref() {
            None => None,
            Some("position") if kind == Kind::Outlets => Some(Field::Position),
            Some(name) => Some(
                kind.fields()
                    .iter()
                    .copied()
                    .find(|f| f.as_str() == name)
                    .ok_or_else(|| HeadingError::UnknownColumn(heading.clone(), name.to_owned()))?,
            ),
        };
        said.insert(folded(heading), field);
    }
    let mut columns: Vec<Option<Field>> = Vec::with_capacity(headings.len());
    for heading in headings {
        let field = match said.get(&folded(heading)) {
            Some(field) => *field,
            None => meant(kind, heading),
        };
        if let Some(field) = field
            && let Some(first) = columns.iter().position(|c| *c == Some(field))
        {
            let first = headings.get(first).cloned().unwrap_or_default();
            return Err(HeadingError::Twice(field.as_str(), first, heading.clone()));
        }
        columns.push(field);
    }
    for key in kind.keys() {
        if !columns.contains(&Some(*key)) {
            return Err(HeadingError::Missing(key.as_str()));
        }
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: Kind, line: &str) -> Result<Vec<Option<Field>>, HeadingError> {
        let headings: Vec<String> = line.split('|').map(str::to_owned).collect();
        columns(kind, &headings, &BTreeMap::new())
    }

    #[test]
    fn every_exported_heading_is_read_back_in_every_language() {
        for kind in Kind::ALL {
            for language in [Language::En, Language::Vi, Language::Zh] {
                let headings: Vec<String> = kind
                    .fields()
                    .iter()
                    .map(|f| heading(*f, language).to_owned())
                    .collect();
                let found = columns(kind, &headings, &BTreeMap::new()).unwrap();
                let wanted: Vec<_> = kind.fields().iter().map(|f| Some(*f)).collect();
                assert_eq!(found, wanted, "{kind:?} {language:?}");
            }
        }
    }

    #[test]
    fn accents_case_and_blanks_do_not_matter() {
        let found = read(Kind::Outlets, "MA DIEM BAN|Tên  điểm bán|Toa do|whatever").unwrap();
        assert_eq!(
            found,
            [
                Some(Field::Code),
                Some(Field::Name),
                Some(Field::Position),
                None
            ]
        );
        // Composed and decomposed.
        assert_eq!(
            folded("Mã điểm bán"),
            folded(&"Mã điểm bán".nfd().collect::<String>())
        );
    }

    #[test]
    fn a_missing_key_and_a_repeated_column_are_said() {
        assert_eq!(
            read(Kind::Routes, "route|pattern"),
            Err(HeadingError::Missing("outlet_code"))
        );
        assert!(matches!(
            read(Kind::Reps, "code|name|Tên"),
            Err(HeadingError::Twice("name", ..))
        ));
    }

    #[test]
    fn a_mapping_goes_first_and_may_pass_a_column_over() {
        let mapping = BTreeMap::from([
            ("Shop no.".to_owned(), Some("code".to_owned())),
            ("name".to_owned(), None),
            ("Label".to_owned(), Some("name".to_owned())),
        ]);
        let headings = ["Shop No", "Name", "Label"].map(str::to_owned);
        assert_eq!(
            columns(Kind::Outlets, &headings, &mapping).unwrap(),
            [Some(Field::Code), None, Some(Field::Name)]
        );
    }
}
