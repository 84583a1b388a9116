//! Messages as they are read: headers and a beginning become words. Whatever the bytes are, the worst is a message that
//! cannot be read.

use chrono::{DateTime, Utc};
use fieldbeat_trade::crm::email::{LINE_MAX, Marks, TEXT_MAX, automatic, line, shown};
use mail_parser::{
    Address, HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};
use sha2::{Digest, Sha256};

use crate::store::mailbox::keep::Attachment;

/// Addresses looked at.
const ADDRESSES_MAX: usize = 200;
/// Recipients that are kept.
pub const RECIPIENTS_MAX: usize = 20;
/// Attachments that are named.
pub const ATTACHMENTS_MAX: usize = 20;
/// Texts of one message that are put together.
const TEXTS_MAX: usize = 3;

/// What the headers say.
#[derive(Clone, Debug)]
pub struct Heading {
    /// In lower case; the first one wrote it.
    pub from: Vec<String>,
    pub to: Vec<String>,
    /// For a reader: `Name <address>`.
    pub sender: String,
    pub recipients: Vec<String>,
    pub subject: String,
    pub said_at: Option<DateTime<Utc>>,
    pub message_key: [u8; 32],
    pub thread_key: [u8; 32],
    pub automatic: bool,
}

/// What the beginning says.
#[derive(Clone, Debug)]
pub struct Content {
    pub text: String,
    pub cut: bool,
    pub attachments: Vec<Attachment>,
}

/// Runs a parser where it may take its time, and where its fall is the message's own.
pub async fn apart<T: Send + 'static>(
    read: impl FnOnce() -> Option<T> + Send + 'static,
) -> Option<T> {
    tokio::task::spawn_blocking(read).await.ok().flatten()
}

/// `None` where nobody can be made out who wrote it or got it.
pub fn heading(raw: &[u8]) -> Option<Heading> {
    let message = MessageParser::default().parse_headers(raw)?;
    let (senders, receivers) = (
        people(message.from()),
        [people(message.to()), people(message.cc())].concat(),
    );
    if senders.is_empty() && receivers.is_empty() {
        return None;
    }
    let sender = senders.first().map(Person::words).unwrap_or_default();
    let subject = line(message.subject().unwrap_or_default());
    let said_at = message.date().and_then(|date| {
        let sound = date.is_valid();
        DateTime::from_timestamp(date.to_timestamp(), 0).filter(|_| sound)
    });
    let own = message.message_id().map(|id| digest(&[id]));
    // Without an id of its own it is what it says.
    let said = said_at
        .map(|at| at.timestamp().to_string())
        .unwrap_or_default();
    let own =
        own.unwrap_or_else(|| digest(&[&sender, &said, &subject, &receivers_text(&receivers)]));
    let root = first_id(message.references()).or_else(|| first_id(message.in_reply_to()));
    Some(Heading {
        from: senders.iter().map(Person::key).collect(),
        to: receivers.iter().map(Person::key).collect(),
        sender,
        recipients: (receivers.iter().take(RECIPIENTS_MAX))
            .map(Person::words)
            .collect(),
        subject: if subject.is_empty() {
            "—".to_owned()
        } else {
            subject
        },
        said_at,
        message_key: own,
        thread_key: root.map_or(own, |id| digest(&[id])),
        automatic: automatic(&marks(&message)),
    })
}

fn marks<'a>(message: &'a Message<'_>) -> Marks<'a> {
    let raw = |name: HeaderName<'static>| message.header_raw(name).map(str::trim);
    Marks {
        auto_submitted: raw(HeaderName::AutoSubmitted),
        precedence: raw(HeaderName::Other("Precedence".into())),
        content_type: raw(HeaderName::ContentType),
        of_list: raw(HeaderName::ListId).is_some(),
        no_return: raw(HeaderName::ReturnPath) == Some("<>"),
    }
}

#[derive(Clone)]
struct Person {
    name: String,
    address: String,
}

impl Person {
    fn key(&self) -> String {
        self.address.to_lowercase()
    }

    fn words(&self) -> String {
        if self.name.is_empty() {
            self.address.clone()
        } else {
            let words = format!("{} <{}>", self.name, self.address);
            words.chars().take(LINE_MAX).collect()
        }
    }
}

fn people(addresses: Option<&Address<'_>>) -> Vec<Person> {
    let all = addresses.into_iter().flat_map(Address::iter);
    all.take(ADDRESSES_MAX)
        .filter_map(|one| {
            let address = line(one.address()?.trim());
            (!address.is_empty()).then(|| Person {
                name: line(one.name().unwrap_or_default()),
                address,
            })
        })
        .collect()
}

fn receivers_text(receivers: &[Person]) -> String {
    let keys: Vec<String> = receivers.iter().map(Person::key).collect();
    keys.join(" ")
}

fn first_id<'a>(value: &'a HeaderValue<'_>) -> Option<&'a str> {
    match value {
        HeaderValue::Text(id) => Some(id.as_ref()),
        HeaderValue::TextList(ids) => ids.first().map(AsRef::as_ref),
        _ => None,
    }
}

fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().into()
}

/// The text and what is attached, of a message of `bytes` whose beginning `raw` is.
pub fn content(raw: &[u8], bytes: i64) -> Option<Content> {
    let message = MessageParser::default().parse(raw)?;
    let read = i64::try_from(raw.len()).unwrap_or(i64::MAX);
    let texts: Vec<String> = (message.text_bodies().take(TEXTS_MAX))
        .filter_map(|part| match &part.body {
            PartType::Text(text) => Some(text.to_string()),
            PartType::Html(html) => Some(of_html(html)),
            _ => None,
        })
        .collect();
    let (text, cut) = shown(&texts.join("\n\n"), TEXT_MAX);
    let attachments: Vec<Attachment> = (message.attachments().take(ATTACHMENTS_MAX))
        .map(|part| attachment(part, (bytes - read).max(0), read))
        .collect();
    // Where not even the text was read to its end there is more of it.
    let unread = bytes > read && attachments.is_empty();
    Some(Content {
        text,
        cut: cut || unread,
        attachments,
    })
}

/// What ends a line for who looks at it ends one here; the parser knows of two such alone.
fn of_html(html: &str) -> String {
    let lines = html
        .replace("</div>", "</div><br>")
        .replace("</li>", "</li><br>")
        .replace("</tr>", "</tr><br>");
    mail_parser::decoders::html::html_to_text(&lines)
}

fn attachment(part: &MessagePart<'_>, unread: i64, read: i64) -> Attachment {
    let size = i64::try_from(part.len()).unwrap_or(i64::MAX);
    // The last one that was begun is most likely what the rest is of.
    let cut = unread > 0 && i64::from(part.offset_end) >= read.saturating_sub(1);
    let whole = i64::from(part.offset_end.saturating_sub(part.offset_body)) + unread;
    let encoding = part.content_transfer_encoding().unwrap_or_default();
    let bytes = if !cut {
        size
    } else if encoding.eq_ignore_ascii_case("base64") {
        // 57 bytes in a line of 78.
        whole / 78 * 57
    } else {
        whole
    };
    let name = line(part.attachment_name().unwrap_or_default());
    Attachment {
        name: if name.is_empty() { kind(part) } else { name },
        bytes,
    }
}

/// What it is, where it has no name.
fn kind(part: &MessagePart<'_>) -> String {
    part.content_type().map_or_else(
        || "—".to_owned(),
        |kind| {
            line(&format!(
                "{}/{}",
                kind.ctype(),
                kind.subtype().unwrap_or("*")
            ))
        },
    )
}
