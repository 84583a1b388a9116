//! Versions as entity tags: `ETag: "v7"`, and `If-Match` that asks for one.

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, header, request::Parts},
};

use super::problem::Problem;

pub fn text(version: i32) -> String {
    format!("\"v{version}\"")
}

/// The version that the caller has seen; `None` for `*`. Absent: 428.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub Option<i32>);

impl IfMatch {
    /// 412 with the current tag where the caller is behind.
    pub fn check(self, current: i32) -> Result<(), Problem> {
        match self.0 {
            Some(seen) if seen != current => Err(Problem::stale(current)),
            Some(_) | None => Ok(()),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Err(Problem::new(
                StatusCode::PRECONDITION_REQUIRED,
                "if_match_required",
            ));
        };
        let value = value.to_str().unwrap_or_default().trim();
        if value == "*" {
            return Ok(Self(None));
        }
        // A tag that is not ours matches nothing: version 0 never exists.
        let tag = value.strip_prefix("\"v").and_then(|v| v.strip_suffix('"'));
        Ok(Self(Some(tag.and_then(|v| v.parse().ok()).unwrap_or(0))))
    }
}
