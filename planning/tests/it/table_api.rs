//! Table APIs: requests as the engines' documentation has them, answers as the engines write them, and the same
//! matrix whatever the size of the blocks.

use std::collections::BTreeMap;

use fieldbeat_domain::position::LatLng;
use fieldbeat_planning::{
    table_api::{Engine, Kind, Method, Request, SIDE_MAX, TableError, assemble},
    travel::{Leg, Travel},
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn at(lat: f64, lng: f64) -> LatLng {
    LatLng::from_degrees(lat, lng).unwrap()
}

fn three() -> Vec<LatLng> {
    vec![at(21.03, 105.85), at(21.04, 105.86), at(20.5, 107.5)]
}

fn leg(metres: u32, seconds: u32) -> Leg {
    Leg { metres, seconds }
}

fn code(error: &TableError) -> String {
    let json = serde_json::to_value(error).unwrap();
    json["code"].as_str().unwrap().to_owned()
}

#[test]
fn osrm_is_asked_by_url_and_read() {
    let engine = Engine {
        side: 2,
        ..Engine::osrm("motorbike", 200)
    };
    let places = three();
    let requests = engine.requests(&places).unwrap();
    assert_eq!(requests.len(), 4);
    assert_eq!(
        requests[0].path_and_query,
        "/table/v1/motorbike/105.850000,21.030000;105.860000,21.040000?annotations=duration,distance\
         &generate_hints=false"
    );
    assert_eq!(
        requests[1].path_and_query,
        "/table/v1/motorbike/105.850000,21.030000;105.860000,21.040000;107.500000,20.500000\
         ?annotations=duration,distance&generate_hints=false&sources=0;1&destinations=2"
    );
    assert_eq!(
        (requests[1].method, &requests[1].body),
        (Method::Get, &None)
    );
    let waypoint = |lng: f64, lat: f64, off: f64| json!({"hint": "", "distance": off, "name": "Phố Huế", "location": [lng, lat]});
    let town = [
        waypoint(105.850_1, 21.03, 10.4),
        waypoint(105.86, 21.04, 0.2),
    ];
    let coast = [waypoint(107.1, 20.8, 53_000.0)];
    let answers = [
        json!({"code": "Ok", "durations": [[0, 243.1], [null, 0]],
            "distances": [[0, 1890.0], [null, 0]], "sources": town, "destinations": town}),
        json!({"code": "Ok", "durations": [[9000], [9000]], "distances": [[200_000], [200_000]],
            "sources": town, "destinations": coast}),
        json!({"code": "Ok", "durations": [[9000, 9000]], "distances": [[200_000, 200_000]],
            "sources": coast, "destinations": town}),
        json!({"code": "Ok", "durations": [[0]], "distances": [[0]], "sources": coast,
            "destinations": coast}),
    ];
    let blocks: Vec<_> = requests
        .iter()
        .zip(answers)
        .map(|(request, answer)| {
            engine
                .read(request, &places, answer.to_string().as_bytes())
                .unwrap()
        })
        .collect();
    let table = assemble(3, &blocks).unwrap();
    assert_eq!(table.matrix.leg(0, 1), Some(leg(1_890, 244)));
    assert_eq!(table.matrix.leg(1, 0), None, "a cell of null is no way");
    assert_eq!(table.matrix.leg(1, 1), Some(leg(0, 0)));
    assert_eq!(table.off, [2], "the engine moved it 53 km to a road");
    assert_eq!(
        (table.matrix.leg(0, 2), table.matrix.leg(2, 2)),
        (None, None)
    );
    assert_eq!(assemble(3, &blocks[..3]), Err(TableError::EngineIncomplete));
    assert_eq!(assemble(2, &blocks), Err(TableError::EngineIncomplete));
}

#[test]
fn valhalla_is_asked_by_json_and_read() {
    let engine = Engine::valhalla("motor_scooter", 200);
    let places = three();
    let requests = engine.requests(&places).unwrap();
    assert_eq!(requests.len(), 1);
    let request = &requests[0];
    assert_eq!(
        (request.method, request.path_and_query.as_str()),
        (Method::Post, "/sources_to_targets")
    );
    let place = |lat: f64, lon: f64| json!({"lat": lat, "lon": lon});
    let list = [
        place(21.03, 105.85),
        place(21.04, 105.86),
        place(20.5, 107.5),
    ];
    let asked: Value = serde_json::from_str(request.body.as_ref().unwrap()).unwrap();
    assert_eq!(
        asked,
        json!({"sources": list, "targets": list, "costing": "motor_scooter", "units": "kilometers",
            "verbose": true})
    );
    let cell = |from: usize, to: usize, time: Value, distance: Value| json!({"from_index": from, "to_index": to, "time": time, "distance": distance});
    let rows = |from: usize| {
        json!([
            cell(from, 0, json!(243), json!(1.891)),
            cell(from, 1, Value::Null, Value::Null),
            cell(from, 2, json!(9), json!(0.0)),
        ])
    };
    let roads = [
        place(21.03, 105.850_1),
        place(21.04, 105.86),
        place(20.8, 107.1),
    ];
    let answer = json!({"sources_to_targets": [rows(0), rows(1), rows(2)], "sources": roads,
        "targets": roads, "units": "kilometers", "algorithm": "costmatrix"});
    let read = |answer: &Value| engine.read(request, &places, answer.to_string().as_bytes());
    let table = assemble(3, &[read(&answer).unwrap()]).unwrap();
    assert_eq!(table.matrix.leg(1, 0), Some(leg(1_891, 243)));
    assert_eq!(table.matrix.leg(0, 1), None);
    assert_eq!(table.off, [2]);
    // Older versions say where places were asked for, in lists.
    let mut older = answer;
    older["sources"] = json!([list]);
    older["targets"] = json!([list]);
    let table = assemble(3, &[read(&older).unwrap()]).unwrap();
    assert_eq!(
        (table.off.len(), table.matrix.leg(0, 2)),
        (0, Some(leg(0, 9)))
    );
    let nowhere = json!({"error_code": 442, "error": "No path could be found for input",
        "status_code": 400, "status": "Bad Request"});
    let table = assemble(3, &[read(&nowhere).unwrap()]).unwrap();
    assert_eq!(table.matrix.leg(0, 1), None);
}

#[test]
fn what_is_wrong_has_its_code() {
    let places = three();
    let osrm = Engine::osrm("driving", 200);
    let valhalla = Engine::valhalla("auto", 200);
    let read = |engine: &Engine, answer: &str| {
        let request = &engine.requests(&places).unwrap()[0];
        engine
            .read(request, &places, answer.as_bytes())
            .unwrap_err()
    };
    let too_big = read(
        &osrm,
        r#"{"code":"TooBig","message":"Too many table coordinates"}"#,
    );
    assert_eq!(
        serde_json::to_value(&too_big).unwrap(),
        json!({"code": "engine_refused", "said": "TooBig", "message": "Too many table coordinates"})
    );
    let too_many = r#"{"error_code":150,"error":"Exceeded max locations","status_code":400}"#;
    assert_eq!(code(&read(&valhalla, too_many)), "engine_refused");
    let answers = [
        "<html>502 Bad Gateway</html>",
        r#"{"code":"Ok"}"#,
        r#"{"code":"Ok","durations":[[0]],"distances":[[0]]}"#,
        r#"{"code":"Ok","durations":[[0,1,2]],"distances":[[0]]}"#,
        r#"{"code":"Ok","durations":[[-1,0,0],[0,0,0],[0,0,0]],"distances":[[0,0,0],[0,0,0],[0,0,0]]}"#,
        r#"{"code":"Ok","durations":[[1e300,0,0],[0,0,0],[0,0,0]],"distances":[[0,0,0],[0,0,0],[0,0,0]]}"#,
    ];
    for answer in answers {
        assert_eq!(code(&read(&osrm, answer)), "engine_answer", "{answer}");
    }
    for answer in ["", "{}", r#"{"sources_to_targets":[]}"#] {
        assert_eq!(code(&read(&valhalla, answer)), "engine_answer", "{answer}");
    }
    let path = Engine::osrm("../route", 200).requests(&places);
    assert_eq!(path, Err(TableError::EngineProfile));
}

#[test]
fn the_largest_request_fits_a_url_and_the_engines_limits() {
    let places: Vec<LatLng> = (0..500)
        .map(|n| at(-21.123_456, -105.5 - f64::from(n) / 1e4))
        .collect();
    let pairs = |request: &Request| request.rows.len() * request.columns.len();
    let osrm = Engine {
        side: SIDE_MAX * 2,
        ..Engine::osrm("driving", 200)
    };
    for request in osrm.requests(&places).unwrap() {
        assert!(request.path_and_query.len() < 8_192);
    }
    let usual = Engine::osrm("driving", 200).requests(&places).unwrap();
    assert!(usual.iter().all(|request| pairs(request) <= 100 * 100));
    let usual = Engine::valhalla("auto", 200).requests(&places).unwrap();
    assert!(usual.iter().all(|request| pairs(request) <= 2_500));
    assert_eq!(Engine::osrm("driving", 200).requests(&[]), Ok(vec![]));
}

/// An engine that knows the ways between places by where they are.
struct Fake {
    legs: Vec<Vec<Option<Leg>>>,
    index: BTreeMap<String, usize>,
}

impl Fake {
    fn new(at: &[LatLng], legs: Vec<Vec<Option<Leg>>>) -> Self {
        let name = |at: &LatLng| format!("{:.6},{:.6}", at.lng(), at.lat());
        let index = at.iter().enumerate().map(|(index, at)| (name(at), index));
        Self {
            legs,
            index: index.collect(),
        }
    }

    fn cells(&self, from: &[usize], to: &[usize], of: impl Fn(Leg) -> Value) -> Vec<Vec<Value>> {
        let cell = |from: usize, to: usize| self.legs[from][to].map_or(Value::Null, &of);
        let row = |from: &usize| to.iter().map(|to| cell(*from, *to)).collect();
        from.iter().map(row).collect()
    }

    /// From the text of the request alone.
    fn answer(&self, request: &Request) -> Value {
        let Some(body) = &request.body else {
            let (path, query) = request.path_and_query.split_once('?').unwrap();
            let places = path.rsplit('/').next().unwrap().split(';');
            let places: Vec<usize> = places.map(|place| self.index[place]).collect();
            let listed = |name: &str| {
                let list = query.split('&').find_map(|part| part.strip_prefix(name));
                let all = || places.clone();
                list.map_or_else(all, |list| {
                    list.split(';')
                        .map(|n| places[n.parse::<usize>().unwrap()])
                        .collect()
                })
            };
            let (from, to) = (listed("sources="), listed("destinations="));
            return json!({
                "code": "Ok",
                "durations": self.cells(&from, &to, |leg| json!(leg.seconds)),
                "distances": self.cells(&from, &to, |leg| json!(leg.metres)),
            });
        };
        let asked: Value = serde_json::from_str(body).unwrap();
        let listed = |name: &str| -> Vec<usize> {
            let places = asked[name].as_array().unwrap().iter();
            places
                .map(|p| {
                    format!(
                        "{:.6},{:.6}",
                        p["lon"].as_f64().unwrap(),
                        p["lat"].as_f64().unwrap()
                    )
                })
                .map(|name| self.index[&name])
                .collect()
        };
        let cell = |leg: Option<Leg>| match leg {
            Some(leg) => json!({"time": leg.seconds, "distance": f64::from(leg.metres) / 1e3}),
            None => json!({"time": null, "distance": null}),
        };
        let (from, to) = (listed("sources"), listed("targets"));
        let row = |from: &usize| to.iter().map(|to| cell(self.legs[*from][*to])).collect();
        let rows: Vec<Vec<Value>> = from.iter().map(row).collect();
        json!({"sources_to_targets": rows})
    }
}

proptest! {
    #[test]
    fn blocks_come_to_the_same_matrix_whatever_their_size_and_order(
        known in prop::collection::vec(prop::option::weighted(0.9, (0..90_000_u32, 0..9_000_u32)), 144),
        places in 0..12_usize,
        side in 1..14_usize,
        turn in 0..144_usize,
        kind in prop::sample::select(vec![Kind::Osrm, Kind::Valhalla]),
    ) {
        let at: Vec<LatLng> = (0..places)
            .map(|n| LatLng { lat_e7: 210_000_000, lng_e7: 1_058_000_000 + i32::try_from(n).unwrap() * 1_000 })
            .collect();
        let way = |from: usize, to: usize| {
            known[from * 12 + to].map(|(metres, seconds)| Leg { metres, seconds })
        };
        let legs = (0..places).map(|from| (0..places).map(|to| way(from, to)).collect()).collect();
        let fake = Fake::new(&at, legs);
        let engine = Engine { kind, profile: "motor_scooter".to_owned(), side, off_m: 200 };
        let requests = engine.requests(&at).unwrap();
        prop_assert_eq!(requests.len(), places.div_ceil(side).pow(2));
        let mut blocks = Vec::new();
        for request in &requests {
            let answer = fake.answer(request).to_string();
            blocks.push(engine.read(request, &at, answer.as_bytes()).unwrap());
        }
        let middle = turn.min(blocks.len());
        blocks.rotate_left(middle);
        let table = assemble(places, &blocks).unwrap();
        prop_assert_eq!(table.matrix.places(), places);
        for from in 0..places {
            for to in 0..places {
                prop_assert_eq!(table.matrix.leg(from, to), way(from, to));
            }
        }
    }
}
