//! References by id or by code, resolved in bulk and inside the scope only.

use std::collections::{HashMap, HashSet};

/// Rows of one master that a batch may refer to.
#[derive(Debug, Default)]
pub struct Known {
    ids: HashSet<i32>,
    codes: HashMap<String, i32>,
}

/// What a reference turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    Absent,
    Found(i32),
    /// Named but not there, or out of scope.
    Unknown,
}

impl Reference {
    pub const fn id(self) -> Option<i32> {
        match self {
            Self::Found(id) => Some(id),
            Self::Absent | Self::Unknown => None,
        }
    }
}

impl Known {
    pub fn add(&mut self, id: i32, code: String) {
        self.ids.insert(id);
        self.codes.insert(code, id);
    }

    /// The id wins where both are given.
    pub fn find(&self, id: Option<i32>, code: Option<&str>) -> Reference {
        match (id, code) {
            (Some(id), _) if self.ids.contains(&id) => Reference::Found(id),
            (None, Some(code)) => self
                .codes
                .get(code)
                .map_or(Reference::Unknown, |&id| Reference::Found(id)),
            (None, None) => Reference::Absent,
            (Some(_), _) => Reference::Unknown,
        }
    }
}

/// Ids and codes to look up.
#[derive(Debug, Default)]
pub struct Wanted {
    pub ids: Vec<i32>,
    pub codes: Vec<String>,
}

impl Wanted {
    pub fn add(&mut self, id: Option<i32>, code: Option<&str>) {
        self.ids.extend(id);
        // The database takes no NUL; such a code stays unknown.
        self.codes
            .extend(code.filter(|c| !c.contains('\0')).map(str::to_owned));
    }
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.codes.is_empty()
    }
}
