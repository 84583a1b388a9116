//! What every paper has: company, title, number, facts, lines, sums, signatures, and who printed it when.
//! Markup alone; nothing here is text of a document.

use axum::{
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use fieldbeat_domain::kpi::Language;
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    amount::Teller,
    words::{self, Names, say},
};

/// What is in the printer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
pub enum Size {
    #[default]
    #[serde(rename = "a4")]
    A4,
    #[serde(rename = "a5")]
    A5,
    /// The roll of a mobile or till printer.
    #[serde(rename = "80mm")]
    Roll,
}

impl Size {
    const ALL: [Self; 3] = [Self::A4, Self::A5, Self::Roll];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A5 => "a5",
            Self::Roll => "80mm",
        }
    }

    /// Its stylesheet; a class cannot begin with a figure.
    const fn class(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A5 => "a5",
            Self::Roll => "roll",
        }
    }
}

/// On which paper, in which language, for whom.
pub struct Frame {
    pub size: Size,
    pub tell: Teller,
    pub company: String,
    pub zone: Tz,
    pub printed_by: Option<String>,
    pub printed_at: DateTime<Utc>,
    /// The rest of the query, for the links to other sizes and languages: `&delivery=…`.
    pub rest: String,
}

/// One document, ready to be framed.
pub struct Paper {
    pub title: Names,
    pub number: String,
    /// Across its head: that it is no valid one.
    pub mark: Option<Names>,
    pub body: Markup,
    pub signatures: &'static [Names],
    pub id: Option<Uuid>,
}

/// The figures at the end of an id: as much as people say to each other.
pub fn short(id: Uuid) -> String {
    let text = id.simple().to_string().to_uppercase();
    text.get(24..).unwrap_or_default().to_owned()
}

impl Frame {
    pub const fn language(&self) -> Language {
        self.tell.language
    }

    pub const fn say(&self, names: Names) -> &'static str {
        say(names, self.tell.language)
    }

    pub fn day(&self, date: NaiveDate) -> String {
        let shape = match self.language() {
            Language::Zh => "%Y-%m-%d",
            Language::En | Language::Vi => "%d/%m/%Y",
        };
        date.format(shape).to_string()
    }

    pub fn moment(&self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.zone);
        format!("{} {}", self.day(local.date_naive()), local.format("%H:%M"))
    }

    /// The whole page. It takes nothing from elsewhere, and runs nothing but the script that prints.
    pub fn page(&self, paper: &Paper) -> Response {
        let title = self.say(paper.title);
        let markup = html! {
            (DOCTYPE)
            html lang=(words::tag(self.language())) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width";
                    title { (title) " " (paper.number) }
                    link rel="stylesheet" href="/papers/paper.css";
                    link rel="stylesheet" href=(format!("/papers/{}.css", self.size.class()));
                    script src="/papers/paper.js" defer {}
                }
                body class=(self.size.class()) {
                    (self.bar())
                    article {
                        (self.head(title, paper))
                        (paper.body)
                        (self.signatures(paper.signatures))
                        (self.foot(paper))
                    }
                }
            }
        };
        let mut response = Html(markup.into_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(
                "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            ),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    /// On the screen only.
    fn bar(&self) -> Markup {
        let to = |size: Size, language: Language| {
            let tag = say(["en", "vi", "zh"], language);
            format!("?size={}&lang={tag}{}", size.as_str(), self.rest)
        };
        html! {
            nav {
                button type="button" id="print" { (self.say(words::PRINT)) }
                span role="group" aria-label=(self.say(words::SIZE)) {
                    @for size in Size::ALL {
                        a href=(to(size, self.language())) aria-current=[(size == self.size).then_some("true")] {
                            (match size { Size::A4 => "A4", Size::A5 => "A5", Size::Roll => "80 mm" })
                        }
                    }
                }
                span role="group" aria-label=(self.say(words::LANGUAGE)) {
                    @for (language, name) in [(Language::En, "English"), (Language::Vi, "Tiếng Việt"), (Language::Zh, "中文")] {
                        a href=(to(self.size, language)) lang=(words::tag(language))
                            aria-current=[(language == self.language()).then_some("true")] { (name) }
                    }
                }
            }
        }
    }

    fn head(&self, title: &str, paper: &Paper) -> Markup {
        html! {
            header {
                p class="company" { (self.company) }
                h1 { (title) }
                p class="number" { (self.say(words::NUMBER)) " " (paper.number) }
                @if let Some(mark) = paper.mark {
                    p class="mark" { (self.say(mark)) }
                }
            }
        }
    }

    fn signatures(&self, who: &[Names]) -> Markup {
        html! {
            section class="signatures" {
                @for names in who {
                    div {
                        strong { (self.say(*names)) }
                        small { (self.say(words::SIGN_HOW)) }
                    }
                }
            }
        }
    }

    fn foot(&self, paper: &Paper) -> Markup {
        html! {
            footer {
                span {
                    (self.say(words::PRINTED)) " " (self.moment(self.printed_at))
                    @if let Some(by) = &self.printed_by { " " (self.say(words::BY)) " " (by) }
                }
                @if let Some(id) = paper.id { span class="id" { (id) } }
            }
        }
    }
}

/// Name and value, side by side; what is not known is left out.
pub fn facts(rows: &[(&str, Option<String>)]) -> Markup {
    html! {
        dl class="facts" {
            @for (name, value) in rows {
                @if let Some(value) = value {
                    div { dt { (name) } dd { (value) } }
                }
            }
        }
    }
}

/// Sums, the last of them the one that counts.
pub fn sums(rows: &[(&str, String)]) -> Markup {
    html! {
        dl class="sums" {
            @for (name, value) in rows {
                div { dt { (name) } dd { (value) } }
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Takes a line of its own on the roll.
    Name,
    Text,
    Number,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Text => "text",
            Self::Number => "number",
        }
    }
}

/// Rows under their headings; the headings are repeated on every page, and on the roll stand before each value.
pub fn table(columns: &[(Names, Kind)], language: Language, rows: &[Vec<String>]) -> Markup {
    html! {
        table {
            thead {
                tr {
                    @for (names, kind) in columns {
                        th scope="col" class=(kind.class()) { (say(*names, language)) }
                    }
                }
            }
            tbody {
                @for row in rows {
                    tr {
                        @for ((names, kind), value) in columns.iter().zip(row) {
                            td class=(kind.class()) data-label=(say(*names, language)) { (value) }
                        }
                    }
                }
            }
        }
    }
}
