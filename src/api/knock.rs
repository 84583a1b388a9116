//! Doors that are open to everybody, where there is something to guess or to wear out: a line that knocks too often is
//! told to wait. Passwords are counted by login beside it (`attempts`); tokens are too long to be guessed.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use super::{
    address::{Address, line_of},
    pace::{OF_LINE, Pace},
    problem::{self, Problem},
};
use crate::clock::Clock;

const OPEN_DOORS: [&str; 7] = [
    "/api/v1/session",
    "/api/v1/first-run",
    "/api/v1/public",
    "/v1/device/enroll",
    "/calendar/",
    "/opt-out/",
    "/message-reports/",
];

/// What is counted. Cheap to clone.
#[derive(Clone)]
pub struct Doors {
    clock: Clock,
    of_line: Arc<Pace<IpAddr>>,
}

impl Doors {
    pub fn new(clock: &Clock) -> Self {
        Self {
            clock: clock.clone(),
            of_line: Arc::new(Pace::new(OF_LINE)),
        }
    }
}

pub async fn knock(
    State(doors): State<Doors>,
    Address(address): Address,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    if OPEN_DOORS.iter().any(|door| path.starts_with(door))
        && let Err(wait) = doors.of_line.ask(line_of(address), doors.clock.now())
    {
        return problem::rendered(Problem::too_many("rate_limited", wait));
    }
    next.run(request).await
}
