//! The UUIDs of a played plan: made of what they name, so that playing a plan again for the same
//! start is a resend, and playing it for another start is another day.

use uuid::{Builder, Uuid};

/// Names of one rep's day of one run.
#[derive(Clone, Debug)]
pub struct Ids {
    space: Uuid,
}

impl Ids {
    /// `company` and `rep` are external codes, `start_ms` the run's start.
    pub fn new(company: &str, rep: &str, start_ms: i64) -> Self {
        let name = format!("fieldbeat-sim/{company}/{rep}/{start_ms}");
        Self {
            space: Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()),
        }
    }

    /// A version 7 UUID of that instant, the rest made of the key.
    pub fn id(&self, key: &str, at_ms: i64) -> Uuid {
        let named = Uuid::new_v5(&self.space, key.as_bytes());
        let mut rest = [0_u8; 10];
        for (to, from) in rest.iter_mut().zip(named.as_bytes()) {
            *to = *from;
        }
        let millis = u64::try_from(at_ms).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
    }

    /// The same for a key whose instant the caller does not know (a session named by its fixes).
    pub fn named(&self, key: &str) -> Uuid {
        Uuid::new_v5(&self.space, key.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_depends_on_all_that_it_names() {
        let ids = Ids::new("c", "r", 1_000);
        let id = ids.id("v1", 1_700_000_000_000);
        assert_eq!(id, ids.id("v1", 1_700_000_000_000));
        assert_ne!(id, ids.id("v2", 1_700_000_000_000));
        assert_ne!(id, Ids::new("c", "r2", 1_000).id("v1", 1_700_000_000_000));
        assert_eq!(id.get_version_num(), 7);
    }
}
