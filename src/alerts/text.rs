//! What a message says, in the reader's language and the company's time: a letter, or a notice of a few lines. Never a
//! position.

use std::{collections::BTreeMap, fmt::Write as _, sync::LazyLock};

use chrono_tz::Tz;
use fieldbeat_domain::{
    notify::{Severity, digest},
    time::At,
};
use serde::Deserialize;

/// Events told one by one; the rest is in the counts.
const LISTED_MAX: usize = 50;
/// Of a notice. Written as JSON, where a character may take twice as much, and encrypted, both fit into what push
/// services take.
const TITLE_BYTES: usize = 300;
const BODY_BYTES: usize = 1_200;

/// An event as far as a message tells it.
pub struct Item<'a> {
    pub kind: &'a str,
    pub severity: Severity,
    /// Name and code.
    pub rep: Option<(&'a str, &'a str)>,
    /// Of an exception: which one.
    pub exception: Option<&'a str>,
    pub subject_id: &'a str,
    pub at: At,
}

pub struct Letter<'a> {
    pub language: &'a str,
    pub subscription: &'a str,
    /// None: a test.
    pub items: &'a [Item<'a>],
    pub zone: Tz,
    pub public_url: Option<&'a str>,
}

pub struct Written {
    pub subject: String,
    pub body: String,
}

/// What a device shows: as much as a letter says of one event, or the counts of many.
pub struct Notice {
    pub title: String,
    pub body: String,
    /// Of the page, where the reader goes on.
    pub path: String,
    /// The highest of its events'.
    pub severity: Severity,
    pub is_digest: bool,
}

/// The words of one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    subject: String,
    subject_digest: String,
    subject_test: String,
    test: String,
    digest: String,
    line: String,
    more: String,
    why: String,
    change: String,
    severity: BTreeMap<String, String>,
    kind: BTreeMap<String, String>,
    exception: BTreeMap<String, String>,
    time: String,
}

static LANGUAGES: LazyLock<BTreeMap<&'static str, Words>> = LazyLock::new(|| {
    [
        ("en", include_str!("texts/en.json")),
        ("vi", include_str!("texts/vi.json")),
        ("zh", include_str!("texts/zh.json")),
    ]
    .into_iter()
    .filter_map(|(language, text)| Some((language, serde_json::from_str(text).ok()?)))
    .collect()
});

/// Writes a message.
pub fn letter(asked: &Letter<'_>) -> Written {
    let words = LANGUAGES
        .get(asked.language)
        .or_else(|| LANGUAGES.get("en"));
    // The three are read by a test.
    let Some(words) = words else {
        return Written {
            subject: String::new(),
            body: String::new(),
        };
    };
    let (subject, mut body) = match asked.items {
        [] => (words.subject_test.clone(), format!("{}\n", words.test)),
        [one] => (one_subject(words, one), words.told(one, asked)),
        all => many(words, all, asked),
    };
    let why = fill(&words.why, &[("name", asked.subscription)]);
    let _ = write!(body, "\n-- \n{why}\n");
    if let Some(url) = asked.public_url {
        let _ = writeln!(body, "{} {url}/alerts", words.change);
    }
    Written {
        subject: one_line(&subject),
        body,
    }
}

/// Writes a notice.
pub fn notice(asked: &Letter<'_>) -> Notice {
    let words = LANGUAGES
        .get(asked.language)
        .or_else(|| LANGUAGES.get("en"));
    let (title, body) = match (words, asked.items) {
        (None, _) => Default::default(),
        (Some(words), []) => (words.subject_test.clone(), words.test.clone()),
        (Some(words), [one]) => (one_subject(words, one), words.when(one, asked)),
        (Some(words), all) => {
            let total = all.len().to_string();
            let title = fill(&words.subject_digest, &[("count", &total)]);
            (title, words.counts(all))
        }
    };
    Notice {
        title: cut(one_line(&title), TITLE_BYTES),
        body: cut(body.trim_end().to_owned(), BODY_BYTES),
        path: path(asked.items),
        severity: (asked.items.iter().map(|i| i.severity))
            .max()
            // Somebody waits for a test.
            .unwrap_or(Severity::Warning),
        is_digest: asked.items.len() > 1,
    }
}

/// The page on what is told.
fn path(items: &[Item<'_>]) -> String {
    match items {
        [] => "/alerts".to_owned(),
        [one] if one.exception.is_some() => format!("/exceptions/{}", one.subject_id),
        all if all.iter().any(|i| i.exception.is_some()) => "/exceptions".to_owned(),
        _ => "/".to_owned(),
    }
}

/// At most so many bytes, whole characters, and a sign where there was more.
fn cut(mut text: String, bytes: usize) -> String {
    const MORE: char = '…';
    if text.len() > bytes {
        let mut end = bytes - MORE.len_utf8();
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        text.push(MORE);
    }
    text
}

fn one_subject(words: &Words, item: &Item<'_>) -> String {
    let what = words.what(item);
    match item.rep {
        Some((name, _)) => fill(&words.subject, &[("what", &what), ("rep", name)]),
        None => what,
    }
}

fn many(words: &Words, all: &[Item<'_>], asked: &Letter<'_>) -> (String, String) {
    let total = all.len().to_string();
    let subject = fill(&words.subject_digest, &[("count", &total)]);
    let mut body = format!("{}\n\n", fill(&words.digest, &[("count", &total)]));
    body.push_str(&words.counts(all));
    for item in all.iter().take(LISTED_MAX) {
        let _ = write!(body, "\n{}", words.told(item, asked));
    }
    if let Some(rest) = all.len().checked_sub(LISTED_MAX).filter(|n| *n > 0) {
        let rest = rest.to_string();
        let _ = writeln!(body, "\n{}", fill(&words.more, &[("count", &rest)]));
    }
    (subject, body)
}

impl Words {
    fn kind<'a>(&'a self, kind: &'a str) -> &'a str {
        self.kind.get(kind).map_or(kind, String::as_str)
    }

    fn severity(&self, severity: Severity) -> &str {
        let word = severity.as_str();
        self.severity.get(word).map_or(word, String::as_str)
    }

    /// The kind of event; of an exception also which.
    fn what(&self, item: &Item<'_>) -> String {
        let kind = self.kind(item.kind);
        match item.exception {
            Some(which) => {
                let plain = which.replace('_', " ");
                let named = self.exception.get(which).unwrap_or(&plain);
                format!("{kind}: {named}")
            }
            None => kind.to_owned(),
        }
    }

    /// How many of which, a line each.
    fn counts(&self, all: &[Item<'_>]) -> String {
        let mut text = String::new();
        for line in &digest(all.iter().map(|i| (i.kind, i.severity))).lines {
            let count = line.count.to_string();
            let told = [
                ("count", count.as_str()),
                ("kind", self.kind(&line.kind)),
                ("severity", self.severity(line.severity)),
            ];
            let _ = writeln!(text, "{}", fill(&self.line, &told));
        }
        text
    }

    /// What a notice says below its title: how grave, whose, when.
    fn when(&self, item: &Item<'_>, asked: &Letter<'_>) -> String {
        let mut parts = vec![self.severity(item.severity).to_owned()];
        parts.extend(item.rep.map(|(_, code)| one_line(code)));
        parts.push(self.clock(item, asked));
        parts.join(" · ")
    }

    fn clock(&self, item: &Item<'_>, asked: &Letter<'_>) -> String {
        let at = item
            .at
            .to_utc()
            .unwrap_or_default()
            .with_timezone(&asked.zone);
        at.format(&self.time).to_string()
    }

    /// A few lines on one event.
    fn told(&self, item: &Item<'_>, asked: &Letter<'_>) -> String {
        let mut text = format!("{} · {}\n", self.severity(item.severity), self.what(item));
        if let Some((name, code)) = item.rep {
            let _ = writeln!(text, "{} ({code})", one_line(name));
        }
        let at = self.clock(item, asked);
        let _ = writeln!(text, "{at} ({})", asked.zone.name());
        if let Some(url) = asked.public_url.filter(|_| item.exception.is_some()) {
            let _ = writeln!(text, "{url}/exceptions/{}", item.subject_id);
        }
        text
    }
}

/// `{name}` → its value.
fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    values
        .iter()
        .fold(pattern.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
}

/// Names come from files and people: none may begin a header or a line of its own.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use fieldbeat_domain::notify::KINDS;

    use super::*;

    fn item<'a>(kind: &'a str, exception: Option<&'a str>) -> Item<'a> {
        Item {
            kind,
            severity: Severity::Critical,
            rep: Some(("Dương Thị Quỳnh\nBcc: x", "HN-R005")),
            exception,
            subject_id: "42",
            // 2026-03-02 08:31 in Hanoi.
            at: At(1_772_415_060_000),
        }
    }

    fn written(language: &str, items: &[Item<'_>]) -> Written {
        letter(&Letter {
            language,
            subscription: "Team north",
            items,
            zone: chrono_tz::Asia::Ho_Chi_Minh,
            public_url: Some("https://fieldbeat.example.com"),
        })
    }

    #[test]
    fn every_language_has_every_word() {
        assert_eq!(
            LANGUAGES.keys().copied().collect::<Vec<_>>(),
            ["en", "vi", "zh"]
        );
        let named: Vec<_> = LANGUAGES
            .values()
            .map(|w| w.exception.keys().collect::<Vec<_>>())
            .collect();
        for (language, words) in LANGUAGES.iter() {
            for kind in KINDS {
                assert!(words.kind.contains_key(*kind), "{language}: {kind}");
            }
            for severity in Severity::ALL {
                assert!(words.severity.contains_key(severity.as_str()), "{language}");
            }
            assert_eq!(
                words.exception.keys().collect::<Vec<_>>(),
                named[0],
                "{language}"
            );
        }
    }

    #[test]
    fn one_event_is_told_with_its_time_and_link() {
        let one = written("en", &[item("exception_opened", Some("not_started"))]);
        assert_eq!(
            one.subject,
            "Exception opened: not started – Dương Thị Quỳnh Bcc: x"
        );
        assert_eq!(
            one.body,
            "Critical · Exception opened: not started\nDương Thị Quỳnh Bcc: x (HN-R005)\n2 Mar 2026 08:31 (Asia/Ho_Chi_Minh)\n\
             https://fieldbeat.example.com/exceptions/42\n\n-- \nYou get this because of your subscription “Team north”.\n\
             Change it: https://fieldbeat.example.com/alerts\n"
        );
        let vi = written("vi", &[item("visit_closed", None)]);
        assert!(
            vi.body.contains("02/03/2026 08:31") && !vi.body.contains("/exceptions/"),
            "{}",
            vi.body
        );
    }

    #[test]
    fn many_events_are_counted_and_the_first_ones_listed() {
        let items: Vec<_> = (0..60)
            .map(|_| item("exception_opened", Some("idle")))
            .collect();
        for language in ["en", "vi", "zh"] {
            let all = written(language, &items);
            assert!(all.subject.contains("60"), "{}", all.subject);
            assert!(all.body.contains("10"), "{}", all.body);
            assert_eq!(all.body.matches("HN-R005").count(), LISTED_MAX);
        }
    }

    #[test]
    fn a_notice_is_short_and_leads_to_its_page() {
        let long = "\"Nguyễn\" ".repeat(60);
        let named = |kind, exception| Item {
            rep: Some((&long, "HN-R005")),
            ..item(kind, exception)
        };
        for language in ["en", "vi", "zh"] {
            let told = |items: &[Item<'_>]| {
                let told = notice(&Letter {
                    language,
                    subscription: "Team north",
                    items,
                    zone: chrono_tz::Asia::Ho_Chi_Minh,
                    public_url: None,
                });
                assert!(told.title.len() <= TITLE_BYTES && told.body.len() <= BODY_BYTES);
                assert!(!told.title.is_empty() && !told.body.is_empty());
                told
            };
            let one = told(&[named("exception_opened", Some("idle"))]);
            assert_eq!(one.path, "/exceptions/42");
            assert!(one.title.ends_with('…') && one.body.contains("HN-R005"));
            assert_eq!(told(&[named("visit_closed", None)]).path, "/");
            assert_eq!(told(&[]).path, "/alerts");
            let all: Vec<_> = KINDS.iter().map(|kind| named(kind, None)).collect();
            let all = told(&all);
            assert!(all.is_digest && all.severity == Severity::Critical);
        }
    }
}
