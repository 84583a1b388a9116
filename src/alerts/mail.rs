//! E-mail by SMTP. What is written is `text`'s; here it becomes a message and leaves.

use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use uuid::Uuid;

use super::{ATTEMPT_MAX, Refusal};

/// What is wrong with the settings of e-mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailFault {
    Url,
    From,
}

/// The way to the mail server.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Whether a text is one e-mail address.
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.parse::<Address>().is_ok()
}

/// A message to one person.
pub(super) struct Letter<'a> {
    pub id: Uuid,
    pub to: &'a str,
    pub subject: String,
    pub body: String,
    /// Where the reader's program says that no more is wanted (RFC 8058), in angle brackets.
    pub unsubscribe: Option<String>,
}

impl Mailer {
    /// `smtp://`, `smtps://`, with `?tls=required` for STARTTLS; name and password in the URL.
    pub fn new(url: &str, from: &str) -> Result<Self, MailFault> {
        let from = from.parse().map_err(|_| MailFault::From)?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| MailFault::Url)?
            .timeout(Some(ATTEMPT_MAX))
            .build();
        Ok(Self { transport, from })
    }

    /// Whom to ask about what this server sends.
    pub fn contact(&self) -> String {
        format!("mailto:{}", self.from.email)
    }

    pub(super) async fn send(&self, letter: Letter<'_>) -> Result<(), Refusal> {
        let message = self
            .message(&letter)
            .ok_or_else(|| Refusal::last("invalid_address"))?;
        match tokio::time::timeout(ATTEMPT_MAX, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(reason(&error)),
            Err(_) => Err(Refusal::again("timeout")),
        }
    }

    fn message(&self, letter: &Letter<'_>) -> Option<Message> {
        let to = Mailbox::new(None, letter.to.parse().ok()?);
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            // The same at every attempt, so that a reader shows a repeated message once.
            .message_id(Some(format!(
                "<{}@{}>",
                letter.id,
                self.from.email.domain()
            )))
            .subject(letter.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone())
            .ok()?;
        if let Some(link) = &letter.unsubscribe {
            for (name, value) in [
                ("List-Unsubscribe", link.as_str()),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ] {
                let name = HeaderName::new_from_ascii_str(name);
                let value = HeaderValue::new(name, value.to_owned());
                message.headers_mut().insert_raw(value);
            }
        }
        // Nobody's absence assistant answers to it (RFC 3834).
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        message
            .headers_mut()
            .insert_raw(HeaderValue::new(automatic, "auto-generated".to_owned()));
        Some(message)
    }
}

fn reason(error: &lettre::transport::smtp::Error) -> Refusal {
    let code = error.status().map(|status| format!("smtp_{status}"));
    match code {
        Some(code) if error.is_permanent() => Refusal::last(code),
        Some(code) => Refusal::again(code),
        None if error.is_timeout() => Refusal::again("timeout"),
        None if error.is_tls() => Refusal::again("tls"),
        None => Refusal::again("no_connection"),
    }
}
