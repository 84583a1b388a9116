//! Visit patterns as planners write them: a code and weekdays, and back.
//!
//! `read_code` is the one call into the domain's parser of codes.

use chrono::{Datelike, NaiveDate, Weekday};
use fieldbeat_domain::pattern::{Calendar, PatternError, VisitPattern, WeekBase};

use super::kind::WeeksOf;

/// Weeks that codes of a four-week cycle may name.
const SLOTS: u32 = 4;

/// The Monday that cycles count from.
fn anchor() -> NaiveDate {
    NaiveDate::from_isoywd_opt(2024, 1, Weekday::Mon).unwrap_or_default()
}

/// A pattern in the two texts of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub pattern: String,
    pub weekdays: String,
}

fn read_code(
    code: &str,
    weekdays: &[u8],
    weeks: WeeksOf,
    slot: u32,
) -> Result<VisitPattern, PatternError> {
    let base = match weeks {
        WeeksOf::Cycle => WeekBase::Cycle(anchor()),
        WeeksOf::Month => WeekBase::Month,
    };
    VisitPattern::from_code(code, weekdays, base, slot)
}

/// Reads a code with weekdays, or a canonical pattern as JSON. `month:2.1` and `cycle:2.1` say of which
/// weeks whatever the file is read as. The error is a stable code.
pub fn read(
    pattern: &str,
    weekdays: &[u8],
    weeks: WeeksOf,
    slot: u32,
) -> Result<VisitPattern, &'static str> {
    if pattern.starts_with('{') {
        let read: VisitPattern = serde_json::from_str(pattern).map_err(|_| "invalid_pattern")?;
        if matches!(&read.calendar, Calendar::Cycle { anchor, .. } if anchor.weekday() != Weekday::Mon)
        {
            return Err("anchor_not_monday");
        }
        return Ok(read);
    }
    let (weeks, code) = if let Some(code) = pattern.strip_prefix("month:") {
        (WeeksOf::Month, code)
    } else if let Some(code) = pattern.strip_prefix("cycle:") {
        (WeeksOf::Cycle, code)
    } else {
        (weeks, pattern)
    };
    let read = read_code(code, weekdays, weeks, slot).map_err(|e| match e {
        PatternError::UnknownCode => "unknown_pattern",
        PatternError::AnchorNotMonday => "anchor_not_monday",
        PatternError::TooFewWeekdays => "too_few_weekdays",
    })?;
    // Without weekdays a weekly code would be due every day.
    if read.weekdays.is_empty() {
        return Err("too_few_weekdays");
    }
    Ok(read)
}

/// Whether the code leaves the week to whoever plans (`F1`, `F2`): then it has that many slots.
pub fn slots(pattern: &str) -> u32 {
    let code = pattern
        .strip_prefix("month:")
        .or_else(|| pattern.strip_prefix("cycle:"))
        .unwrap_or(pattern);
    match code.to_ascii_uppercase().as_str() {
        "F1" | "1" => SLOTS,
        "F2" | "2" => SLOTS / 2,
        _ => 1,
    }
}

/// The code of a pattern where there is one, else the pattern as JSON. Reading it gives the same pattern.
pub fn write(pattern: &VisitPattern) -> Written {
    let as_json = || Written {
        pattern: serde_json::to_string(pattern).unwrap_or_default(),
        weekdays: String::new(),
    };
    let prefix = match &pattern.calendar {
        Calendar::Cycle { .. } => "",
        Calendar::Month => "month:",
        Calendar::IsoParity | Calendar::Dates { .. } | Calendar::Interval { .. } => {
            return as_json();
        }
    };
    let code = match (pattern.weeks.as_slice(), pattern.weekdays.len()) {
        ([], 6..) => "F24",
        ([], 3..) => "F12",
        ([], 2) => "F8",
        ([], _) => "F4",
        ([1], _) => "1.1",
        ([2], _) => "1.2",
        ([3], _) => "1.3",
        ([4], _) => "1.4",
        ([1, 3], _) => "2.1",
        ([2, 4], _) => "2.2",
        _ => return as_json(),
    };
    let written = Written {
        pattern: format!("{prefix}{code}"),
        weekdays: weekday_text(&pattern.weekdays),
    };
    // Windows, dates or another anchor inside the pattern are beyond a code.
    match read(&written.pattern, &pattern.weekdays, WeeksOf::Cycle, 0) {
        Ok(read) if read == *pattern => written,
        _ => as_json(),
    }
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn weekday_text(days: &[u8]) -> String {
    let names: Vec<&str> = days
        .iter()
        .filter_map(|d| WEEKDAYS.get(usize::from(d.checked_sub(1)?)).copied())
        .collect();
    names.join(",")
}

/// `mon,thu`, `2,5` (Vietnamese numbers, Monday 2), `T2 T5`, `thứ hai`, `CN`, `周一、周四`: ISO weekdays,
/// sorted.
pub fn weekdays(text: &str) -> Option<Vec<u8>> {
    let folded = super::headings::folded;
    let mut days = Vec::new();
    for name in text.split([',', ';', '/', '+', '.', '|', '、', '，', '&', ' ']) {
        let name = folded(name);
        // `thứ hai` and `chủ nhật` are two words.
        if name.is_empty() || name == "chu" || name == "thu" && text.to_lowercase().contains("thứ")
        {
            continue;
        }
        days.push(weekday(&name)?);
    }
    days.sort_unstable();
    days.dedup();
    (!days.is_empty()).then_some(days)
}

fn weekday(name: &str) -> Option<u8> {
    Some(match name {
        "mon" | "monday" | "2" | "t2" | "thu2" | "hai" | "thuhai" | "周一" | "星期一" | "一" => {
            1
        }
        "tue" | "tuesday" | "3" | "t3" | "thu3" | "ba" | "thuba" | "周二" | "星期二" | "二" => {
            2
        }
        "wed" | "wednesday" | "4" | "t4" | "thu4" | "tu" | "thutu" | "周三" | "星期三" | "三" => {
            3
        }
        "thu" | "thursday" | "5" | "t5" | "thu5" | "nam" | "thunam" | "周四" | "星期四" | "四" => {
            4
        }
        "fri" | "friday" | "6" | "t6" | "thu6" | "sau" | "thusau" | "周五" | "星期五" | "五" => {
            5
        }
        "sat" | "saturday" | "7" | "t7" | "thu7" | "bay" | "thubay" | "周六" | "星期六" | "六" => {
            6
        }
        "sun" | "sunday" | "8" | "cn" | "chunhat" | "nhat" | "周日" | "周天" | "星期日"
        | "星期天" | "日" => 7,
        _ => return None,
    })
}

/// Weekdays in the one text they have.
pub fn weekdays_written(text: &str) -> Option<String> {
    Some(weekday_text(&weekdays(text)?))
}

#[cfg(test)]
mod tests {
    use fieldbeat_domain::pattern::PatternCode;

    use super::*;

    #[test]
    fn every_code_is_written_as_a_code_that_reads_the_same() {
        let days: [&[u8]; 5] = [
            &[1],
            &[2, 5],
            &[1, 3, 5],
            &[1, 2, 3, 4, 5],
            &[1, 2, 3, 4, 5, 6],
        ];
        for code in PatternCode::ALL.map(|known| known.code) {
            for weekdays in days {
                for weeks in [WeeksOf::Cycle, WeeksOf::Month] {
                    for slot in 0..5 {
                        let Ok(pattern) = read(code, weekdays, weeks, slot) else {
                            continue;
                        };
                        let written = write(&pattern);
                        assert!(!written.pattern.starts_with('{'), "{code} {written:?}");
                        let days = super::weekdays(&written.weekdays).unwrap();
                        assert_eq!(
                            read(&written.pattern, &days, WeeksOf::Cycle, 9).unwrap(),
                            pattern
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn what_no_code_says_travels_as_json() {
        let odd = VisitPattern {
            calendar: Calendar::Interval {
                from: anchor(),
                min_days: 10,
                max_days: 14,
            },
            ..VisitPattern::weekly(anchor(), vec![])
        };
        let other_anchor = VisitPattern::weekly(anchor() + chrono::Days::new(7), vec![1]);
        for pattern in [odd, other_anchor] {
            let written = write(&pattern);
            assert!(written.pattern.starts_with('{') && written.weekdays.is_empty());
            assert_eq!(
                read(&written.pattern, &[], WeeksOf::Cycle, 0).unwrap(),
                pattern
            );
        }
    }

    #[test]
    fn weekdays_are_read_in_three_languages() {
        for text in [
            "mon,thu",
            "Thursday; Monday",
            "2,5",
            "2.5",
            "T2, T5",
            "thứ 2, thứ 5",
            "thứ hai, thứ năm",
            "周一、周四",
            "星期一 星期四",
        ] {
            assert_eq!(weekdays(text), Some(vec![1, 4]), "{text}");
        }
        assert_eq!(weekdays("CN"), Some(vec![7]));
        assert_eq!(weekdays("Thứ 7 và".trim_end_matches(" và")), Some(vec![6]));
        assert_eq!(weekdays("chủ nhật"), Some(vec![7]));
        assert_eq!(weekdays("9"), None);
        assert_eq!(weekdays(","), None);
        assert_eq!(weekdays_written("5,2").unwrap(), "mon,thu");
    }
}
