//! What a viewer asks for: subscribe, follow, unfollow. A refusal is a frame, never a close.

use fieldbeat_domain::id::RepId;

use super::{
    session::Session,
    told::Told,
    view::{Units, View},
    viewer::{MAX_FOLLOWED, Viewer},
};
use crate::wire::live::{
    encode,
    request::{Request, Subscribe, parse},
};

impl Session<'_> {
    /// Does what one text frame asks; `Err` holds the answer to a bad one.
    pub(super) async fn ask(&mut self, text: &str) -> Result<(), String> {
        let request = parse(text).map_err(|malformed| {
            encode::error(malformed.code(), &malformed.to_string(), self.sub(), None)
        })?;
        match request {
            Request::Subscribe(wish) => self.subscribe(wish).await,
            Request::Follow(rep, asked) => self.follow(rep, asked).await,
            Request::Unfollow(rep) => {
                self.unfollow(rep);
                Ok(())
            }
        }
    }

    pub(super) fn malformed(&self, detail: &str) -> String {
        encode::error("malformed", detail, self.sub(), None)
    }

    fn sub(&self) -> Option<u64> {
        self.viewer.as_ref().map(Viewer::sub)
    }

    async fn subscribe(&mut self, wish: Subscribe) -> Result<(), String> {
        let units = if wish.filter.org_units.is_empty() {
            None
        } else {
            let mut all = Vec::new();
            for unit in &wish.filter.org_units {
                let below =
                    self.auth.subtree(*unit).await.map_err(|_| {
                        encode::error("unavailable", "try again", Some(wish.sub), None)
                    })?;
                all.extend(below);
            }
            Some(Units::new(all))
        };
        let view = View::new(
            self.grant.reach.clone(),
            wish.bbox,
            wish.zoom,
            &wish.filter,
            units,
            wish.cells,
        );
        let (followed, columns) = match &mut self.viewer {
            Some(viewer) => viewer.hand_over(),
            None => (
                std::mem::take(&mut self.early),
                self.columns.then(Told::default),
            ),
        };
        self.subscribed(Viewer::new(wish.sub, view, followed, columns));
        Ok(())
    }

    /// An unknown rep and one out of reach get the same answer, so that nobody can probe.
    async fn follow(&mut self, rep: Option<RepId>, asked: i64) -> Result<(), String> {
        let refuse = |code: &str, sub| encode::error(code, "", sub, Some(asked));
        let found = match rep {
            Some(rep) => self.may_follow(rep).await.then_some(rep),
            None => None,
        };
        let Some(rep) = found else {
            return Err(refuse("not_found", self.sub()));
        };
        let sub = self.sub();
        let followed = match &self.viewer {
            Some(viewer) => viewer.followed(),
            None => &self.early,
        };
        if followed.contains(&rep) {
            return Ok(());
        }
        if followed.len() >= MAX_FOLLOWED {
            return Err(refuse("too_many_followed", sub));
        }
        match &mut self.viewer {
            Some(viewer) => viewer.follow(rep),
            None => self.early.push(rep),
        }
        self.due = true;
        Ok(())
    }

    async fn may_follow(&mut self, rep: RepId) -> bool {
        let on_board = {
            let board = self.hub.board();
            let found = board.slot(rep).and_then(|slot| board.find(slot));
            found.map(|(bucket, _)| bucket.key.unit)
        };
        let unit = match on_board {
            Some(unit) => Some(unit),
            None => self.auth.unit_of_rep(rep).await.ok().flatten(),
        };
        unit.is_some_and(|unit| self.grant.reach.sees(unit))
    }

    fn unfollow(&mut self, asked: Option<i64>) {
        let rep = match asked {
            None => None,
            Some(number) => match i32::try_from(number) {
                Ok(number) => Some(RepId(number)),
                // No rep has that number, so nobody follows it.
                Err(_) => return,
            },
        };
        match &mut self.viewer {
            Some(viewer) => viewer.unfollow(&self.hub.board(), rep),
            None => self
                .early
                .retain(|early| rep.is_some_and(|rep| rep != *early)),
        }
        self.due = true;
    }
}
