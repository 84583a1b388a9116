//! The page behind the link in a message: who got it says that no more is wanted, without a login. What opens the link
//! alone changes nothing, since programs open links that nobody has clicked.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use uuid::Uuid;

use super::{Api, problem::Problem};
use crate::{alerts, store::campaign::message};

struct Words {
    language: &'static str,
    title: &'static str,
    ask: &'static str,
    button: &'static str,
    done: &'static str,
}

const WORDS: [Words; 3] = [
    Words {
        language: "en",
        title: "No more messages",
        ask: "Do you want to get no more messages like the one you have just opened?",
        button: "No more messages",
        done: "You will get no more of these messages.",
    },
    Words {
        language: "vi",
        title: "Ngừng nhận tin",
        ask: "Bạn không muốn nhận những tin như tin vừa mở nữa?",
        button: "Ngừng nhận tin",
        done: "Bạn sẽ không nhận những tin này nữa.",
    },
    Words {
        language: "zh",
        title: "不再接收消息",
        ask: "您不想再收到此类消息吗？",
        button: "不再接收",
        done: "您将不再收到此类消息。",
    },
];

/// The words of the campaign's language, where the link is ours; else not found.
async fn words(api: &Api, id: &str, told: &str) -> Result<(Uuid, &'static Words), Problem> {
    let id = Uuid::parse_str(id).map_err(|_| Problem::not_found())?;
    let known = message::link(api.db(), id).await?;
    let (key, language) = known.ok_or_else(Problem::not_found)?;
    if !alerts::is_signed(&key, id, told) {
        return Err(Problem::not_found());
    }
    let [english, ..] = &WORDS;
    let words = WORDS.iter().find(|w| w.language == language);
    Ok((id, words.unwrap_or(english)))
}

fn page(words: &Words, status: StatusCode, inner: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"{0}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"robots\" content=\"noindex\"><title>{1}</title></head><body><main><h1>{1}</h1>{inner}</main></body></html>",
        words.language, words.title
    );
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// `GET /opt-out/{message}/{signature}`: asks.
pub async fn ask(
    State(api): State<Api>,
    Path((id, told)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (_, words) = words(&api, &id, &told).await?;
    let inner = format!(
        "<p>{}</p><form method=\"post\"><button>{}</button></form>",
        words.ask, words.button
    );
    Ok(page(words, StatusCode::OK, &inner))
}

/// `POST /opt-out/{message}/{signature}`: done, also by a mail program's one click (RFC 8058).
pub async fn done(
    State(api): State<Api>,
    Path((id, told)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (id, words) = words(&api, &id, &told).await?;
    let mut tx = api.db().begin().await?;
    message::opt_out(&mut tx, api.now().at, id, None).await?;
    tx.commit().await?;
    let inner = format!("<p>{}</p>", words.done);
    Ok(page(words, StatusCode::OK, &inner))
}
