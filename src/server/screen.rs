//! Compares the tracks of finished rep-days: with the rep's earlier days, and with colleagues of the
//! same unit and day. What is found becomes an input of the judge, who flags the visits of the
//! stretch. Joint visits, and the ways between them, are nobody's shared phone.

use std::{collections::HashMap, ops::Range, sync::Arc, time::Duration};

use chrono::{Days, NaiveDate};
use fieldbeat_domain::{
    finding::OtherDay,
    fix::Fix,
    id::RepId,
    rules::Rules,
    same_track::{SameTrack, Seen, carried_together, replayed},
    time::At,
    verdict::IntegrityFlag,
};

use super::Services;
use crate::store::{
    StoreError, fix,
    screening::{self, Due},
    world,
};

/// Rep-days of a round; where there are as many, another follows at once.
const ROUND: i64 = 32;
/// Finished days older than this are not looked at any more.
const BACK_DAYS: u64 = 14;
/// Earlier days of the rep, and colleagues, that a rep-day is compared with.
const EARLIER_MAX: i64 = 14;
const COLLEAGUES_MAX: i64 = 30;
/// Tracks kept in memory during a round, a few tens of kilobytes each.
const TRACKS_MAX: usize = 512;
/// A colleague's track that is so much earlier may be the one that was sent again.
const LATER_MS: i64 = 120_000;
/// Who was on a joint visit comes and goes together for so long, and between two that are no
/// farther apart.
const TOGETHER_MS: i64 = 1_800_000;

/// Ends when the server does, between two rep-days.
pub(super) async fn run(services: Services) {
    loop {
        let wait = match round(&services).await {
            Ok(true) => Duration::ZERO,
            Ok(false) => services.config.screen_every,
            Err(error) => {
                tracing::debug!(%error, "tracks will be compared later");
                services.config.screen_every
            }
        };
        tokio::select! {
            () = services.shutdown.started() => return,
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// True where there may be more.
async fn round(services: &Services) -> Result<bool, StoreError> {
    let today = services.rules.load().time.date_of(services.clock.now());
    let from = today - Days::new(BACK_DAYS);
    let due = screening::due(&services.db, from, ROUND).await?;
    let full = i64::try_from(due.len()).unwrap_or(0) == ROUND;
    let mut tracks = Tracks::default();
    let mut flagged = 0;
    for day in due {
        if services.shutdown.is_started() {
            return Ok(false);
        }
        flagged += screen(services, &day, &mut tracks).await?;
    }
    if flagged > 0 {
        tracing::info!(
            flagged,
            "rep-days with the track of another are judged again"
        );
    }
    Ok(full)
}

/// Compares one rep-day and keeps what was found. How many rep-days are judged again.
async fn screen(services: &Services, day: &Due, tracks: &mut Tracks) -> Result<usize, StoreError> {
    let own = tracks.read(services, day.rep, day.date).await?;
    let span = own.first().zip(own.last()).map(|(a, b)| (a.at, b.at));
    let mut earlier = Vec::new();
    for date in screening::earlier(&services.db, day.rep, day.date, EARLIER_MAX).await? {
        let other = OtherDay { rep: day.rep, date };
        earlier.push((other, tracks.read(services, day.rep, date).await?));
    }
    let joint = screening::joint_visits(&services.db, day.rep, day.date).await?;
    let mut colleagues = Vec::new();
    for rep in screening::colleagues(&services.db, day, COLLEAGUES_MAX).await? {
        let mut joint = joint.clone();
        joint.extend(screening::joint_visits(&services.db, rep, day.date).await?);
        let other = OtherDay {
            rep,
            date: day.date,
        };
        let track = tracks.read(services, rep, day.date).await?;
        colleagues.push((other, track, together(joint)));
    }
    let me = OtherDay {
        rep: day.rep,
        date: day.date,
    };
    let comparing = tokio::task::spawn_blocking(move || compare(me, &own, &earlier, &colleagues));
    let mut found = comparing
        .await
        .map_err(|_| StoreError::Unavailable(sqlx::Error::PoolClosed))?;
    let shares = |f: &SameTrack| f.flag == IntegrityFlag::SharedDevice;
    if !found.own.iter().any(shares)
        && let Some(span) = span
    {
        let rules = world::rules_on(&mut *services.db.acquire().await?, day.date).await?;
        let bounds = rules.time.day_bounds(day.date);
        let reps = screening::same_phone(&services.db, day.rep, bounds).await?;
        let other = reps.into_iter().map(|rep| OtherDay { rep, ..me }).next();
        found
            .own
            .extend(other.map(|o| SameTrack::one_phone(span.0, span.1, o)));
    }
    let now = services.clock.now();
    screening::keep(&services.db, day, &found.own, &found.others, now).await
}

/// What comparing one rep-day found.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    own: Vec<SameTrack>,
    /// Two phones that move as one speak of both reps.
    others: Vec<(RepId, SameTrack)>,
}

type Track = Arc<Vec<Seen>>;

fn compare(
    me: OtherDay,
    own: &[Seen],
    earlier: &[(OtherDay, Track)],
    colleagues: &[(OtherDay, Track, Vec<Range<At>>)],
) -> Found {
    let mut found = Found::default();
    let again = |other: &OtherDay, track: &[Seen]| {
        replayed(own, track)
            .filter(|s| other.date != me.date || s.shift_ms >= LATER_MS)
            .map(|s| SameTrack::of(&s, *other))
    };
    let of_days = earlier
        .iter()
        .filter_map(|(other, track)| again(other, track));
    let of_others = colleagues
        .iter()
        .filter_map(|(other, track, _)| again(other, track));
    // The longest speaks for all.
    let longest = of_days
        .chain(of_others)
        .max_by_key(|s| (s.moving, s.other.date, s.other.rep));
    found.own.extend(longest);
    let mut shared: Option<SameTrack> = None;
    for (other, track, joint) in colleagues {
        let Some(s) = carried_together(own, track, joint) else {
            continue;
        };
        let mine = SameTrack::of(&s, *other);
        found.others.push((other.rep, SameTrack::of(&s, me)));
        if shared.is_none_or(|s| s.moving < mine.moving) {
            shared = Some(mine);
        }
    }
    found.own.extend(shared);
    found
}

/// Joint visits with the ways to, between and from them.
fn together(mut visits: Vec<(At, At)>) -> Vec<Range<At>> {
    visits.sort_unstable();
    let mut all: Vec<Range<At>> = Vec::new();
    for (from, to) in visits {
        let (from, to) = (from.plus_ms(-TOGETHER_MS), to.plus_ms(TOGETHER_MS));
        match all.last_mut() {
            Some(last) if from <= last.end => last.end = last.end.max(to),
            _ => all.push(from..to),
        }
    }
    all
}

/// Tracks read in a round: neighbours in the order share most of theirs.
#[derive(Default)]
struct Tracks {
    kept: HashMap<(RepId, NaiveDate), Track>,
}

impl Tracks {
    async fn read(
        &mut self,
        services: &Services,
        rep: RepId,
        date: NaiveDate,
    ) -> Result<Track, StoreError> {
        if let Some(known) = self.kept.get(&(rep, date)) {
            return Ok(known.clone());
        }
        let mut conn = services.db.acquire().await?;
        let rules = world::rules_on(&mut conn, date).await?;
        let bounds = rules.time.day_bounds(date);
        let fixes = fix::of_rep(&mut conn, rep, bounds.start, bounds.end).await?;
        let track = Arc::new(track_of(&fixes, &rules));
        if self.kept.len() >= TRACKS_MAX {
            self.kept.clear();
        }
        self.kept.insert((rep, date), track.clone());
        Ok(track)
    }
}

/// What the judge may use, by the time that it uses.
fn track_of(fixes: &[Fix], rules: &Rules) -> Vec<Seen> {
    let usable = |f: &&Fix| {
        f.accuracy_dm
            .is_none_or(|a| a <= rules.accuracy_reject_m * 10)
    };
    let mut track: Vec<Seen> = fixes
        .iter()
        .filter(usable)
        .map(|f| Seen {
            at: f.judged_at(),
            position: f.position,
        })
        .collect();
    track.sort_unstable_by_key(|s| (s.at, s.position));
    track
}
