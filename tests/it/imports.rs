//! A planner's spreadsheets: what comes in, what is said of bad rows, what goes out again, and back.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::support::desk::{Desk, counts, faults, one};

#[path = "../../benches/planner_file/mod.rs"]
mod planner_file;

use planner_file::planner_file;

const REPS: &str = "code,name,phone,org_unit\nNV1,Hoa,0901,T1\nNV2,Lan,+84902,T2\n";
const OUTLETS: &str = "code,name,lat,lng,radius_m,class,channel,address,customer_code,org_unit\n\
    00042,Tạp hoá Hoà,21.0312345,105.85,60,A,GT,\"12 Hàng Bạc, Hà Nội\",KH1,T1\n\
    00043,No pin,,,,,,,,T1\n\
    A-1,=2+3,21.04,105.86,,B,MT,-5 bis,KH1,T2\n";
const ROUTES: &str = "route_code,route_name,rep_code,outlet_code,sequence,pattern,weekdays,window,service_minutes,valid_from,valid_to\n\
    R1,Route 1,NV1,00042,1,F8,\"mon,thu\",08:00-10:30,15,2026-01-01,\n\
    R1,Route 1,NV1,00043,2,2.1,3,,,2026-01-01,31/12/2099\n\
    R2,Route 2,NV2,A-1,1,F24,,,,,\n\
    R2,Route 2,NV2,00042,2,month:1.3,sat,,20,2026-01-01,2030-06-30\n\
    R2,Route 2,NV2,00042,3,F4,sat,,20,2030-07-01,\n";

fn filled(desk: &Desk) {
    assert_eq!(counts(&desk.import("reps", REPS)), [2, 0, 0, 0, 0]);
    assert_eq!(counts(&desk.import("outlets", OUTLETS)), [3, 0, 0, 0, 0]);
    // Two routes and five rows of them.
    assert_eq!(counts(&desk.import("routes", ROUTES)), [7, 0, 0, 0, 0]);
}

#[tokio::test]
async fn a_planners_workbook_comes_in_without_its_bad_rows() {
    let desk = Desk::new().await;
    let planned = planner_file(7, 240, 6);
    let file = desk.file("plan.xlsx", &planned.bytes);
    let reps = desk.done(&["import", "reps", &file]);
    assert_eq!(counts(&reps)[0], i64::try_from(planned.reps).unwrap());

    let (code, refused, said) = desk.run(&["import", "outlets", &file]);
    assert_eq!(code, 1);
    assert!(said.contains("6 rows are bad"), "{said}");
    assert_eq!(refused["error"], "import_has_bad_rows");
    let mut conn = desk.connect().await;
    assert_eq!(
        one::<i64>(&mut conn, "select count(*) from outlet").await,
        0
    );

    let outlets = desk.done(&["import", "outlets", &file, "--skip-bad-rows"]);
    assert_eq!(counts(&outlets), [234, 0, 0, 0, 6]);
    let routes = desk.done(&["import", "routes", &file, "--skip-bad-rows"]);
    assert_eq!(counts(&routes)[4], 6);
    for (answer, planted) in [
        (&outlets, &planned.bad_outlets),
        (&routes, &planned.bad_routes),
    ] {
        let found: Vec<(u32, String)> = faults(answer, "error")
            .into_iter()
            .map(|(line, _, code, _)| (line as u32, code))
            .collect();
        let planted: Vec<(u32, String)> = planted
            .iter()
            .map(|(line, code)| (*line, (*code).to_owned()))
            .collect();
        assert_eq!(found, planted);
    }
    assert_eq!(
        one::<i64>(&mut conn, "select count(*) from route_outlet").await,
        720 - 6
    );
    assert_eq!(
        one::<i64>(
            &mut conn,
            "select count(*) from outlet_pin where lat_e7 is not null"
        )
        .await,
        234 - 24
    );
    // Weeks that the codes left open are spread evenly over each route.
    let uneven: i64 = one(
        &mut conn,
        "select count(*) from (
           select route_id, pattern->'weekdays' as days,
             count(*) filter (where pattern->'weeks' = '[1]') as a, count(*) filter (where pattern->'weeks' = '[2]') as b
           from route_outlet where pattern->'weekdays' = '[5]' group by 1, 2) t where abs(a - b) > 1",
    )
    .await;
    assert_eq!(uneven, 0);
}

#[tokio::test]
async fn an_exported_file_changes_nothing() {
    let desk = Desk::new().await;
    filled(&desk);
    for (kind, rows) in [("reps", 2), ("outlets", 3), ("routes", 5)] {
        for language in ["en", "vi", "zh"] {
            for name in ["out.csv", "out.xlsx"] {
                let path = desk.home.path().join(name).display().to_string();
                let language = format!("--language={language}");
                assert_eq!(desk.done(&["export", kind, &path, &language])["rows"], rows);
                let again = desk.done(&["import", kind, &path, "--dry-run", "--end-missing"]);
                assert_eq!(
                    counts(&again),
                    [0, 0, 0, rows, 0],
                    "{kind} {name} {language} {again}"
                );
            }
        }
    }
    let routes = desk.export("routes");
    assert!(
        routes.contains("R2,Route 2,NV2,00042,2,month:1.3,sat,,20,2026-01-01,2030-06-30"),
        "{routes}"
    );
    assert!(
        desk.export("outlets").contains("'=2+3"),
        "no cell is a formula"
    );
}

#[tokio::test]
async fn a_dry_run_says_what_would_change_and_changes_nothing() {
    let desk = Desk::new().await;
    filled(&desk);
    let before = desk.export("outlets");
    let file = desk.file(
        "dry.csv",
        "code,name,lat,lng,address,org_unit\n00042,Tạp hoá mới,21.05,105.85,-,\nNEW,Shop,21,105,,T9\n",
    );
    let dry = desk.done(&["import", "outlets", &file, "--dry-run"]);
    assert_eq!(counts(&dry), [1, 1, 0, 0, 0]);
    assert_eq!(dry["import"]["state"], "ready");
    let changed = &dry["changes"][0];
    assert_eq!(
        (&changed["line"], &changed["code"]),
        (&2.into(), &"00042".into())
    );
    assert_eq!(
        changed["fields"],
        serde_json::json!([
            {"field": "name", "from": "Tạp hoá Hoà", "to": "Tạp hoá mới"},
            {"field": "lat", "from": "21.0312345", "to": "21.05"},
            {"field": "address", "from": "12 Hàng Bạc, Hà Nội", "to": null},
        ])
    );
    assert_eq!(
        faults(&dry, "warning"),
        [(
            3,
            "F3".to_owned(),
            "unit_created".to_owned(),
            "T9".to_owned()
        )]
    );
    assert_eq!(desk.export("outlets"), before);
}

#[tokio::test]
async fn an_import_is_taken_back_and_history_keeps_both() {
    let desk = Desk::new().await;
    filled(&desk);
    let kinds = ["outlets", "reps", "routes"];
    let before = kinds.map(|k| desk.export(k));
    let outlets = desk.import(
        "outlets",
        "code,name,lat,lng,org_unit,customer_code\n00042,Other,21.9,105.9,T2,-\n00043,No pin,21.5,105.5,,\nNEW,Shop,21,105,T1,\n",
    );
    assert_eq!(counts(&outlets), [1, 2, 0, 0, 0]);
    let reps = desk.import(
        "reps",
        "code,name,phone,org_unit\nNV1,Hoa B,-,T2\nNV3,Third,,T1\n",
    );
    let file = desk.file(
        "routes.csv",
        "route_code,route_name,rep_code,outlet_code,pattern,weekdays\nR1,Renamed,NV2,00042,F4,tue\nR9,Ninth,NV1,A-1,F4,wed\n",
    );
    let routes = desk.done(&["import", "routes", &file, "--end-missing"]);
    // R9 and its row; R1 and its row; what R1 had besides.
    assert_eq!(counts(&routes), [2, 2, 1, 0, 0]);
    let mut conn = desk.connect().await;
    // What held until today is still there to be read.
    let then =
        "select x.pattern->>'weekdays' from route_outlet x join outlet o on o.id = x.outlet_id
        join route r on r.id = x.route_id
        where o.code = '00042' and r.code = 'R1' and x.retired_at is null and x.valid @> ";
    let yesterday = format!("{then} (current_date - 3)");
    let tomorrow = format!("{then} (current_date + 3)");
    assert_eq!(one::<String>(&mut conn, &yesterday).await, "[1, 4]");
    assert_eq!(one::<String>(&mut conn, &tomorrow).await, "[2]");

    // An outlet that somebody's route stands on stays; routes go first.
    desk.done(&[
        "import",
        "routes",
        &desk.file(
            "new.csv",
            "route_code,outlet_code,pattern,weekdays\nR9,NEW,F4,thu\n",
        ),
    ]);
    let id = |answer: &Value| answer["import"]["id"].to_string();
    let (code, _, said) = desk.run(&["import", "undo", &id(&outlets)]);
    assert!(
        code == 1 && said.contains("in use") && said.contains("NEW"),
        "{said}"
    );
    let (code, _, said) = desk.run(&["import", "undo", &id(&routes)]);
    assert!(
        code == 1 && said.contains("changed since") && said.contains("R9"),
        "{said}"
    );

    let newest: i32 = one(&mut conn, "select max(id) from import_batch").await;
    for id in [newest.to_string(), id(&routes), id(&reps), id(&outlets)] {
        desk.done(&["import", "undo", &id]);
    }
    assert_eq!(kinds.map(|k| desk.export(k)), before);
    let (code, _, said) = desk.run(&["import", "undo", &id(&outlets)]);
    assert!(code == 1 && said.contains("reverted"), "{said}");
    // Nothing was deleted: the pin that was taken back is known to have been there.
    let known: i64 = one(
        &mut conn,
        "select count(*) from outlet_pin where lat_e7 = 219000000",
    )
    .await;
    assert_eq!(known, 1);
    let log: i64 = one(
        &mut conn,
        "select count(*) from audit_log where action = 'import.revert'",
    )
    .await;
    assert_eq!(log, 4);
}

#[tokio::test]
async fn a_changed_pin_and_assignment_hold_from_their_date() {
    let desk = Desk::new().await;
    filled(&desk);
    let file = desk.file("moved.csv", "code,lat,lng\n00042,21.05,105.85\n");
    desk.done(&["import", "outlets", &file, "--valid-from=2030-01-01"]);
    let file = desk.file(
        "turned.csv",
        "route_code,outlet_code,rep_code,pattern,weekdays,valid_from\nR1,00042,NV2,F4,fri,2026-01-01\n",
    );
    desk.done(&["import", "routes", &file, "--valid-from=2030-01-01"]);
    let mut conn = desk.connect().await;
    let lat = "select p.lat_e7 from outlet_pin p join outlet o on o.id = p.outlet_id where o.code = '00042' and p.retired_at is null and p.valid @> ";
    assert_eq!(
        one::<i32>(&mut conn, &format!("{lat} date '2029-12-31'")).await,
        210_312_345
    );
    assert_eq!(
        one::<i32>(&mut conn, &format!("{lat} date '2030-01-01'")).await,
        210_500_000
    );
    let rep = "select p.code from route_rep x join route r on r.id = x.route_id join rep p on p.id = x.rep_id where r.code = 'R1' and x.retired_at is null and x.valid @> ";
    assert_eq!(
        one::<String>(&mut conn, &format!("{rep} date '2029-12-31'")).await,
        "NV1"
    );
    assert_eq!(
        one::<String>(&mut conn, &format!("{rep} date '2030-01-01'")).await,
        "NV2"
    );
    let days = "select x.pattern->>'weekdays' from route_outlet x join route r on r.id = x.route_id join outlet o on o.id = x.outlet_id where r.code = 'R1' and o.code = '00042' and x.retired_at is null and x.valid @> ";
    assert_eq!(
        one::<String>(&mut conn, &format!("{days} date '2029-12-31'")).await,
        "[1, 4]"
    );
    assert_eq!(
        one::<String>(&mut conn, &format!("{days} date '2030-01-01'")).await,
        "[5]"
    );
}

#[tokio::test]
async fn codes_find_their_outlet_without_zeros_and_with_either_accents() {
    let desk = Desk::new().await;
    filled(&desk);
    desk.import("outlets", "code,name,org_unit\nCửa-1,Composed,T1\n");
    let decomposed: String = "Cửa-1".nfd().collect();
    let file = desk.file(
        "zeros.csv",
        format!(
            "code,name\n42,Tạp hoá Hoà\n{decomposed},Composed\n43,{}\n",
            "No pin"
        ),
    );
    let same = desk.done(&["import", "outlets", &file]);
    assert_eq!(counts(&same), [0, 0, 0, 3, 0], "{same}");
    let said = faults(&same, "warning");
    assert_eq!(
        said[0],
        (
            2,
            "A2".to_owned(),
            "zeros_restored".to_owned(),
            "42 → 00042".to_owned()
        )
    );
    // In a route row, in a workbook that made numbers of them.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (x, heading) in ["route_code", "outlet_code", "pattern", "weekdays"]
        .iter()
        .enumerate()
    {
        sheet.write(0, x as u16, *heading).unwrap();
    }
    sheet.write(1, 0, "R1").unwrap();
    sheet.write(1, 1, 42).unwrap();
    sheet.write(1, 2, 8).unwrap();
    sheet.write(1, 3, 2.5).unwrap();
    let file = desk.file("numbers.xlsx", book.save_to_buffer().unwrap());
    let same = desk.done(&["import", "routes", &file]);
    assert_eq!(counts(&same), [0, 0, 0, 1, 0], "{same}");
    // Two that differ in zeros only: nobody guesses.
    desk.import("outlets", "code,name,org_unit\n042,Twin,T1\n");
    let file = desk.file("twin.csv", "code,name\n42,x\n");
    let (code, answer, _) = desk.run(&["import", "outlets", &file]);
    assert_eq!(
        (code, faults(&answer, "error")[0].2.as_str()),
        (1, "ambiguous_code")
    );
    // A width that is told makes new codes whole.
    let file = desk.file("width.csv", "code,name,org_unit\n77,New,T1\n");
    desk.done(&["import", "outlets", &file, "--code-width=5"]);
    let mut conn = desk.connect().await;
    assert_eq!(
        one::<i64>(
            &mut conn,
            "select count(*) from outlet where code = '00077'"
        )
        .await,
        1
    );
}

#[tokio::test]
async fn headings_are_read_in_three_languages_or_as_a_saved_mapping_says() {
    let desk = Desk::new().await;
    desk.import("reps", "Mã NV;Họ tên;SĐT;Đội\nNV1;Hoa;0901;T1\n");
    desk.import("reps", "业务员编码,姓名,手机,团队\nNV2,小兰,0902,T1\n");
    desk.import(
        "outlets",
        "网点编码,网点名称,坐标,组织\nW1,小店,\"21.03,105.85\",T1\n",
    );
    let theirs = desk.file(
        "theirs.csv",
        "Shop no.;Label;Where;Notes;Team\nW2;Second;21,04 105,86;x;T1\n",
    );
    let (code, _, said) = desk.run(&["import", "outlets", &theirs]);
    assert!(code == 1 && said.contains("no column code"), "{said}");
    desk.done(&[
        "import",
        "outlets",
        &theirs,
        "--column",
        "Shop no.=code",
        "--column",
        "Label=name",
        "--column",
        "Where=position",
        "--column",
        "Notes=",
        "--save-mapping",
        "erp",
    ]);
    let next = desk.file(
        "next.csv",
        "Shop no.;Label;Where;Notes;Team\nW2;Renamed;21,04 105,86;x;T1\n",
    );
    let again = desk.done(&["import", "outlets", &next, "--mapping", "erp"]);
    assert_eq!(counts(&again), [0, 1, 0, 0, 0]);
    let (code, _, said) = desk.run(&["import", "outlets", &next, "--mapping", "other"]);
    assert!(code == 1 && said.contains("no saved mapping"), "{said}");
    let exported = desk.export("outlets");
    assert!(exported.contains("W1,小店,21.03,105.85"), "{exported}");
    assert!(exported.contains("W2,Renamed,21.04,105.86"), "{exported}");
}

#[tokio::test]
async fn what_a_file_does_not_name_stays_unless_told() {
    let desk = Desk::new().await;
    filled(&desk);
    let one_outlet = "code,name\nA-1,=2+3\n";
    assert_eq!(counts(&desk.import("outlets", one_outlet)), [0, 0, 0, 1, 0]);
    let file = desk.file("one.csv", one_outlet);
    let ended = desk.done(&["import", "outlets", &file, "--end-missing"]);
    assert_eq!(counts(&ended), [0, 0, 2, 1, 0]);
    assert!(!desk.export("outlets").contains("00042"));
    // Named again, it opens again.
    assert_eq!(
        counts(&desk.import("outlets", "code\n00042\n")),
        [0, 1, 0, 0, 0]
    );
    assert!(desk.export("outlets").contains("00042"));
    let file = desk.file("bad.csv", "code,lat,lng\nA-1,200,1\n");
    let (code, answer, _) = desk.run(&[
        "import",
        "outlets",
        &file,
        "--end-missing",
        "--skip-bad-rows",
    ]);
    assert_eq!(
        (code, &answer["error"]),
        (1, &"bad_rows_with_end_missing".into())
    );
}

#[tokio::test]
async fn routes_say_what_contradicts_itself() {
    let desk = Desk::new().await;
    filled(&desk);
    let file = desk.file(
        "bad.csv",
        "route_code,route_name,rep_code,outlet_code,pattern,weekdays,valid_from,valid_to\n\
         R5,Five,NV1,00042,F4,mon,,\n\
         R5,Other,NV1,00043,F4,mon,,\n\
         R5,Five,NV2,00043,F4,mon,,\n\
         R5,Five,NV1,00042,F4,mon,2027-01-01,\n\
         R5,Five,NV1,A-1,F8,mon,,\n\
         R5,Five,NV1,A-1,F4,,,\n\
         R5,Five,NV1,A-1,F4,mon,2027-02-01,2027-01-01\n",
    );
    let (code, answer, _) = desk.run(&["import", "routes", &file, "--dry-run"]);
    assert_eq!(code, 1);
    let found: Vec<(i64, String, String)> = faults(&answer, "error")
        .into_iter()
        .map(|f| (f.0, f.1, f.2))
        .collect();
    let wanted = [
        (3, "B3", "differs_from_above"),
        (4, "C4", "differs_from_above"),
        (5, "D5", "overlaps"),
        (6, "E6", "too_few_weekdays"),
        (7, "E7", "too_few_weekdays"),
        (8, "H8", "ends_before_it_begins"),
    ]
    .map(|(line, cell, code)| (line, cell.to_owned(), code.to_owned()));
    assert_eq!(found, wanted);
}
