//! Lists: keyset pages whose opaque cursor is bound to what was asked.

use axum::http::StatusCode;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::{Api, problem::Problem};
use crate::store::{
    event::{self, Cursor},
    page::{Since, Slice},
};

pub const LIMIT_DEFAULT: u32 = 100;
pub const LIMIT_MAX: u32 = 1_000;

/// One page of a list.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Null on the last page.
    pub next_cursor: Option<String>,
    /// For a later `updated_since`: complete, whatever committed late.
    pub changes_cursor: String,
}

/// A page being made; `K` is the key that the list is ordered by.
pub struct Listing<K> {
    pub after: Option<K>,
    pub limit: i64,
    pub since: Since,
    bound: String,
    changes: String,
}

#[derive(Serialize, Deserialize)]
struct Place<K> {
    bound: String,
    after: K,
    changes: String,
}

/// The paging parameters of a list as they came.
pub struct Asked<'a> {
    pub limit: Option<u32>,
    pub cursor: Option<&'a str>,
    pub updated_since: Option<&'a str>,
}

impl<K: Serialize + DeserializeOwned> Listing<K> {
    /// `filter` is everything besides the cursor that the rows depend on.
    pub async fn begin(
        api: &Api,
        collection: &str,
        asked: Asked<'_>,
        filter: &(impl std::fmt::Debug + Sync),
    ) -> Result<Self, Problem> {
        let limit = limit(asked.limit)?;
        let position = event::position(api.db()).await?;
        let since = match asked.updated_since {
            None => Since::Ever,
            Some(text) => since(text, &position)?,
        };
        let bound = bind(collection, &format!("{filter:?} {:?}", asked.updated_since));
        let place = match asked.cursor {
            None => None,
            Some(text) => Some(read::<K>(text, &bound)?),
        };
        let (after, changes) = match place {
            // All pages of one walk share the snapshot of the first.
            Some(place) => (Some(place.after), place.changes),
            None => (None, Cursor::new(position.store, position.xmin, 0).text()),
        };
        Ok(Self {
            after,
            limit,
            since,
            bound,
            changes,
        })
    }

    /// Rows to fetch: one more than shown tells whether there is a next page.
    pub const fn fetch(&self) -> i64 {
        self.limit + 1
    }

    pub fn page<T>(self, mut rows: Vec<T>, key: impl Fn(&T) -> K) -> Page<T> {
        let shown = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > shown;
        rows.truncate(shown);
        let next_cursor = rows.last().filter(|_| more).and_then(|last| {
            let place = Place {
                bound: self.bound,
                after: key(last),
                changes: self.changes.clone(),
            };
            serde_json::to_vec(&place)
                .ok()
                .map(|json| URL_SAFE_NO_PAD.encode(json))
        });
        Page {
            items: rows,
            next_cursor,
            changes_cursor: self.changes,
        }
    }
}

impl Listing<i32> {
    pub fn slice(&self) -> Slice {
        Slice {
            after: self.after.unwrap_or(0),
            limit: self.limit,
            since: self.since,
        }
    }
}

/// 1 to 1,000; 100 by default.
pub fn limit(asked: Option<u32>) -> Result<i64, Problem> {
    match asked.unwrap_or(LIMIT_DEFAULT) {
        limit @ 1..=LIMIT_MAX => Ok(i64::from(limit)),
        _ => Err(Problem::query("limit", "out_of_range")),
    }
}

fn since(text: &str, position: &event::Position) -> Result<Since, Problem> {
    if let Ok(time) = chrono::DateTime::parse_from_rfc3339(text) {
        return Ok(Since::Time(time.to_utc()));
    }
    let cursor: Cursor = text
        .parse()
        .map_err(|_| Problem::query("updated_since", "invalid"))?;
    if cursor.store != Cursor::new(position.store, 0, 0).store {
        return Err(lost());
    }
    Ok(Since::Xid(cursor.xid))
}

/// The cursor is of a store that a failover or a restore has replaced.
pub fn lost() -> Problem {
    Problem::new(StatusCode::GONE, "cursor_lost")
}

fn bind(collection: &str, filter: &str) -> String {
    let digest = Sha256::digest(format!("{collection}\0{filter}"));
    URL_SAFE_NO_PAD.encode(digest.get(..9).unwrap_or_default())
}

fn read<K: DeserializeOwned>(text: &str, bound: &str) -> Result<Place<K>, Problem> {
    let mismatch = || Problem::new(StatusCode::BAD_REQUEST, "cursor_mismatch");
    let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| mismatch())?;
    let place: Place<K> = serde_json::from_slice(&json).map_err(|_| mismatch())?;
    if place.bound == bound {
        Ok(place)
    } else {
        Err(mismatch())
    }
}
