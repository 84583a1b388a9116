//! Customers, products, prices and counts of stock from spreadsheets: what comes in, what is said of bad
//! rows, what goes out again, and back.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{
    client::expect,
    desk::{Desk, counts, faults, one},
    front_door::{batch, found, problem, user},
    server::TestServer,
};

const CUSTOMERS: &str = "Mã KH;Tên khách hàng;SĐT;Đội\n007;Đại lý Hoà;0901;T1\nKH2;=Bình;;T2\n";
const PRODUCTS: &str = "sku,name,category,VAT,units\n\
    SP1,Bia 330,Bia,10,\"lon=1; thùng=24\"\n\
    SP2,Trà,Trà,8 %,chai\n\
    SP3,Sữa,,\"0,5\",\"hộp:1, lốc:4, thùng:48\"\n";
const PRICES: &str = "list_code,list_name,customer_code,class,valid_from,tax_included,product_code,unit,price\n\
    BASE,Giá chung,,,01/01/2026,,SP1,lon,12000\n\
    BASE,,,,,,SP1,thùng,280000\n\
    BASE,,,,,,SP2,,9000\n\
    A,Loại A,,A,,có,SP1,thùng,270000\n\
    KH,Riêng,7,,,,SP2,chai,8500\n";
const STOCK: &str = "Mã kho,Mã sản phẩm,Số lô,HSD,Số lượng,ĐVT\n\
    WH,SP1,L1,31/12/2026,10,thùng\n\
    WH,SP1,L2,2027-06-30,5,lon\n\
    WH,SP2,,,12.5,\n";

const KINDS: [&str; 4] = ["customers", "products", "prices", "stock"];

async fn filled(desk: &Desk) {
    let mut conn = desk.connect().await;
    // The command makes the company.
    desk.import("reps", "code,name,org_unit\nR,Rep,T1\nS,Rep,T2\n");
    sqlx::query("insert into stock_location (code, name, kind, updated_at) values ('WH', 'Kho', 'warehouse', now()), ('WH2', 'Kho 2', 'warehouse', now())")
        .execute(&mut conn)
        .await
        .unwrap();
    assert_eq!(
        counts(&desk.import("customers", CUSTOMERS)),
        [2, 0, 0, 0, 0]
    );
    assert_eq!(counts(&desk.import("products", PRODUCTS)), [3, 0, 0, 0, 0]);
    // Three lists and five prices.
    assert_eq!(counts(&desk.import("prices", PRICES)), [8, 0, 0, 0, 0]);
    assert_eq!(counts(&desk.import("stock", STOCK)), [3, 0, 0, 0, 0]);
}

async fn on_hand(desk: &Desk, product: &str) -> i64 {
    let sql = format!(
        "select coalesce(sum(b.milli), 0)::int8 from stock_balance b join product p on p.id = b.product_id where p.code = '{product}'"
    );
    one(&mut desk.connect().await, &sql).await
}

#[tokio::test]
async fn an_exported_file_of_trade_changes_nothing() {
    let desk = Desk::new().await;
    filled(&desk).await;
    for (kind, rows) in KINDS.into_iter().zip([2, 3, 5, 3]) {
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
    assert!(
        desk.export("customers").contains("'=Bình"),
        "no cell is a formula"
    );
    let products = desk.export("products");
    assert!(
        products.contains("SP3,Sữa,,0.5,hộp=1; lốc=4; thùng=48"),
        "{products}"
    );
    let prices = desk.export("prices");
    assert!(
        prices.contains("A,Loại A,,A,,,,yes,SP1,thùng,270000"),
        "{prices}"
    );
    let stock = desk.export("stock");
    assert!(stock.contains("WH,SP1,L1,2026-12-31,240,lon"), "{stock}");
}

#[tokio::test]
async fn a_count_moves_what_differs_and_is_taken_back() {
    let desk = Desk::new().await;
    filled(&desk).await;
    let mut conn = desk.connect().await;
    let before = desk.export("stock");
    let opened: i64 = one(
        &mut conn,
        "select count(*) from stock_posting where kind = 'opening'",
    )
    .await;
    assert_eq!(opened, 1);

    // Lot L1 is short, L2 is gone since no row names it, a new lot is there; of the tea a total.
    let csv = "location_code,product_code,batch,expiry,quantity\n\
        WH,SP1,L1,2026-12-31,200\nWH,SP1,L9,,7\nWH,SP2,,,13\n";
    let file = desk.file("count.csv", csv);
    let dry = desk.done(&["import", "stock", &file, "--dry-run"]);
    assert_eq!(counts(&dry), [1, 2, 1, 0, 0], "{dry}");
    let told: Vec<(&str, &str)> = (dry["changes"].as_array().unwrap().iter())
        .map(|c| {
            (
                c["part"].as_str().unwrap(),
                c["fields"][0]["to"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("SP1 / L1 / 2026-12-31", "200"),
            ("SP1 / L2 / 2027-06-30", "0"),
            ("SP1 / L9", "7"),
            ("SP2", "13"),
        ]
    );
    assert_eq!(desk.export("stock"), before, "a dry run changes nothing");

    let done = desk.done(&["import", "stock", &file]);
    assert_eq!(on_hand(&desk, "SP1").await, 207_000);
    assert_eq!(on_hand(&desk, "SP2").await, 13_000);
    // The book is its moves, and says who corrected it.
    let wrong: i64 = one(
        &mut conn,
        "select count(*) from stock_balance b where b.milli <> (select coalesce(sum(m.milli), 0) from stock_move m
          where (m.location_id, m.product_id, m.batch) = (b.location_id, b.product_id, b.batch)
            and m.expires_on is not distinct from b.expires_on)",
    )
    .await;
    assert_eq!(wrong, 0);
    let id = done["import"]["id"].to_string();
    let reasons: i64 = one(
        &mut conn,
        &format!("select count(*) from stock_posting where kind = 'adjustment' and reason = 'import {id}'"),
    )
    .await;
    assert_eq!(reasons, 2, "what was more, and what was less");
    // Imported again it is what the book says.
    assert_eq!(
        counts(&desk.done(&["import", "stock", &file])),
        [0, 0, 0, 3, 0]
    );

    desk.done(&["import", "undo", &id]);
    assert_eq!(desk.export("stock"), before);
    let moves: i64 = one(
        &mut conn,
        "select count(*) from stock_posting where counter_of is not null",
    )
    .await;
    assert_eq!(moves, 2, "nothing was deleted");

    // Products of the place that the file does not name are gone, where that is asked for.
    let file = desk.file(
        "all.csv",
        "location_code,product_code,quantity\nWH,SP2,12.5\n",
    );
    let ended = desk.done(&["import", "stock", &file, "--end-missing"]);
    assert_eq!(counts(&ended), [0, 0, 2, 1, 0], "{ended}");
    assert_eq!(on_hand(&desk, "SP1").await, 0);
}

#[tokio::test]
async fn a_total_takes_what_expires_first() {
    let desk = Desk::new().await;
    filled(&desk).await;
    desk.import(
        "stock",
        "location_code,product_code,quantity,unit\nWH,SP1,4,lon\n",
    );
    let left = desk.export("stock");
    assert!(
        left.contains("WH,SP1,L2,2027-06-30,4,lon") && !left.contains("L1"),
        "{left}"
    );
}

#[tokio::test]
async fn bad_rows_of_trade_are_named_by_line_and_cell() {
    let desk = Desk::new().await;
    filled(&desk).await;
    let check = |kind: &str, csv: &str| -> Vec<(i64, String, String)> {
        let file = desk.file("bad.csv", csv);
        let (code, answer, said) = desk.run(&["import", kind, &file]);
        assert_eq!(code, 1, "{said}");
        assert_eq!(answer["error"], "import_has_bad_rows", "{answer}");
        (faults(&answer, "error").into_iter())
            .map(|(line, cell, code, _)| (line, cell, code))
            .collect()
    };
    let wanted = |rows: &[(i64, &str, &str)]| -> Vec<(i64, String, String)> {
        (rows.iter())
            .map(|(line, cell, code)| (*line, (*cell).to_owned(), (*code).to_owned()))
            .collect()
    };
    assert_eq!(
        check(
            "stock",
            "location_code,product_code,batch,quantity,unit\n\
             NO,SP1,,1,\nWH,NO,,1,\nWH,SP1,,1,hộp\nWH,SP2,,-1,\nWH,SP3,,\"1,5\",\nWH,SP3,A,2,\noutlet:X,SP1,,1,\nWH2,SP1,,1,\nWH2,SP1,,2,\n"
        ),
        wanted(&[
            (2, "A2", "unknown_location"),
            (3, "B3", "unknown_product"),
            (4, "E4", "unknown_unit"),
            (5, "D5", "out_of_range"),
            (6, "D6", "not_a_quantity"),
            (7, "B7", "count_incomplete"),
            (8, "A8", "counted_by_reps"),
            (9, "B9", "count_incomplete"),
            (10, "B10", "repeated"),
        ])
    );
    assert_eq!(
        check(
            "prices",
            "list_code,list_name,customer_code,class,valid_from,valid_to,product_code,unit,price\n\
             BASE,,,,,,SP1,lon,\"12,000\"\nBASE,,,,,,SP2,,12.5\nBASE,,,,,,SP3,,\nNEW,,,,,,SP1,,1\n\
             X,X,NO,,,,SP1,,1\nY,Y,KH2,B,,,SP1,,1\nZ,Z,,,2026-02-01,2026-01-01,SP1,,1\nBASE,Other,,,,,SP3,lốc,1\n\
             BASE,Another,,,,,SP3,thùng,1\nBASE,,,,,,SP3,lốc,2\n"
        ),
        wanted(&[
            (2, "I2", "not_an_amount"),
            (3, "I3", "too_many_places"),
            (4, "I4", "required"),
            (5, "B5", "required"),
            (6, "C6", "unknown_customer"),
            (7, "A7", "one_holder"),
            (8, "F8", "ends_before_it_begins"),
            (10, "B10", "differs_from_above"),
            (11, "G11", "repeated"),
        ])
    );
    assert_eq!(
        check(
            "products",
            "code,name,tax_percent,units\nN1,,8,\nN2,N,101,\nN3,N,x,\nN4,N,8,\"a=2\"\nSP1,,,\nSP1,,,\n"
        ),
        wanted(&[
            (2, "B2", "required"),
            (3, "C3", "out_of_range"),
            (4, "C4", "not_a_number"),
            (5, "D5", "invalid_units"),
            (7, "A7", "repeated"),
        ])
    );
    assert_eq!(
        check("customers", "code,name,org_unit\nN,,T1\nM,Name,\n"),
        wanted(&[(2, "B2", "required"), (3, "C3", "required")])
    );
    // The good ones come in when they are asked for alone; a product whose count is incomplete stays.
    let file = desk.file(
        "half.csv",
        "location_code,product_code,batch,quantity\nWH,SP2,,20\nWH,SP1,L1,1\nWH,SP1,L2,x\n",
    );
    let half = desk.done(&["import", "stock", &file, "--skip-bad-rows"]);
    assert_eq!(counts(&half), [0, 1, 0, 0, 2], "{half}");
    assert_eq!(on_hand(&desk, "SP1").await, 245_000);
    assert_eq!(on_hand(&desk, "SP2").await, 20_000);
}

#[tokio::test]
async fn masters_of_trade_are_taken_back() {
    let desk = Desk::new().await;
    filled(&desk).await;
    let before = KINDS.map(|kind| desk.export(kind));
    let customers = desk.import(
        "customers",
        "code,name,phone,org_unit\n007,Renamed,-,T2\nNEW,New,1,T1\n",
    );
    let products = desk.import(
        "products",
        "code,name,tax_percent,units,category\nSP1,Renamed,5,\"lon=1;thùng=12\",-\nSP9,New,,,\n",
    );
    let file = desk.file(
        "prices.csv",
        "list_code,list_name,class,valid_to,product_code,unit,price\n\
         BASE,Renamed,,2026-12-31,SP1,lon,13000\nBASE,,,,SP1,thùng,-\nBASE,,,,SP3,hộp,500\nA,,,,SP2,,1\nL9,New,C,,SP2,,7\n",
    );
    let prices = desk.done(&["import", "prices", &file, "--end-missing"]);
    // L9 and its price, a price each of BASE and A; BASE and its price; one taken off and two not named.
    assert_eq!(counts(&prices), [4, 2, 3, 0, 0], "{prices}");
    let id = |answer: &Value| answer["import"]["id"].to_string();
    for done in [&prices, &products, &customers] {
        desk.done(&["import", "undo", &id(done)]);
    }
    assert_eq!(KINDS.map(|kind| desk.export(kind)), before);
    let mut conn = desk.connect().await;
    let kept: bool = one(
        &mut conn,
        "select not active from customer where code = 'NEW'",
    )
    .await;
    assert!(kept, "nothing was deleted");
    // Named again, it is there again.
    assert_eq!(
        counts(&desk.import("products", "code\nSP9\n")),
        [0, 1, 0, 0, 0]
    );

    // What somebody has changed since, and what something stands on, is not taken back.
    let more = desk.import("products", "code,name\nSPX,New\n");
    desk.import("stock", "location_code,product_code,quantity\nWH2,SPX,1\n");
    let (code, _, said) = desk.run(&["import", "undo", &id(&more)]);
    assert!(
        code == 1 && said.contains("in use") && said.contains("SPX"),
        "{said}"
    );
    let renamed = desk.import("customers", "code,name\nKH2,Second\n");
    desk.import("customers", "code,name\nKH2,Third\n");
    let (code, _, said) = desk.run(&["import", "undo", &id(&renamed)]);
    assert!(code == 1 && said.contains("changed since"), "{said}");
}

#[tokio::test]
async fn who_keeps_stock_imports_stock_and_nothing_else() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    batch(&admin, "products", json!([{"code": "SP1", "name": "Bia"}])).await;
    batch(
        &admin,
        "stock-locations",
        json!([{"code": "WH", "name": "Kho", "kind": "warehouse"}]),
    )
    .await;
    let books = user(&server, &admin, "books", "accounting", "HQ").await;
    let planner = user(&server, &admin, "plan", "planner", "HQ").await;
    let body = |kind: &str, csv: &str| {
        format!(
            "--xx\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n{kind}\r\n--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{csv}\r\n--xx--\r\n"
        )
    };
    let send = async |client: &crate::support::client::Client, kind: &str, csv: &str| {
        client
            .request(Method::POST, "/api/v1/imports")
            .header("content-type", "multipart/form-data; boundary=xx")
            .header("origin", client.url(""))
            .body(body(kind, csv))
            .send()
            .await
            .unwrap()
    };
    let csv = "location_code,product_code,quantity\nWH,SP1,3\n";
    let made = expect(send(&books, "stock", csv).await, StatusCode::ACCEPTED).await;
    let path = format!("/api/v1/imports/{}", made["id"]);
    // Neither is told of what the other imports.
    problem(planner.get(&path).await, 404, "not_found").await;
    problem(
        planner.get(&format!("{path}/changes")).await,
        404,
        "not_found",
    )
    .await;
    assert_eq!(planner.json("/api/v1/imports").await["items"], json!([]));
    problem(send(&planner, "stock", csv).await, 403, "forbidden").await;
    problem(
        send(&books, "products", "code,name\nX,X\n").await,
        403,
        "forbidden",
    )
    .await;
    problem(books.get("/api/v1/exports/prices").await, 403, "forbidden").await;
    let file = books
        .get("/api/v1/exports/stock?format=xlsx&language=vi")
        .await;
    assert_eq!(file.status(), StatusCode::OK);
    let auditor = user(&server, &admin, "audit", "auditor", "HQ").await;
    problem(auditor.get("/api/v1/imports").await, 403, "forbidden").await;
    server.finish().await;
}
