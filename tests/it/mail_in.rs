//! Mailboxes from outside, on a real mail server: what is with people known becomes activities once, whatever breaks in
//! between; nothing else is kept, nothing in a mailbox is touched.

use std::time::{Duration, SystemTime};

use chrono::{Days, TimeDelta, Utc};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::Connection;

use crate::{
    crm::{Story, story_on},
    support::{
        client::{Client, expect},
        data_dir::DataDir,
        eventually,
        front_door::{batch, problem, send, user},
        imap::{ImapServer, PASSWORD, Tls},
        process::Process,
        server::TestServer,
    },
};

/// Lan and Tú at C1 whose rep is R1 of T1, Mai at C2 of T2 where nobody calls.
async fn story() -> Story {
    let server = TestServer::plan()
        .set("webhook_private_addresses", "true")
        .start()
        .await;
    let s = story_on(server).await;
    let route = json!([{"code": "T-1", "name": "One", "org_unit_code": "T1", "rep_code": "R1", "valid_from": s.today - Days::new(9),
        "outlets": [{"outlet_code": "A", "sequence": 1, "pattern": "F4", "weekdays": ["mon"]}]}]);
    batch(&s.admin, "routes", route).await;
    let rows = json!([
        {"code": "P1", "customer_code": "C1", "name": "Chị Lan", "role": "decision_maker", "email": "Lan@Example.VN"},
        {"code": "P2", "customer_code": "C1", "name": "Anh Tú", "role": "evaluator", "email": "tu@example.vn"},
        {"code": "P3", "customer_code": "C2", "name": "Em Mai", "role": "evaluator", "email": "mai@example.vn"},
    ]);
    batch(&s.admin, "contacts", rows).await;
    s
}

fn body(server: &ImapServer, more: Value) -> Value {
    let mut body = json!({"name": "Sales", "host": "127.0.0.1", "port": server.port, "security": "plain", "login": "sales",
        "password": PASSWORD, "address": "sales@songhong.vn", "since": Utc::now().date_naive() - Days::new(30)});
    let fields = body.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    body
}

async fn unit(s: &Story, code: &str) -> i64 {
    s.id("org-units", code).await
}

/// A mailbox of T1, read from now on.
async fn mailbox(s: &Story, server: &ImapServer, more: Value) -> i64 {
    let mut body = body(server, more);
    if body.get("user_id").is_none() && body.get("org_unit_id").is_none() {
        body["org_unit_id"] = json!(unit(s, "T1").await);
    }
    s.make("mailboxes", body).await["id"].as_i64().unwrap()
}

async fn due(s: &Story) {
    sqlx::query("update mailbox set next_at = now() - interval '1 second'")
        .execute(&s.server.services.db)
        .await
        .unwrap();
}

async fn shown(s: &Story, id: i64) -> Value {
    s.admin.json(&format!("/api/v1/mailboxes/{id}")).await
}

/// Reads everything there is, once more.
async fn read(s: &Story, id: i64) -> Value {
    let was = shown(s, id).await["last_read_at"].clone();
    due(s).await;
    eventually("the mailbox is read", async || {
        let now = shown(s, id).await;
        let over = now["next_at"].as_str().unwrap() > now["last_read_at"].as_str().unwrap_or("");
        (now["last_read_at"] != was && over && now["fault"].is_null()).then_some(now)
    })
    .await
}

async fn faulty(s: &Story, id: i64, code: &str) -> Value {
    eventually(code, async || {
        let now = shown(s, id).await;
        (now["fault"] == code).then_some(now)
    })
    .await
}

/// Of a customer, newest first.
async fn emails(s: &Story, customer: &str) -> Vec<Value> {
    let id = s.id("customers", customer).await;
    let line = s
        .admin
        .json(&format!("/api/v1/customers/{id}/timeline?limit=500"))
        .await;
    let items = line["items"].as_array().unwrap();
    let mut found = Vec::new();
    for item in items.iter().filter(|i| i["sort"] == "email") {
        let path = format!("/api/v1/activities/{}/email", item["id"].as_str().unwrap());
        let mut email = s.admin.json(&path).await;
        email["timeline"] = item.clone();
        found.push(email);
    }
    found
}

fn subjects(emails: &[Value]) -> Vec<&str> {
    emails
        .iter()
        .map(|e| e["subject"].as_str().unwrap())
        .collect()
}

/// A plain letter, written some minutes ago.
fn letter(id: &str, from: &str, to: &str, minutes: i64, more: &str, text: &str) -> String {
    let date = (Utc::now() - TimeDelta::minutes(minutes)).to_rfc2822();
    format!(
        "From: {from}\r\nTo: {to}\r\nDate: {date}\r\nMessage-ID: <{id}@example.vn>\r\n{more}MIME-Version: 1.0\r\n\
        Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    )
}

#[tokio::test]
async fn what_is_with_people_known_becomes_activities_and_nothing_else_is_kept() {
    let imap = ImapServer::start().await;
    let s = story().await;
    let us = "Sales <sales@songhong.vn>";
    let lan = "=?UTF-8?B?Q2jhu4sgTGFu?= <lan@EXAMPLE.vn>";
    imap.deliver(
        "sales",
        "INBOX",
        letter(
            "1",
            lan,
            us,
            50,
            "Subject: =?utf-8?Q?Gi=C3=A1_m=E1=BB=9Bi?=\r\n",
            "Cho xin giá mới.\r\n\r\n\r\n\r\nLan",
        ),
    );
    imap.deliver(
        "sales",
        "Sent",
        letter(
            "2",
            us,
            "lan@example.vn, tu@example.vn",
            40,
            "Subject: Re: Giá mới\r\nReferences: <1@example.vn>\r\n",
            "Đây ạ.",
        ),
    );
    imap.deliver(
        "sales",
        "INBOX",
        letter(
            "3",
            lan,
            us,
            30,
            "Subject: Re: Giá mới\r\nIn-Reply-To: <1@example.vn>\r\n",
            "Cảm ơn.",
        ),
    );
    imap.deliver(
        "sales",
        "INBOX",
        letter(
            "4",
            "Nobody <nobody@elsewhere.org>",
            us,
            25,
            "Subject: Secret offer\r\n",
            "zebra",
        ),
    );
    imap.deliver(
        "sales",
        "INBOX",
        letter(
            "5",
            "mai@example.vn",
            us,
            20,
            "Subject: From another team\r\n",
            "zebra",
        ),
    );
    imap.deliver(
        "sales",
        "INBOX",
        letter(
            "6",
            lan,
            us,
            15,
            "Subject: Absent\r\nAuto-Submitted: auto-replied\r\n",
            "I am away.",
        ),
    );
    imap.deliver(
        "sales",
        "INBOX",
        letter(
            "7",
            lan,
            us,
            15,
            "Subject: News\r\nPrecedence: bulk\r\n",
            "News.",
        ),
    );
    let long_ago = SystemTime::now() - Duration::from_hours(24 * 40);
    imap.deliver_at(
        "sales",
        "INBOX",
        letter("8", lan, us, 10, "Subject: Before\r\n", "Old.").as_bytes(),
        long_ago,
    );

    // First a dry run of what is not in use yet: it counts, and keeps nothing.
    let of = json!({"active": false, "sent_folder": "Sent"});
    let id = mailbox(&s, &imap, of).await;
    let test = format!("/api/v1/mailboxes/{id}/test");
    let trial = expect(s.admin.post(&test, &json!({})).await, StatusCode::OK).await;
    let expected = json!([
        {"name": "INBOX", "unknown": false, "messages": 6, "looked_at": 6, "matched": 2},
        {"name": "Sent", "unknown": false, "messages": 1, "looked_at": 1, "matched": 1},
    ]);
    assert_eq!(
        (&trial["fault"], &trial["folders"]),
        (&Value::Null, &expected)
    );
    assert_eq!(emails(&s, "C1").await.len(), 0);
    assert_eq!(shown(&s, id).await["state"], "inactive");

    let mut put = body(
        &imap,
        json!({"sent_folder": "Sent", "org_unit_id": unit(&s, "T1").await}),
    );
    put.as_object_mut().unwrap().remove("password");
    let path = format!("/api/v1/mailboxes/{id}");
    let changed = send(
        &s.admin,
        Method::PUT,
        &path,
        &[("if-match", "\"v1\"")],
        &put,
    )
    .await;
    expect(changed, StatusCode::OK).await;
    let now = read(&s, id).await;
    assert_eq!(
        (
            &now["kept"],
            &now["unmatched"],
            &now["automatic"],
            &now["unreadable"],
            &now["state"]
        ),
        (
            &json!(3),
            &json!(2),
            &json!(2),
            &json!(0),
            &json!("reading")
        ),
        "{now}"
    );
    let found = emails(&s, "C1").await;
    assert_eq!(subjects(&found), ["Re: Giá mới", "Re: Giá mới", "Giá mới"]);
    let directions: Vec<&Value> = found.iter().map(|e| &e["direction"]).collect();
    assert_eq!(directions, ["in", "out", "in"]);
    let (first, sent) = (&found[2], &found[1]);
    assert_eq!(first["text"], "Cho xin giá mới.\n\nLan");
    assert_eq!(first["sender"], "Chị Lan <lan@EXAMPLE.vn>");
    assert_eq!(
        sent["contacts"],
        json!(["Chị Lan", "Anh Tú"]),
        "one activity of both"
    );
    assert_eq!(first["thread"].as_array().unwrap().len(), 2, "{first}");
    assert_eq!(first["date_doubtful"], false);
    let item = &first["timeline"];
    assert_eq!(
        (&item["rep_name"], &item["state"], &item["direction"]),
        (&json!("One"), &json!("held"), &json!("in"))
    );
    // Neither the other team's customer nor anything of strangers is anywhere.
    assert_eq!(emails(&s, "C2").await.len(), 0);
    let strangers: i64 = sqlx::query_scalar(
        "select (select count(*) from email e where e::text ~* 'zebra|elsewhere') + (select count(*) from activity a where a::text ~* 'secret')",
    )
    .fetch_one(&s.server.services.db)
    .await
    .unwrap();
    assert_eq!(strangers, 0);

    // Who is not of the team does not find it; who is and asks again reads nothing twice.
    let other = user(&s.server, &s.admin, "boss2", "supervisor", "T2").await;
    let email = format!(
        "/api/v1/activities/{}/email",
        first["activity_id"].as_str().unwrap()
    );
    problem(other.get(&email).await, 404, "not_found").await;
    let boss = user(&s.server, &s.admin, "boss1", "supervisor", "T1").await;
    assert_eq!(boss.json(&email).await["text"], first["text"]);
    problem(boss.get("/api/v1/mailboxes").await, 403, "forbidden").await;
    assert_eq!(read(&s, id).await["kept"], 3);

    // Nothing in the mailbox was touched, and its password is told to nobody.
    assert!(
        imap.flags("sales", "INBOX").iter().all(String::is_empty),
        "{:?}",
        imap.flags("sales", "INBOX")
    );
    assert_eq!(imap.flags("sales", "INBOX").len(), 7);
    let audit = s.admin.json("/api/v1/audit-log?limit=1000").await;
    assert!(audit.to_string().contains("mailboxes.change"));
    let list = s.admin.json("/api/v1/mailboxes").await;
    for told in [
        audit.to_string(),
        list.to_string(),
        trial.to_string(),
        s.server.log.all(),
    ] {
        assert!(!told.contains("geheim"), "{told}");
    }
    assert!(!s.server.log.all().contains("example.vn"));
    s.server.finish().await;
}

#[tokio::test]
async fn a_message_is_kept_once_whatever_dies_and_however_it_is_numbered() {
    let imap = ImapServer::start().await;
    let s = story().await;
    for n in 0..60 {
        let text = letter(
            &format!("n{n}"),
            "lan@example.vn",
            "sales@songhong.vn",
            n,
            &format!("Subject: N{n}\r\n"),
            "x",
        );
        imap.deliver("sales", "INBOX", text);
    }
    // Nobody gave it a name: it is told by what it says.
    let nameless =
        "From: tu@example.vn\r\nTo: sales@songhong.vn\r\nSubject: Nameless\r\n\r\nHello.\r\n";
    imap.deliver("sales", "INBOX", nameless);
    let of = json!({"active": false, "sent_folder": "Archive"});
    let id = mailbox(&s, &imap, of).await;
    imap.deliver(
        "sales",
        "Archive",
        letter(
            "n7",
            "lan@example.vn",
            "sales@songhong.vn",
            7,
            "Subject: N7\r\n",
            "x",
        ),
    );
    let (today, path) = (s.today, format!("/api/v1/mailboxes/{id}"));
    let put = body(
        &imap,
        json!({"sent_folder": "Archive", "org_unit_id": unit(&s, "T1").await}),
    );

    // A server dies between what it has fetched and the commit: the second table that it writes to is held.
    let database = s.server.database.clone();
    let mut held = sqlx::PgConnection::connect(&database.url).await.unwrap();
    sqlx::query("begin").execute(&mut held).await.unwrap();
    sqlx::query("lock table email in exclusive mode")
        .execute(&mut held)
        .await
        .unwrap();
    let changed = send(
        &s.admin,
        Method::PUT,
        &path,
        &[("if-match", "\"v1\"")],
        &put,
    )
    .await;
    expect(changed, StatusCode::OK).await;
    let waits =
        "select exists (select from pg_locks where relation = 'email'::regclass and not granted)";
    // It reads with this server, which is then stopped without its being able to keep anything.
    eventually("a reader waits at the table", async || {
        let waits: bool = sqlx::query_scalar(waits)
            .fetch_one(&mut held)
            .await
            .unwrap();
        waits.then_some(())
    })
    .await;
    let Story { server, admin, .. } = s;
    drop((server, admin));
    sqlx::query("rollback").execute(&mut held).await.unwrap();
    eventually("what it had begun is gone", async || {
        let busy: i64 = sqlx::query_scalar("select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
            .fetch_one(&mut held)
            .await
            .unwrap();
        (busy == 0).then_some(())
    })
    .await;
    let kept: i64 = sqlx::query_scalar("select count(*) from email")
        .fetch_one(&mut held)
        .await
        .unwrap();
    assert_eq!(kept, 0, "not a part of it");

    // A real process takes over, and is killed somewhere in the middle, again and again.
    let home = DataDir::new();
    let args = [
        format!("--database-url={}", database.url),
        "--webhook-private-addresses=true".to_owned(),
    ];
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    for at_least in [1_i64, 40] {
        sqlx::query("update mailbox set next_at = now() - interval '1 second'")
            .execute(&mut held)
            .await
            .unwrap();
        let process = Process::serve(home.path(), &args);
        eventually("it keeps some", async || {
            let kept: i64 = sqlx::query_scalar("select count(*) from email")
                .fetch_one(&mut held)
                .await
                .unwrap();
            (kept >= at_least).then_some(())
        })
        .await;
        process.kill();
    }
    let server = TestServer::plan()
        .set("webhook_private_addresses", "true")
        .database(&database)
        .start()
        .await;
    let admin = server.client();
    let login = json!({"login": "admin", "password": crate::support::front_door::PASSWORD});
    expect(admin.post("/api/v1/session", &login).await, StatusCode::OK).await;
    let s = Story::again(server, admin, today);
    let all = |s: &Story| {
        let db = s.server.services.db.clone();
        async move {
            let rows: Vec<String> = sqlx::query_scalar(
                "select subject from activity where kind = 'email' order by subject",
            )
            .fetch_all(&db)
            .await
            .unwrap();
            rows
        }
    };
    let now = read(&s, id).await;
    let once = all(&s).await;
    assert_eq!(once.len(), 61, "{now}");
    let mut unique = once.clone();
    unique.dedup();
    assert_eq!(unique.len(), 61, "each once, in two folders or not");

    // The mail server numbers everything anew.
    imap.renumber("sales", "INBOX");
    let place = "select uid_validity from mailbox_folder where name = 'INBOX'";
    let before: i64 = sqlx::query_scalar(place)
        .fetch_one(&mut held)
        .await
        .unwrap();
    imap.deliver(
        "sales",
        "INBOX",
        letter(
            "new",
            "lan@example.vn",
            "sales@songhong.vn",
            1,
            "Subject: Zuletzt\r\n",
            "x",
        ),
    );
    read(&s, id).await;
    let after: i64 = sqlx::query_scalar(place)
        .fetch_one(&mut held)
        .await
        .unwrap();
    assert_ne!(before, after);
    let again = all(&s).await;
    assert_eq!(again.len(), 62);
    assert_eq!(again[..61], once[..]);
    held.close().await.unwrap();
    s.server.finish().await;
}

#[tokio::test]
async fn every_charset_is_read_and_what_is_broken_or_huge_costs_only_itself() {
    let imap = ImapServer::start().await;
    let s = story().await;
    let head = |id: &str, more: &str| {
        let date = Utc::now().to_rfc2822();
        format!("From: lan@example.vn\r\nTo: sales@songhong.vn\r\nMessage-ID: <{id}@example.vn>\r\nDate: {date}\r\nMIME-Version: 1.0\r\n{more}\r\n").into_bytes()
    };
    let plain = |id: &str, charset: &str, subject: &str, bytes: &[u8]| {
        let more = format!(
            "Subject: {subject}\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n"
        );
        [head(id, &more), bytes.to_vec()].concat()
    };
    let coded = |label: &str, text: &str| {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        encoding.encode(text).0.into_owned()
    };
    let quoted = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|b| format!("={b:02X}"))
            .collect::<String>()
    };
    let zoo = [
        ("utf-8", "Đơn hàng số 5, cảm ơn"),
        ("gb18030", "请报价，谢谢"),
        ("iso-2022-jp", "見積もりをお願いします"),
        ("windows-1258", "Xin chào, gửi giá"),
        ("big5", "請報價"),
        ("iso-8859-15", "5 € für alles"),
    ];
    for (label, text) in zoo {
        // windows-1258 writes a letter and its tone apart.
        let text = unicode_normalization::UnicodeNormalization::nfd(text).collect::<String>();
        let text = if label == "windows-1258" {
            half_composed(&text)
        } else {
            unicode_normalization::UnicodeNormalization::nfc(text.as_str()).collect()
        };
        let bytes = coded(label, &text);
        let subject = format!("=?{label}?Q?{}?=", quoted(&bytes));
        imap.deliver(
            "sales",
            "INBOX",
            plain(&format!("c-{label}"), label, &subject, &bytes),
        );
    }
    let html = "<html><head><style>p{color:red}</style><title>no</title></head><body><script>steal()</script><div>Kính gửi,</div><div>giá &lt;b&gt; &amp; m&#7899;i<br>h&ocirc;m nay</div><img src=\"https://spy.example.com/x\"></body></html>";
    imap.deliver(
        "sales",
        "INBOX",
        [
            head(
                "html",
                "Subject: HTML\r\nContent-Type: text/html; charset=utf-8\r\n",
            ),
            html.as_bytes().to_vec(),
        ]
        .concat(),
    );
    // 30 MiB attached to a line of text.
    let line = format!("{}\r\n", "QUJD".repeat(19));
    let file = line.repeat((30 << 20) / line.len());
    let parts = format!(
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSee the plan.\r\n--b\r\nContent-Type: application/pdf; name=\"plan.pdf\"\r\n\
        Content-Disposition: attachment; filename=\"plan.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{file}--b--\r\n"
    );
    imap.deliver(
        "sales",
        "INBOX",
        [
            head(
                "huge",
                "Subject: Plan\r\nContent-Type: multipart/mixed; boundary=b\r\n",
            ),
            parts.into_bytes(),
        ]
        .concat(),
    );
    let long = "x".repeat(9_000);
    imap.deliver(
        "sales",
        "INBOX",
        plain("long", "utf-8", "Long", long.as_bytes()),
    );
    // In the future, long ago, and never.
    let dated = |id: &str, date: &str| {
        format!(
            "From: lan@example.vn\r\nTo: sales@songhong.vn\r\nSubject: {id}\r\nMessage-ID: <{id}@example.vn>\r\n{date}\r\nWhen?\r\n"
        )
    };
    imap.deliver(
        "sales",
        "INBOX",
        dated("future", "Date: Fri, 01 Jan 2100 00:00:00 +0000\r\n"),
    );
    imap.deliver(
        "sales",
        "INBOX",
        dated("past", "Date: Fri, 02 Jan 2015 00:00:00 +0000\r\n"),
    );
    imap.deliver(
        "sales",
        "INBOX",
        dated("never", "Date: yesterday, I think\r\n"),
    );
    // Broken in their own ways.
    let garbage: Vec<u8> = (0..4_096_u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    imap.deliver("sales", "INBOX", garbage);
    imap.deliver("sales", "INBOX", "");
    imap.deliver("sales", "INBOX", "\r\n\r\nno head at all\r\n");
    let torn = "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".repeat(500);
    imap.deliver("sales", "INBOX", [head("torn", "Subject: =?utf-8?B?====?=\0\u{202e}torn\r\nContent-Type: multipart/mixed; boundary=b\r\n"), torn.into_bytes()].concat());

    let id = mailbox(&s, &imap, json!({})).await;
    let now = read(&s, id).await;
    let found = emails(&s, "C1").await;
    let of = |id: &str| {
        found
            .iter()
            .find(|e| e["subject"] == id)
            .unwrap_or_else(|| panic!("{id}: {found:#?}"))
    };
    for (label, text) in zoo {
        let composed = |t: &Value| {
            unicode_normalization::UnicodeNormalization::nfc(t.as_str().unwrap())
                .collect::<String>()
        };
        let one = found.iter().find(|e| composed(&e["subject"]) == text);
        let one = one.unwrap_or_else(|| panic!("{label}: {:?}", subjects(&found)));
        assert_eq!(composed(&one["text"]), text, "{label}");
    }
    assert_eq!(of("HTML")["text"], "Kính gửi,\ngiá <b> & mới\nhôm nay");
    let plan = of("Plan");
    assert_eq!(
        (&plan["text"], &plan["text_cut"]),
        (&json!("See the plan."), &json!(false))
    );
    assert_eq!(plan["attachments"][0]["name"], "plan.pdf");
    let size = plan["attachments"][0]["bytes"].as_u64().unwrap();
    let truth = (file.len() / line.len() * 57) as u64;
    assert!(size.abs_diff(truth) < truth / 100, "{size} of {truth}");
    let long = of("Long");
    assert_eq!(
        (long["text"].as_str().unwrap().len(), &long["text_cut"]),
        (4_000, &json!(true))
    );
    for (id, doubtful) in [
        ("future", true),
        ("past", true),
        ("never", true),
        ("Long", false),
    ] {
        assert_eq!(
            (
                of(id)["date_doubtful"].clone(),
                of(id)["timeline"]["date_doubtful"].clone()
            ),
            (json!(doubtful), json!(doubtful)),
            "{id}"
        );
        assert!(of(id)["at"].as_str().unwrap() <= s.ago(0).as_str(), "{id}");
    }
    assert_eq!(of("past")["at"], "2015-01-02T00:00:00.000Z");
    assert_eq!(of("future")["said_at"], "2100-01-01T00:00:00.000Z");
    assert_eq!(found.len(), zoo.len() + 7, "{:?}", subjects(&found));
    assert_eq!(
        now["unreadable"].as_i64().unwrap() + now["unmatched"].as_i64().unwrap(),
        3,
        "{now}"
    );
    // What left the mail server: its limit of the huge one, not its size.
    eventually("the session is written down", async || {
        imap.log().contains("Logged out").then_some(())
    })
    .await;
    let told = imap.log();
    let out: u64 = (told.lines().filter(|l| l.contains("Logged out")))
        .map(|l| {
            l.split("out=")
                .nth(1)
                .unwrap()
                .split(' ')
                .next()
                .unwrap()
                .parse::<u64>()
                .unwrap()
        })
        .sum();
    assert!(out < 1 << 20, "{out} bytes: {told}");
    s.server.finish().await;
}

/// As windows-1258 wants it: letters with their hats, tones apart.
fn half_composed(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let hat = matches!(c, '\u{302}' | '\u{306}' | '\u{31b}');
        match (hat, out.pop()) {
            (true, Some(base)) => {
                out.extend(unicode_normalization::UnicodeNormalization::nfc(
                    [base, c].into_iter().collect::<String>().as_str(),
                ));
            }
            (_, last) => {
                out.extend(last);
                out.push(c);
            }
        }
    }
    out
}

#[tokio::test]
async fn a_mailbox_of_one_person_tells_others_only_what_it_is_about() {
    let imap = ImapServer::start().await;
    let s = story().await;
    let owner = user(&s.server, &s.admin, "owner", "supervisor", "T1").await;
    let peer = user(&s.server, &s.admin, "peer", "supervisor", "T1").await;
    let users = s.admin.json("/api/v1/users").await;
    let user_id = users["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|u| u["login"] == "owner")
        .unwrap()["id"]
        .clone();
    let text = letter(
        "p",
        "lan@example.vn",
        "owner@songhong.vn",
        5,
        "Subject: Between us\r\n",
        "Only for you.",
    );
    imap.deliver("owner", "INBOX", &text);
    let of = json!({"user_id": user_id, "login": "owner", "address": "owner@songhong.vn", "name": "Own"});
    let own = mailbox(&s, &imap, of).await;
    read(&s, own).await;
    let found = emails(&s, "C1").await;
    assert_eq!(subjects(&found), ["Between us"]);
    assert_eq!(
        (
            &found[0]["withheld"],
            &found[0]["text"],
            &found[0]["sender"]
        ),
        (&json!(true), &Value::Null, &Value::Null),
        "not even for administrators"
    );
    let path = format!(
        "/api/v1/activities/{}/email",
        found[0]["activity_id"].as_str().unwrap()
    );
    let to_owner = owner.json(&path).await;
    assert_eq!(
        (&to_owner["withheld"], &to_owner["text"]),
        (&json!(false), &json!("Only for you."))
    );
    let to_peer = peer.json(&path).await;
    assert!(!to_peer.to_string().contains("Only for you"), "{to_peer}");
    let listed = peer.json("/api/v1/activities?kind=email").await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    assert!(!listed.to_string().contains("Only for you"), "{listed}");

    // The same message in the team's mailbox: it was written to all of them.
    imap.deliver("sales", "INBOX", &text);
    let team = mailbox(&s, &imap, json!({})).await;
    let now = read(&s, team).await;
    assert_eq!(now["kept"], 0, "known");
    assert_eq!(peer.json(&path).await["text"], "Only for you.");
    assert_eq!(emails(&s, "C1").await.len(), 1);

    // Who says stop, and nothing else, gets no more campaigns; another person of that name is left alone.
    imap.deliver(
        "sales",
        "INBOX",
        letter(
            "stop",
            "tu@example.vn",
            "sales@songhong.vn",
            1,
            "Subject: Re: Sale\r\n",
            "HỦY",
        ),
    );
    imap.deliver(
        "sales",
        "INBOX",
        letter(
            "by",
            "lan@example.vn",
            "sales@songhong.vn",
            1,
            "Subject: Stop\r\n",
            "Stop by at nine.",
        ),
    );
    read(&s, team).await;
    let contacts = s.admin.json("/api/v1/contacts").await;
    let out: Vec<(&Value, &Value)> = contacts["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| (&c["code"], &c["opted_out"]))
        .collect();
    assert_eq!(
        out[..2],
        [
            (&json!("P1"), &json!([])),
            (&json!("P2"), &json!(["email"]))
        ]
    );

    // Removed, it takes its password along; what was kept stays.
    let gone = send(
        &s.admin,
        Method::DELETE,
        &format!("/api/v1/mailboxes/{team}"),
        &[("if-match", "*")],
        &Value::Null,
    )
    .await;
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    assert_eq!(emails(&s, "C1").await.len(), 3);
    s.server.finish().await;
}

#[tokio::test]
async fn customers_without_a_rep_are_counted_or_somebodys() {
    let imap = ImapServer::start().await;
    let s = story().await;
    imap.deliver(
        "sales",
        "INBOX",
        letter(
            "a",
            "mai@example.vn",
            "sales@songhong.vn",
            5,
            "Subject: First\r\n",
            "x",
        ),
    );
    let hq = unit(&s, "HQ").await;
    let id = mailbox(&s, &imap, json!({"org_unit_id": hq})).await;
    let now = read(&s, id).await;
    assert_eq!((&now["without_rep"], &now["kept"]), (&json!(1), &json!(0)));
    let rep = s.id("reps", "R2").await;
    let put = body(&imap, json!({"org_unit_id": hq, "rep_id": rep}));
    let path = format!("/api/v1/mailboxes/{id}");
    expect(
        send(&s.admin, Method::PUT, &path, &[("if-match", "*")], &put).await,
        StatusCode::OK,
    )
    .await;
    imap.deliver(
        "sales",
        "INBOX",
        letter(
            "b",
            "mai@example.vn",
            "sales@songhong.vn",
            4,
            "Subject: Second\r\n",
            "x",
        ),
    );
    read(&s, id).await;
    let found = emails(&s, "C2").await;
    assert_eq!(subjects(&found), ["Second"]);
    assert_eq!(found[0]["timeline"]["rep_name"], "Two");
    s.server.finish().await;
}

async fn refused(who: &Client, body: &Value, pointer: &str, code: &str) {
    let told = problem(who.post("/api/v1/mailboxes", body).await, 422, "invalid").await;
    let fault = json!({"pointer": pointer, "code": code});
    assert!(
        told["errors"].as_array().unwrap().contains(&fault),
        "{told}"
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_mailbox_is_named_and_too_many_refusals_pause_it() {
    let imap = ImapServer::with(Tls::Yes).await;
    let strict = story_on(TestServer::start().await).await;
    let t1 = unit(&strict, "T1").await;
    for (more, pointer, code) in [
        (json!({}), "/security", "tls_required"),
        (json!({"security": "tls"}), "/host", "private_address"),
        (
            json!({"security": "tls", "host": "imap.example.com/x"}),
            "/host",
            "invalid",
        ),
        (
            json!({"security": "tls", "host": "imap.example.com", "address": "nobody"}),
            "/address",
            "invalid",
        ),
        (
            json!({"security": "tls", "host": "imap.example.com", "poll_min": 0}),
            "/poll_min",
            "out_of_range",
        ),
        (
            json!({"security": "tls", "host": "imap.example.com", "user_id": 1}),
            "/org_unit_id",
            "either_or",
        ),
        (
            json!({"security": "tls", "host": "imap.example.com", "password": null}),
            "/password",
            "required",
        ),
        (
            json!({"security": "tls", "host": "imap.example.com", "login": "a\r\nb"}),
            "/login",
            "invalid_text",
        ),
        (
            json!({"security": "tls", "host": "imap.example.com", "since": "2001-01-01"}),
            "/since",
            "out_of_range",
        ),
    ] {
        let mut all = json!({"org_unit_id": t1});
        all.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        refused(&strict.admin, &body(&imap, all), pointer, code).await;
    }
    // A name that leads into this network is found out when it is gone to.
    let named = body(
        &imap,
        json!({"org_unit_id": t1, "security": "tls", "host": "localhost"}),
    );
    let named = strict.make("mailboxes", named).await;
    faulty(&strict, named["id"].as_i64().unwrap(), "private_address").await;
    strict.server.finish().await;

    let s = story().await;
    let id = mailbox(&s, &imap, json!({"active": false})).await;
    let path = format!("/api/v1/mailboxes/{id}");
    let t1 = unit(&s, "T1").await;
    let change = async |more: Value| {
        let mut all = json!({"org_unit_id": t1, "active": false});
        all.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let put = body(&imap, all);
        expect(
            send(&s.admin, Method::PUT, &path, &[("if-match", "*")], &put).await,
            StatusCode::OK,
        )
        .await
    };
    let trial = async || {
        expect(
            s.admin.post(&format!("{path}/test"), &json!({})).await,
            StatusCode::OK,
        )
        .await
    };
    assert_eq!(trial().await["fault"], Value::Null);
    change(json!({"password": "wrong"})).await;
    assert_eq!(trial().await["fault"], "mailbox_login_refused");
    change(json!({"security": "starttls"})).await;
    assert_eq!(trial().await["fault"], "mailbox_certificate_refused");
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    change(json!({"port": nobody})).await;
    assert_eq!(trial().await["fault"], "mailbox_unreachable");
    imap.deliver(
        "sales",
        "Th&AbA- &AREA4w- g&Hu0-i",
        letter(
            "x",
            "sales@songhong.vn",
            "lan@example.vn",
            5,
            "Subject: Sent\r\n",
            "x",
        ),
    );
    change(json!({"sent_folder": "Gone"})).await;
    let told = trial().await;
    assert_eq!(told["fault"], "mailbox_folder_unknown");
    assert_eq!(told["names"], json!(["INBOX", "Thư đã gửi"]), "{told}");
    change(json!({"sent_folder": "Thư đã gửi"})).await;
    assert_eq!(trial().await["folders"][1]["matched"], 1);

    // Another server gets no password that was written down for this one.
    let mut elsewhere = body(&imap, json!({"org_unit_id": t1, "host": "localhost"}));
    elsewhere.as_object_mut().unwrap().remove("password");
    let told = send(
        &s.admin,
        Method::PUT,
        &path,
        &[("if-match", "*")],
        &elsewhere,
    )
    .await;
    assert_eq!(
        problem(told, 422, "invalid").await["errors"],
        json!([{"pointer": "/password", "code": "required"}])
    );

    change(json!({"active": true, "password": "wrong"})).await;
    for _ in 0..3 {
        faulty(&s, id, "mailbox_login_refused").await;
        let tried: i32 = sqlx::query_scalar("select refusals from mailbox")
            .fetch_one(&s.server.services.db)
            .await
            .unwrap();
        due(&s).await;
        eventually("it is tried again, or is not any more", async || {
            let now: i32 = sqlx::query_scalar("select refusals from mailbox")
                .fetch_one(&s.server.services.db)
                .await
                .unwrap();
            (now > tried || now == 3).then_some(())
        })
        .await;
    }
    let paused = shown(&s, id).await;
    assert_eq!(
        (&paused["state"], &paused["next_at"]),
        (&json!("paused"), &Value::Null),
        "{paused}"
    );
    change(json!({"active": true, "sent_folder": "Thư đã gửi"})).await;
    let now = eventually("it is read again", async || {
        let now = shown(&s, id).await;
        (now["state"] == "reading").then_some(now)
    })
    .await;
    assert_eq!(now["kept"], 1);
    s.server.finish().await;
}

#[tokio::test]
async fn a_server_that_the_machine_trusts_is_read_over_tls() {
    let imap = ImapServer::with(Tls::Yes).await;
    let s = story().await;
    imap.deliver(
        "sales",
        "INBOX",
        letter(
            "t",
            "lan@example.vn",
            "sales@songhong.vn",
            5,
            "Subject: Private\r\n",
            "x",
        ),
    );
    let of = json!({"security": "starttls", "active": false});
    let id = mailbox(&s, &imap, of).await;
    let admin = json!({"login": "admin", "password": crate::support::front_door::PASSWORD});
    let database = s.server.finish().await;
    // Its roots are asked for when a server starts, by the environment of its process.
    let home = DataDir::new();
    let certificate = imap.certificate();
    let process = Process::serve_with(
        home.path(),
        &[
            &format!("--database-url={}", database.url),
            "--webhook-private-addresses=true",
        ],
        &[("SSL_CERT_FILE", certificate.to_str().unwrap())],
    );
    let client = process.client();
    expect(client.post("/api/v1/session", &admin).await, StatusCode::OK).await;
    let trial = client
        .post(&format!("/api/v1/mailboxes/{id}/test"), &json!({}))
        .await;
    let trial = expect(trial, StatusCode::OK).await;
    assert_eq!(
        (&trial["fault"], &trial["folders"][0]["matched"]),
        (&Value::Null, &json!(1))
    );
    assert_eq!(process.terminate(), Some(0));
}
