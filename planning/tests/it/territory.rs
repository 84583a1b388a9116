//! Territories: what is drawn wrong is refused where it is wrong; who holds what agrees with a plain reference;
//! areas add up; an outline holds all it is drawn round.

use fieldbeat_domain::position::LatLng;
use fieldbeat_planning::{
    routing::random::Seeded,
    territory::{
        Degrees, POINTS_MAX, RINGS_MAX, Refused, Ring, SLIVER_M2, Shape, Territory, check,
        contained, outline,
    },
};
use h3o::{CellIndex, Resolution};
use proptest::prelude::*;

fn ring(corners: &[Degrees]) -> Ring {
    corners.iter().chain(corners.first()).copied().collect()
}

fn drawn(rings: &[&[Degrees]]) -> Shape {
    Shape::Polygons {
        polygons: vec![rings.iter().map(|corners| ring(corners)).collect()],
    }
}

fn square(lng: f64, lat: f64, side: f64) -> [Degrees; 4] {
    [
        [lng, lat],
        [lng + side, lat],
        [lng + side, lat + side],
        [lng, lat + side],
    ]
}

fn at(lng: f64, lat: f64) -> LatLng {
    LatLng::from_degrees(lat, lng).unwrap()
}

fn cells(cells: impl IntoIterator<Item = CellIndex>) -> Shape {
    Shape::Cells {
        cells: cells.into_iter().map(|cell| cell.to_string()).collect(),
    }
}

fn hanoi(resolution: Resolution) -> CellIndex {
    h3o::LatLng::new(21.03, 105.85).unwrap().to_cell(resolution)
}

#[test]
fn a_polygon_that_crosses_itself_is_refused_with_the_place() {
    let bow = drawn(&[&[[105.8, 21.0], [105.9, 21.1], [105.9, 21.0], [105.8, 21.1]]]);
    let why = bow.read().unwrap_err();
    assert_eq!(
        serde_json::to_value(&why).unwrap(),
        serde_json::json!({"code": "crosses_itself", "polygon": 0, "ring": 0, "at": [105.85, 21.05]})
    );
    assert_eq!(
        why.to_string(),
        "polygon 0, ring 0: crosses or touches itself at [105.85, 21.05]"
    );
    // There and back along a line, and a corner that touches an edge.
    let spike = drawn(&[&[
        [105.8, 21.0],
        [105.9, 21.0],
        [105.9, 21.1],
        [105.9, 21.2],
        [105.9, 21.1],
        [105.8, 21.1],
    ]]);
    let touching = drawn(&[&[
        [105.8, 21.0],
        [105.9, 21.0],
        [105.9, 21.1],
        [105.85, 21.0],
        [105.8, 21.1],
    ]]);
    for (shape, at) in [(spike, [105.9, 21.1]), (touching, [105.85, 21.0])] {
        let (polygon, ring) = (0, 0);
        assert_eq!(
            shape.read(),
            Err(Refused::CrossesItself { polygon, ring, at })
        );
    }
}

#[test]
fn whatever_else_is_wrong_has_its_code() {
    let code = |shape: &Shape| match shape.read() {
        Ok(_) => "read".to_owned(),
        Err(why) => serde_json::to_value(why).unwrap()["code"]
            .as_str()
            .unwrap()
            .to_owned(),
    };
    let polygons = |polygons: Vec<Vec<Ring>>| Shape::Polygons { polygons };
    let outer = square(105.8, 21.0, 0.1);
    let hole = square(105.82, 21.02, 0.02);
    let cell = hanoi(Resolution::Eight);
    let many: Ring = vec![[105.8, 21.0]; POINTS_MAX + 1];
    let rings: Vec<Vec<Ring>> = vec![vec![ring(&outer)]; RINGS_MAX + 1];
    let asked: [(&str, Shape); 20] = [
        ("read", drawn(&[&outer])),
        ("read", drawn(&[&outer, &hole])),
        ("read", cells([cell, cell])),
        (
            "read",
            polygons(vec![
                vec![ring(&outer)],
                vec![ring(&square(105.9, 21.0, 0.1))],
            ]),
        ),
        ("empty", polygons(vec![])),
        ("empty", polygons(vec![vec![]])),
        ("empty", cells([])),
        ("open_ring", polygons(vec![vec![outer.to_vec()]])),
        ("too_few_points", drawn(&[&outer[..2]])),
        ("too_few_points", polygons(vec![vec![ring(&outer)], vec![]])),
        (
            "out_of_range",
            drawn(&[&[[105.8, 21.0], [105.9, 91.0], [105.8, 21.1]]]),
        ),
        (
            "out_of_range",
            drawn(&[&[[105.8, 21.0], [f64::NAN, 21.0], [105.8, 21.1]]]),
        ),
        (
            "crosses_antimeridian",
            drawn(&[&[[179.0, 0.0], [-179.0, 0.0], [-179.0, 1.0]]]),
        ),
        (
            "hole_outside",
            drawn(&[&outer, &square(105.85, 21.05, 0.1)]),
        ),
        (
            "holes_overlap",
            drawn(&[&outer, &hole, &square(105.83, 21.03, 0.02)]),
        ),
        (
            "polygons_overlap",
            polygons(vec![vec![ring(&outer)], vec![ring(&hole)]]),
        ),
        ("too_many_points", polygons(vec![vec![many]])),
        ("too_many_rings", polygons(rings)),
        ("mixed_resolutions", cells([cell, hanoi(Resolution::Seven)])),
        (
            "unknown_cell",
            Shape::Cells {
                cells: vec!["8841".to_owned()],
            },
        ),
    ];
    for (expected, shape) in &asked {
        assert_eq!(code(shape), *expected, "{shape:?}");
    }
}

#[test]
fn shapes_are_sent_as_they_are_named() {
    let text = r#"{"kind":"polygons","polygons":[[[[105.8,21.0],[105.9,21.0],[105.8,21.1],[105.8,21.0]]]]}"#;
    let shape: Shape = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&shape).unwrap(), text);
    assert!(shape.read().is_ok());
    let text = r#"{"kind":"cells","cells":["884164a82bfffff"]}"#;
    let shape: Shape = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&shape).unwrap(), text);
}

#[test]
fn findings_name_pieces_holes_overlaps_and_what_nobody_has() {
    let ring_of_cells = hanoi(Resolution::Eight)
        .grid_ring_fast(1)
        .collect::<Option<Vec<_>>>()
        .unwrap();
    let shapes = [
        ("west", drawn(&[&square(105.0, 21.0, 0.2)])),
        ("east", drawn(&[&square(105.1, 21.0, 0.2)])),
        ("next", drawn(&[&square(105.3, 21.0, 0.2)])),
        (
            "two",
            Shape::Polygons {
                polygons: vec![
                    vec![ring(&square(106.0, 21.0, 0.1))],
                    vec![ring(&square(106.2, 21.0, 0.1))],
                ],
            },
        ),
        ("round", cells(ring_of_cells)),
        (
            "bow",
            drawn(&[&[[1.0, 1.0], [2.0, 2.0], [2.0, 1.0], [1.0, 2.0]]]),
        ),
    ];
    let outlets = [
        at(105.05, 21.1),
        at(105.15, 21.1),
        at(105.3, 21.1),
        at(106.15, 21.05),
        at(105.85, 21.03),
    ];
    let found = check(&shapes, &outlets);
    assert_eq!(found.refused.len(), 1);
    assert_eq!(found.refused[0].0, "bow");
    let by = |id: &str| found.territories.iter().find(|t| t.id == id).unwrap();
    assert_eq!(by("west").outlets, [0, 1]);
    assert_eq!((by("west").parts, by("two").parts), (1, 2));
    assert_eq!(by("round").holes.len(), 1, "{:?}", by("round").holes);
    // A res 8 cell here: about 0.73 km².
    assert!((600_000..900_000).contains(&by("round").holes[0].area_m2));
    assert!(by("west").compactness_permille > 770, "a square: π / 4");
    assert!(by("west").compactness_permille < 790);
    assert!(by("round").compactness_permille < by("west").compactness_permille);
    let pairs: Vec<_> = found
        .overlaps
        .iter()
        .map(|overlap| (overlap.one, overlap.other, overlap.outlets.clone()))
        .collect();
    assert_eq!(
        pairs,
        [("west", "east", vec![1]), ("east", "next", vec![2])],
        "an outlet on a shared border is in both"
    );
    assert!(found.overlaps[1].area_m2 < SLIVER_M2);
    assert_eq!(
        found.unclaimed,
        [3, 4],
        "between the parts, and in the hole"
    );
}

#[test]
fn parts_that_share_a_border_are_one_piece_and_those_that_share_a_corner_are_not() {
    let two = |lng, lat| Shape::Polygons {
        polygons: vec![
            vec![ring(&square(105.0, 21.0, 0.1))],
            vec![ring(&square(lng, lat, 0.1))],
        ],
    };
    let found = check(&[(1, two(105.1, 21.05)), (2, two(105.1, 21.1))], &[]);
    let parts: Vec<usize> = found.territories.iter().map(|found| found.parts).collect();
    assert_eq!(parts, [1, 2]);
}

#[test]
fn a_degree_at_the_equator_has_its_known_area() {
    let territory = drawn(&[&square(0.0, 0.0, 1.0)]).read().unwrap();
    // R² · 1° · sin 1°
    assert_eq!(territory.area_m2(), 12_363_718_145);
}

#[test]
fn neighbouring_cells_share_no_ground_and_no_outlet() {
    let all: Vec<CellIndex> = hanoi(Resolution::Seven)
        .children(Resolution::Nine)
        .collect();
    let (some, others) = all.split_at(20);
    let random = Seeded::new(11);
    let outlets: Vec<LatLng> = (0..2_000)
        .map(|_| at(105.82 + random.unit() * 0.06, 21.0 + random.unit() * 0.06))
        .collect();
    let shapes = [(1, cells(some.to_vec())), (2, cells(others.to_vec()))];
    let found = check(&shapes, &outlets);
    assert_eq!(found.overlaps, []);
    let whole = cells(all).read().unwrap();
    let parts: u64 = found.territories.iter().map(|t| t.area_m2).sum();
    assert!(whole.area_m2().abs_diff(parts) <= 1);
    let held = contained(&[whole], &outlets);
    let mut pieces: Vec<usize> = found
        .territories
        .iter()
        .flat_map(|t| t.outlets.clone())
        .collect();
    pieces.sort_unstable();
    assert_eq!(held[0], pieces);
    assert!(held[0].len() > 200, "{}", held[0].len());
}

#[test]
fn many_territories_and_twenty_thousand_outlets_are_held_at_once() {
    let random = Seeded::new(3);
    let outlets: Vec<LatLng> = (0..20_000)
        .map(|_| at(105.0 + random.unit(), 20.5 + random.unit()))
        .collect();
    let territories: Vec<Territory> = (0..130)
        .map(|n| {
            star(
                &random,
                105.05 + f64::from(n % 13) * 0.07,
                20.55 + f64::from(n / 13) * 0.09,
            )
        })
        .map(|corners| drawn(&[&corners]).read().unwrap())
        .collect();
    let held = contained(&territories, &outlets);
    for (territory, held) in territories.iter().zip(&held) {
        let corners = &territory.polygons()[0][0];
        let expected: Vec<usize> = (0..outlets.len())
            .filter(|outlet| inside(outlets[*outlet], corners))
            .collect();
        assert_eq!(*held, expected);
    }
    assert!(held.iter().map(Vec::len).sum::<usize>() > 5_000);
}

/// A ring round a middle with corners at growing angles: it never crosses itself.
fn star(random: &Seeded, lng: f64, lat: f64) -> Vec<Degrees> {
    (0..24)
        .map(|corner| {
            let angle = f64::from(corner) * std::f64::consts::TAU / 24.0;
            let far = 0.02 + 0.05 * random.unit();
            [lng + far * libm::cos(angle), lat + far * libm::sin(angle)]
        })
        .collect()
}

/// By whole numbers: on an edge, or an odd number of edges to the east.
fn inside(at: LatLng, corners: &[Degrees]) -> bool {
    let corners: Vec<LatLng> = corners
        .iter()
        .map(|[lng, lat]| self::at(*lng, *lat))
        .collect();
    let (x, y) = (i128::from(at.lng_e7), i128::from(at.lat_e7));
    let mut odd = false;
    for edge in corners.windows(2) {
        let (x0, y0) = (i128::from(edge[0].lng_e7), i128::from(edge[0].lat_e7));
        let (x1, y1) = (i128::from(edge[1].lng_e7), i128::from(edge[1].lat_e7));
        let side = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
        let between = x >= x0.min(x1) && x <= x0.max(x1) && y >= y0.min(y1) && y <= y0.max(y1);
        if side == 0 && between {
            return true;
        }
        if (y0 > y) != (y1 > y) && ((side > 0) == (y1 > y0)) {
            odd = !odd;
        }
    }
    odd
}

/// Coarse, so that many lie on corners and edges.
fn outlets() -> impl Strategy<Value = Vec<LatLng>> {
    let outlet = (0..40_i32, 0..40_i32).prop_map(|(x, y)| LatLng {
        lng_e7: 1_058_000_000 + x * 10_000,
        lat_e7: 210_000_000 + y * 10_000,
    });
    prop::collection::vec(outlet, 1..80)
}

/// Corners at whole steps round a middle, by angle: simple unless two lie in one line of sight.
fn ring_of(reach: &[(i32, i32)]) -> Vec<Degrees> {
    let mut corners: Vec<(i32, i32)> = reach.to_vec();
    corners.sort_by(|a, b| {
        let angle = |c: &(i32, i32)| libm::atan2(f64::from(c.1) - 19.5, f64::from(c.0) - 19.5);
        angle(a).total_cmp(&angle(b)).then(a.cmp(b))
    });
    corners.dedup();
    let degrees = |(x, y): (i32, i32)| {
        let lng = f64::from(1_058_000_000 + x * 10_000) / 1e7;
        [lng, f64::from(210_000_000 + y * 10_000) / 1e7]
    };
    corners.into_iter().map(degrees).collect()
}

fn rings() -> impl Strategy<Value = Vec<Degrees>> {
    prop::collection::vec((0..40_i32, 0..40_i32), 3..12).prop_map(|reach| ring_of(&reach))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_inside_agrees_with_whole_numbers(corners in rings(), outlets in outlets()) {
        let territory = drawn(&[&corners]).read();
        prop_assume!(territory.is_ok());
        let held = contained(&[territory.unwrap()], &outlets).remove(0);
        let corners = ring(&corners);
        let expected: Vec<usize> =
            (0..outlets.len()).filter(|o| inside(outlets[*o], &corners)).collect();
        prop_assert_eq!(held, expected);
    }

    #[test]
    fn overlaps_are_the_same_from_either_side_and_areas_add_up(one in rings(), two in rings()) {
        let (a, b) = (drawn(&[&one]), drawn(&[&two]));
        let (read_a, read_b) = (a.read(), b.read());
        prop_assume!(read_a.is_ok() && read_b.is_ok());
        let (area_a, area_b) = (read_a.unwrap().area_m2(), read_b.unwrap().area_m2());
        let overlap = |one: &Shape, other: &Shape| {
            let found = check(&[(1, one.clone()), (2, other.clone())], &[]);
            found.overlaps.first().map_or(0, |overlap| overlap.area_m2)
        };
        let (ab, ba) = (overlap(&a, &b), overlap(&b, &a));
        prop_assert!(ab.abs_diff(ba) <= 1, "{ab} {ba}");
        prop_assert!(ab <= area_a.min(area_b) + 1);
        prop_assert!(overlap(&a, &a).abs_diff(area_a) <= 1 || area_a < SLIVER_M2);
    }

    #[test]
    fn the_area_of_a_cut_square_is_that_of_its_pieces(cut in 1..400_i32, slant in -400..400_i32) {
        let x = |e5: i32| 105.0 + f64::from(e5) / 1e3;
        let (low, high) = (x(cut), x((cut + slant).clamp(1, 399)));
        let left = drawn(&[&[[105.0, 21.0], [low, 21.0], [high, 21.4], [105.0, 21.4]]]);
        let right = drawn(&[&[[low, 21.0], [105.4, 21.0], [105.4, 21.4], [high, 21.4]]]);
        let whole = drawn(&[&square(105.0, 21.0, 0.4)]);
        let area = |shape: &Shape| shape.read().unwrap().area_m2();
        prop_assert!(area(&whole).abs_diff(area(&left) + area(&right)) <= 1);
    }

    #[test]
    fn an_outline_is_read_and_holds_all_it_is_drawn_round(
        outlets in prop::collection::vec((0..4_000_000_i32, 0..4_000_000_i32), 1..60),
        shrink in 0..12_u32,
    ) {
        let outlets: Vec<LatLng> = outlets
            .iter()
            .map(|(x, y)| LatLng {
                lng_e7: 1_058_000_000 + (x >> shrink),
                lat_e7: 210_000_000 + (y >> shrink),
            })
            .collect();
        let shape = outline(&outlets).unwrap();
        prop_assert_eq!(&shape, &outline(&outlets).unwrap());
        let territory = shape.read();
        prop_assert!(territory.is_ok(), "{:?}", territory);
        let held = contained(&[territory.unwrap()], &outlets).remove(0);
        prop_assert_eq!(held.len(), outlets.len());
    }
}

#[test]
fn one_outlet_has_a_square_round_it_and_none_has_nothing() {
    assert_eq!(outline(&[]), None);
    let around = outline(&[at(105.8, 21.0)]).unwrap().read().unwrap();
    assert!(
        (14_000..15_000).contains(&around.area_m2()),
        "120 m each way"
    );
}
