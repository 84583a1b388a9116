//! E-mail with customers: which way it went, when, whether a person wrote it, what is kept of its text, and after how
//! long a mailbox that could not be read is tried again.

use chrono::{DateTime, TimeDelta, Utc};

/// Characters kept of a text; the rest stays in the mailbox.
pub const TEXT_MAX: usize = 4_000;
/// Characters of a subject, a name, an address.
pub const LINE_MAX: usize = 200;
/// So many refusals of a login pause a mailbox: more would lock the account.
pub const REFUSALS_MAX: i32 = 3;
/// A message that says it is from so much before or after it was received is marked.
const DATE_SLACK: TimeDelta = TimeDelta::days(1);
const PAUSE_MAX_MIN: i64 = 360;
/// What somebody writes, and nothing else, who wants no more.
const NO_MORE: [&str; 9] = [
    "stop",
    "unsubscribe",
    "huỷ",
    "hủy",
    "huy",
    "退订",
    "退訂",
    "取消订阅",
    "dừng",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the customer, or somebody else who has the customer in copy.
    In,
    Out,
}

impl Direction {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

/// A person at a customer who wrote it makes it one that came, whatever folder it is in; else what lies among sent
/// mail or comes from a mailbox of ours went out.
pub const fn direction(by_contact: bool, sent_folder: bool, by_us: bool) -> Direction {
    if !by_contact && (sent_folder || by_us) {
        Direction::Out
    } else {
        Direction::In
    }
}

/// What the headers say of who wrote it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks<'a> {
    /// RFC 3834.
    pub auto_submitted: Option<&'a str>,
    pub precedence: Option<&'a str>,
    /// `type/subtype`.
    pub content_type: Option<&'a str>,
    pub of_list: bool,
    /// `Return-Path: <>`.
    pub no_return: bool,
}

/// Whether a machine wrote it, or wrote it to many: absence notes, bounces, receipts, newsletters.
pub fn automatic(marks: &Marks<'_>) -> bool {
    let word = |text: Option<&str>| {
        let first = text
            .unwrap_or_default()
            .trim()
            .split([';', ' ', '('])
            .next();
        first.unwrap_or_default().to_ascii_lowercase()
    };
    let submitted = word(marks.auto_submitted);
    !matches!(submitted.as_str(), "" | "no")
        || matches!(
            word(marks.precedence).as_str(),
            "bulk" | "junk" | "list" | "auto_reply"
        )
        || word(marks.content_type) == "multipart/report"
        || marks.of_list
        || marks.no_return
}

/// When it happened, and whether what the message says of that is to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    pub at: DateTime<Utc>,
    pub doubtful: bool,
}

/// The message's own time, but never after it was received; without one, when it was received.
pub fn dated(said: Option<DateTime<Utc>>, received: DateTime<Utc>, now: DateTime<Utc>) -> Dated {
    let received = received.min(now);
    let off = said.map_or(TimeDelta::MAX, |said| (said - received).abs());
    Dated {
        at: said.map_or(received, |said| said.min(received)),
        doubtful: off > DATE_SLACK,
    }
}

/// A text as it may be shown: no control or direction characters, no more than one blank line in a row, cut. Whether
/// it was.
pub fn shown(text: &str, max: usize) -> (String, bool) {
    let mut lines = String::with_capacity(text.len().min(max * 4));
    let mut blank = 0;
    for line in text.lines() {
        let line: String = line.chars().filter(|c| !hidden(*c)).collect();
        let line = line.trim_end();
        blank = if line.is_empty() { blank + 1 } else { 0 };
        if blank < 2 {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    let lines = lines.trim();
    let kept: String = lines.chars().take(max).collect();
    let cut = kept.len() < lines.len();
    (kept, cut)
}

/// The same of one line.
pub fn line(text: &str) -> String {
    let flat: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    shown(&flat, LINE_MAX).0
}

fn hidden(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether somebody wrote nothing but that no more is wanted.
pub fn wants_no_more(subject: &str, text: &str) -> bool {
    let says = |said: &str| {
        let said = said.trim_matches(|c: char| !c.is_alphanumeric());
        NO_MORE.contains(&said.to_lowercase().as_str())
    };
    says(text) || (text.trim().is_empty() && says(subject))
}

/// After how long a mailbox is read again: as often as it was set up to be, after failures less and less often.
pub fn pause(poll_min: i32, failures: i32) -> TimeDelta {
    let poll = i64::from(poll_min.max(1));
    let times = 1_i64 << failures.clamp(0, 9);
    TimeDelta::minutes((poll * times).min(PAUSE_MAX_MIN.max(poll)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(minutes)
    }

    #[test]
    fn what_a_machine_wrote_is_told_apart() {
        let person = Marks {
            auto_submitted: Some("no"),
            content_type: Some("text/plain"),
            ..Marks::default()
        };
        assert!(!automatic(&person) && !automatic(&Marks::default()));
        for machine in [
            Marks {
                auto_submitted: Some("auto-replied (vacation)"),
                ..person
            },
            Marks {
                precedence: Some(" Bulk"),
                ..person
            },
            Marks {
                content_type: Some("Multipart/Report; report-type=delivery-status"),
                ..person
            },
            Marks {
                of_list: true,
                ..person
            },
            Marks {
                no_return: true,
                ..person
            },
        ] {
            assert!(automatic(&machine), "{machine:?}");
        }
    }

    #[test]
    fn the_writer_says_which_way_it_went() {
        assert_eq!(direction(true, true, true), Direction::In);
        assert_eq!(direction(true, false, false), Direction::In);
        assert_eq!(direction(false, true, false), Direction::Out);
        assert_eq!(direction(false, false, true), Direction::Out);
        assert_eq!(direction(false, false, false), Direction::In);
    }

    #[test]
    fn only_who_says_nothing_else_wants_no_more() {
        for (subject, text) in [
            ("Re: Sale", "STOP"),
            ("Re: Sale", " Hủy.\n"),
            ("Re: Sale", "HỦY"),
            ("", "退订"),
            ("stop", ""),
        ] {
            assert!(wants_no_more(subject, text), "{subject} {text}");
        }
        for (subject, text) in [
            ("Stop", "by at nine"),
            ("Re: Sale", "Please stop by"),
            ("", ""),
        ] {
            assert!(!wants_no_more(subject, text), "{subject} {text}");
        }
    }

    #[test]
    fn a_text_loses_what_cannot_be_seen_and_keeps_its_lines() {
        let (text, cut) = shown("a\0\u{202e}b \r\n\r\n\r\n\r\n\tc\u{7}", TEXT_MAX);
        assert_eq!((text.as_str(), cut), ("ab\n\n\tc", false));
        assert_eq!(shown("đơn hàng", 3), ("đơn".to_owned(), true));
        assert_eq!(line(" Giá\r\n mới\t"), "Giá   mới");
    }

    #[test]
    fn failures_make_it_rarer_up_to_six_hours() {
        assert_eq!(pause(5, 0), TimeDelta::minutes(5));
        assert_eq!(pause(5, 3), TimeDelta::minutes(40));
        assert_eq!(pause(5, 30), TimeDelta::hours(6));
        assert_eq!(pause(1_440, 2), TimeDelta::days(1));
    }

    proptest! {
        #[test]
        fn nothing_happens_after_it_was_received(said in proptest::option::of(-9_999_i64..9_999), received in -999_i64..999, now in -999_i64..999) {
            let told = dated(said.map(at), at(received), at(now));
            prop_assert!(told.at <= at(received) && told.at <= at(now));
            let near = said.is_some_and(|s| (s - received.min(now)).abs() <= 1_440);
            prop_assert_eq!(told.doubtful, !near);
            if let Some(said) = said && said <= received.min(now) {
                prop_assert_eq!(told.at, at(said));
            }
        }

        #[test]
        fn what_is_shown_stays_as_it_is_and_holds_no_more_than_it_may(text in "\\PC*|[\\s\\PC]{0,200}", max in 1_usize..90) {
            let (once, _) = shown(&text, max);
            prop_assert!(once.chars().count() <= max && !once.contains('\0'));
            prop_assert_eq!(shown(&once, max), (once.trim().to_owned(), false));
        }
    }
}
