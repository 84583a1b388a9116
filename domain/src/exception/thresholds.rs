//! When each exception opens: the company's settings, with the field's usual numbers.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A minute after local midnight, written `"08:30"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockTime(pub u16);

impl Serialize for ClockTime {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&format_args!("{:02}:{:02}", self.0 / 60, self.0 % 60))
    }
}

impl<'de> Deserialize<'de> for ClockTime {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let part = |text: &str, below: u16| {
            let plain = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
            text.parse::<u16>().ok().filter(|n| plain && *n < below)
        };
        text.split_once(':')
            .and_then(|(h, m)| Some(Self(part(h, 24)? * 60 + part(m, 60)?)))
            .ok_or_else(|| serde::de::Error::custom("no time of day"))
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty = $default:expr),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            pub on: bool,
            $(pub $field: $type,)*
        }
        impl Default for $name {
            fn default() -> Self {
                Self { on: true, $($field: $default,)* }
            }
        }
    )*};
}

kinds! {
    /// On or off, without a number of its own.
    Plain {}
    NotStarted { by: ClockTime = ClockTime(8 * 60 + 30) }
    /// A cause that must last.
    Lasting { after_min: u16 = 15 }
    GpsOff { after_min: u16 = 2 }
    Battery { below_pct: u8 = 15 }
    /// Records, and how long a phone that is heard holds as many.
    Backlog { items: u32 = 50, after_min: u16 = 30 }
    Territory { beyond_m: u32 = 2_000 }
    PlanBehind { at: ClockTime = ClockTime(14 * 60), below_pct: u8 = 50 }
    Misses { in_a_row: u8 = 3 }
    Integrity { flags: u16 = 3 }
    Carried { after_h: u16 = 24 }
    /// Minor units; 0 is no limit.
    Cash { above_minor: i64 = 0 }
}

/// Every kind that can be set; an SOS cannot be switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    pub not_started: NotStarted,
    pub silent: Lasting,
    pub gps_off: GpsOff,
    pub low_battery: Battery,
    pub backlog: Backlog,
    pub left_territory: Territory,
    pub idle: Lasting,
    pub plan_behind: PlanBehind,
    pub off_route: Plain,
    pub outside: Plain,
    pub short_visit: Plain,
    pub three_misses: Misses,
    pub integrity: Integrity,
    pub order_held: Lasting,
    pub collection_not_handed_in: Carried,
    pub cash_limit: Cash,
    /// Days after its own for which a visit is looked at.
    pub visit_days: u8,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            not_started: NotStarted::default(),
            silent: Lasting::default(),
            gps_off: GpsOff::default(),
            low_battery: Battery::default(),
            backlog: Backlog::default(),
            left_territory: Territory::default(),
            idle: Lasting::default(),
            plan_behind: PlanBehind::default(),
            off_route: Plain::default(),
            outside: Plain::default(),
            short_visit: Plain::default(),
            three_misses: Misses::default(),
            integrity: Integrity::default(),
            order_held: Lasting::default(),
            collection_not_handed_in: Carried::default(),
            cash_limit: Cash::default(),
            visit_days: 1,
        }
    }
}

impl Thresholds {
    /// Where a number makes no sense: the pointer within the document.
    pub fn faults(&self) -> Vec<&'static str> {
        let fits = |n: i64, least: i64, most: i64| (least..=most).contains(&n);
        [
            (
                fits(self.silent.after_min.into(), 1, 1_440),
                "/silent/after_min",
            ),
            (
                fits(self.idle.after_min.into(), 1, 1_440),
                "/idle/after_min",
            ),
            (
                fits(self.gps_off.after_min.into(), 1, 1_440),
                "/gps_off/after_min",
            ),
            (
                fits(self.low_battery.below_pct.into(), 1, 90),
                "/low_battery/below_pct",
            ),
            (
                fits(self.backlog.items.into(), 1, 1_000_000),
                "/backlog/items",
            ),
            (
                fits(self.backlog.after_min.into(), 1, 1_440),
                "/backlog/after_min",
            ),
            (
                fits(self.left_territory.beyond_m.into(), 100, 1_000_000),
                "/left_territory/beyond_m",
            ),
            (
                fits(self.plan_behind.below_pct.into(), 1, 100),
                "/plan_behind/below_pct",
            ),
            (
                fits(self.three_misses.in_a_row.into(), 2, 10),
                "/three_misses/in_a_row",
            ),
            (
                fits(self.integrity.flags.into(), 1, 1_000),
                "/integrity/flags",
            ),
            (
                fits(self.order_held.after_min.into(), 1, 10_080),
                "/order_held/after_min",
            ),
            (
                fits(self.collection_not_handed_in.after_h.into(), 1, 720),
                "/collection_not_handed_in/after_h",
            ),
            (
                fits(self.cash_limit.above_minor, 0, 1_000_000_000_000),
                "/cash_limit/above_minor",
            ),
            (fits(self.visit_days.into(), 0, 30), "/visit_days"),
        ]
        .into_iter()
        .filter(|(fits, _)| !fits)
        .map(|(_, pointer)| pointer)
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_keeps_its_default_and_what_is_unknown_is_refused() {
        let read = |text: &str| serde_json::from_str::<Thresholds>(text);
        let some = read(r#"{"idle": {"after_min": 30}, "not_started": {"by": "09:15"}}"#).unwrap();
        assert_eq!(some.idle.after_min, 30);
        assert!(some.idle.on);
        assert_eq!(some.not_started.by, ClockTime(9 * 60 + 15));
        assert_eq!(some.silent, Lasting::default());
        for wrong in [
            r#"{"idle": {"minutes": 3}}"#,
            r#"{"lazy": {}}"#,
            r#"{"not_started": {"by": "24:00"}}"#,
            r#"{"not_started": {"by": "9:5"}}"#,
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert_eq!(some.faults(), Vec::<&str>::new());
    }

    #[test]
    fn the_document_reads_as_it_was_written() {
        let text = serde_json::to_string(&Thresholds::default()).unwrap();
        assert_eq!(
            serde_json::from_str::<Thresholds>(&text).unwrap(),
            Thresholds::default()
        );
    }
}
