//! An invented company on real shops: units, people, outlets, routes; and its loading through the
//! public REST API.
//!
//! A [`Company`] is a value made of its size and key; loading it again changes nothing.

pub mod catalogue;
pub mod load;
pub mod names;
pub mod shops;
pub mod territory;

use anyhow::{Context, Result};

use crate::{
    fleet::{self, Brief, script::Stop},
    plane::Position,
    roads::Roads,
};

/// A node of the company tree below its root.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub code: String,
    pub name: String,
    pub kind: &'static str,
    /// None: below the company itself.
    pub parent: Option<String>,
}

/// Somebody with a login.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub login: String,
    pub name: String,
    pub role: &'static str,
    /// None: the company itself.
    pub unit: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Rep {
    pub code: String,
    pub name: String,
    pub phone: String,
    pub team: String,
    /// Sending devices; the second is a tracker beside the phone.
    pub devices: u8,
    /// Outlets in the order of the route, as indices.
    pub route: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Outlet {
    pub code: String,
    pub name: String,
    pub class: &'static str,
    pub channel: String,
    pub address: Option<String>,
    /// Index of its customer.
    pub customer: usize,
    pub team: String,
    /// Where the shop is.
    pub shop: Position,
    /// Where the server is told it is.
    pub pin: Position,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    pub code: String,
    pub name: String,
    pub phone: String,
    pub team: String,
}

/// The whole company.
#[derive(Clone, Debug, PartialEq)]
pub struct Company {
    /// Prefix of all external codes.
    pub key: String,
    pub units: Vec<Unit>,
    pub people: Vec<Person>,
    pub reps: Vec<Rep>,
    pub customers: Vec<Customer>,
    pub outlets: Vec<Outlet>,
    pub depot: Position,
}

/// Team code suffix, name, branch.
const TEAMS: &[(&str, &str, &str)] = &[
    ("T1", "Tổ Ba Đình", "W"),
    ("T2", "Tổ Phố Cổ", "E"),
    ("T3", "Tổ Hoàn Kiếm", "E"),
];
const BRANCHES: &[(&str, &str)] = &[("W", "Chi nhánh Tây Hà Nội"), ("E", "Chi nhánh Trung tâm")];
/// Every so many reps carry a tracker beside the phone.
const TRACKER_EVERY: usize = 12;
/// A distributor's warehouse near the station: where days begin.
const DEPOT: Position = Position {
    lat: 21.0245,
    lng: 105.8412,
};
/// How far off a wrong pin is, in metres east and north.
const WRONG_PIN_M: (f64, f64) = (430.0, -380.0);
/// Every so many outlets belong to the owner of the one before.
const SHARED_OWNER_EVERY: usize = 9;

impl Company {
    /// `reps` reps sharing all shops of Hanoi; at most `outlets_per_rep` on each route.
    pub fn on_hanoi(key: &str, reps: usize, outlets_per_rep: usize, roads: &Roads) -> Result<Self> {
        let shops = shops::hanoi(roads)?;
        let points: Vec<_> = shops
            .iter()
            .map(|shop| roads.plane.point(shop.position))
            .collect();
        let depot = roads.plane.point(DEPOT);
        let routes: Vec<Vec<usize>> = territory::split(&points, reps)
            .iter()
            .map(|group| {
                let mut order = territory::ordered(&points, group, depot);
                order.truncate(outlets_per_rep);
                order
            })
            .collect();
        let mut company = Self {
            key: key.to_owned(),
            units: units(key),
            people: people(key),
            reps: Vec::new(),
            customers: Vec::new(),
            outlets: Vec::new(),
            depot: DEPOT,
        };
        for (index, route) in routes.iter().enumerate() {
            company.add_rep(index, reps, route, &shops);
        }
        Ok(company)
    }

    fn add_rep(&mut self, index: usize, reps: usize, route: &[usize], shops: &[shops::Shop]) {
        let mut rng = fleet::rng_for(0, &format!("rep/{index}"));
        let (suffix, ..) = TEAMS
            .get(index * TEAMS.len() / reps.max(1))
            .copied()
            .unwrap_or_default();
        let team = format!("{}-{suffix}", self.key);
        let first = self.outlets.len();
        for shop in route.iter().filter_map(|&i| shops.get(i)) {
            self.add_outlet(shop, &team);
        }
        self.reps.push(Rep {
            code: format!("{}-R{:03}", self.key, index + 1),
            name: names::person(&mut rng),
            phone: names::phone(&mut rng),
            team,
            devices: if index % TRACKER_EVERY == TRACKER_EVERY / 2 {
                2
            } else {
                1
            },
            route: (first..self.outlets.len()).collect(),
        });
    }

    fn add_outlet(&mut self, shop: &shops::Shop, team: &str) {
        let number = self.outlets.len() + 1;
        let mut rng = fleet::rng_for(0, &format!("owner/{number}"));
        if self.customers.is_empty() || !number.is_multiple_of(SHARED_OWNER_EVERY) {
            self.customers.push(Customer {
                code: format!("{}-C{number:04}", self.key),
                name: names::person(&mut rng),
                phone: names::phone(&mut rng),
                team: team.to_owned(),
            });
        }
        self.outlets.push(Outlet {
            code: format!("{}-{number:04}", self.key),
            name: shop.name.clone(),
            class: shop.class(),
            channel: shop.kind.clone(),
            address: shop.address.clone(),
            customer: self.customers.len() - 1,
            team: team.to_owned(),
            shop: shop.position,
            pin: shop.position,
        });
    }

    /// Tells the server a wrong place for the outlet at this place of a rep's route. Its code.
    pub fn misplace(&mut self, rep: usize, stop: usize, roads: &Roads) -> Result<String> {
        let outlet = self.reps.get(rep).and_then(|rep| rep.route.get(stop));
        let outlet = outlet
            .and_then(|&i| self.outlets.get_mut(i))
            .context("no such stop")?;
        let (east, north) = WRONG_PIN_M;
        let wrong = roads.plane.point(outlet.shop).moved(east, north);
        outlet.pin = roads.plane.position(wrong);
        Ok(outlet.code.clone())
    }

    /// The outlet at a place of a rep's route, with its customer.
    pub fn shop_of(&self, rep: usize, stop: usize) -> Option<(&Outlet, &Customer)> {
        let outlet = self.reps.get(rep)?.route.get(stop)?;
        let outlet = self.outlets.get(*outlet)?;
        Some((outlet, self.customers.get(outlet.customer)?))
    }

    /// The login of the one who leads a team.
    pub fn leader(&self, team: &str) -> Option<&str> {
        let leads = |p: &&Person| p.role == "supervisor" && p.unit.as_deref() == Some(team);
        self.people.iter().find(leads).map(|p| p.login.as_str())
    }

    /// Stops of a rep's route as the rep knows them.
    pub fn stops(&self, rep: &Rep) -> Vec<Stop> {
        rep.route
            .iter()
            .filter_map(|&i| self.outlets.get(i))
            .map(|outlet| Stop {
                outlet: outlet.code.clone(),
                shop: outlet.shop,
                planned: true,
                wrong_pin: outlet.pin != outlet.shop,
            })
            .collect()
    }

    /// A usual day for every rep.
    pub fn briefs(&self, from_ms: i64, to_ms: i64) -> Vec<Brief> {
        self.reps
            .iter()
            .map(|rep| Brief {
                rep: rep.code.clone(),
                depot: self.depot,
                stops: self.stops(rep),
                from_ms,
                to_ms,
                behaviour: fleet::Behaviour::Usual,
                devices: rep.devices,
            })
            .collect()
    }
}

fn units(key: &str) -> Vec<Unit> {
    let branches = BRANCHES.iter().map(|(code, name)| Unit {
        code: format!("{key}-{code}"),
        name: (*name).to_owned(),
        kind: "branch",
        parent: None,
    });
    let teams = TEAMS.iter().map(|(code, name, branch)| Unit {
        code: format!("{key}-{code}"),
        name: (*name).to_owned(),
        kind: "team",
        parent: Some(format!("{key}-{branch}")),
    });
    branches.chain(teams).collect()
}

fn people(key: &str) -> Vec<Person> {
    let mut rng = fleet::rng_for(0, "people");
    let mut person = |login: &str, role, unit: Option<&str>| Person {
        login: login.to_owned(),
        name: names::person(&mut rng),
        role,
        unit: unit.map(|suffix| format!("{key}-{suffix}")),
    };
    vec![
        person("director", "director", None),
        person("manager.west", "regional_manager", Some("W")),
        person("supervisor.badinh", "supervisor", Some("T1")),
        person("supervisor.phoco", "supervisor", Some("T2")),
        person("supervisor.hoankiem", "supervisor", Some("T3")),
        person("planner", "planner", None),
        person("accountant", "accounting", None),
        person("admin", "administrator", None),
        person("marketing", "trade_marketing", None),
        person("care", "customer_care", None),
        person("warehouse", "warehouse", None),
        person("delivery.west", "delivery", Some("W")),
        person("distributor.badinh", "distributor", Some("T1")),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn sixty_reps_have_twelve_to_eighteen_shops_each() {
        let roads = Roads::hanoi().unwrap();
        let company = Company::on_hanoi("HN", 60, 16, &roads).unwrap();
        assert_eq!(company.reps.len(), 60);
        assert!(
            company
                .reps
                .iter()
                .all(|rep| (12..=18).contains(&rep.route.len()))
        );
        let codes: HashSet<_> = company.outlets.iter().map(|o| &o.code).collect();
        assert_eq!(codes.len(), company.outlets.len());
        assert!(company.outlets.len() > 800, "{}", company.outlets.len());
        let teams: HashSet<_> = company.reps.iter().map(|r| &r.team).collect();
        assert_eq!(teams.len(), 3);
        assert_eq!(company, Company::on_hanoi("HN", 60, 16, &roads).unwrap());
    }

    #[test]
    fn a_misplaced_outlet_is_known_as_such_to_the_plan_only() {
        let roads = Roads::hanoi().unwrap();
        let mut company = Company::on_hanoi("HN", 60, 16, &roads).unwrap();
        let code = company.misplace(3, 2, &roads).unwrap();
        let outlet = company.outlets.iter().find(|o| o.code == code).unwrap();
        let off = roads
            .plane
            .point(outlet.pin)
            .distance(roads.plane.point(outlet.shop));
        assert!(off > 500.0);
        assert!(company.stops(&company.reps[3])[2].wrong_pin);
    }
}
