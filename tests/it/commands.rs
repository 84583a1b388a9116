//! What operators type: exit codes, everything wrong at once, secrets shown once.

use serde_json::Value;

use crate::support::{
    data_dir::DataDir,
    database::TestDatabase,
    desk::Desk,
    process::{Process, fieldbeat},
};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_fault_of_the_settings_is_said_at_once() {
    let home = DataDir::new();
    let file = "lisen = \"127.0.0.1:1\"\ndrain_s = 0\ntimescale = \"maybe\"\ndemo = [1]\n";
    std::fs::write(home.path().join("fieldbeat.toml"), file).unwrap();
    let url = "--database-url=mysql://me:secret@db/x";
    let output = fieldbeat(
        home.path(),
        &[
            "check-config",
            "--listen=nowhere",
            "--basemap=gone.pmtiles",
            url,
        ],
        "",
    );
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    for (key, source) in [
        ("lisen", "fieldbeat.toml"),
        ("demo", "fieldbeat.toml"),
        ("drain_s", "fieldbeat.toml"),
        ("timescale", "fieldbeat.toml"),
        ("listen", "--listen"),
        ("basemap", "--basemap"),
        ("database_url", "--database-url"),
    ] {
        assert!(
            said.contains(&format!("  {key} ({source}): ")),
            "{key}: {said}"
        );
    }
    assert!(!said.contains("secret"), "{said}");
}

#[test]
fn flags_win_over_environment_over_file_over_defaults() {
    use fieldbeat::config::{Config, Given, Source};
    let home = DataDir::new();
    std::fs::write(
        home.path().join("fieldbeat.toml"),
        "drain_s = 7\nlog = \"warn\"\ndemo = true\n",
    )
    .unwrap();
    let output = fieldbeat(home.path(), &["check-config", "--json", "--drain-s=9"], "");
    let shown: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(shown["drain_s"]["value"], "9");
    assert_eq!(shown["drain_s"]["source"], "--drain-s");
    assert_eq!(shown["log"]["source"], "fieldbeat.toml");
    assert_eq!(shown["data_dir"]["source"], "FIELDBEAT_DATA_DIR");
    assert_eq!(shown["timescale"]["source"], "default");
    let resolved = Config::resolve(&Given {
        environment: [("FIELDBEAT_LISTEN", "[::1]:9"), ("FIELDBEAT_LISTN", "x")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into(),
        ..Given::default()
    })
    .unwrap();
    assert_eq!(resolved.config.listen.port(), 9);
    assert!(resolved.warnings[0].contains("FIELDBEAT_LISTN"));
    let (_, _, source) = resolved
        .effective()
        .find(|(key, ..)| *key == "listen")
        .unwrap();
    assert_eq!(*source, Source::Environment("FIELDBEAT_LISTEN".to_owned()));
}

#[test]
fn the_demo_only_runs_where_strangers_cannot_reach_it() {
    let home = DataDir::new();
    let open = fieldbeat(
        home.path(),
        &["check-config", "--demo", "--listen=0.0.0.0:8080"],
        "",
    );
    assert_eq!(open.status.code(), Some(2));
    let closed = fieldbeat(home.path(), &["check-config", "--demo"], "");
    assert_eq!(closed.status.code(), Some(0));
}

#[test]
fn a_wrong_command_line_exits_with_2_and_help_with_0() {
    let home = DataDir::new();
    for args in [
        &["serv"][..],
        &["user", "add"],
        &["serve", "--bogus"],
        &["user", "add", "--login=a", "--role=king"],
    ] {
        assert_eq!(
            fieldbeat(home.path(), args, "").status.code(),
            Some(2),
            "{args:?}"
        );
    }
    assert_eq!(
        fieldbeat(home.path(), &["--help"], "").status.code(),
        Some(0)
    );
}

#[tokio::test]
async fn people_and_devices_are_added_from_the_command_line() {
    let (home, database) = (DataDir::new(), TestDatabase::new().await);
    let run = |args: &[&str], stdin: &str| {
        let url = format!("--database-url={}", database.url);
        fieldbeat(home.path(), &[args, &[url.as_str()]].concat(), stdin)
    };
    let made = run(
        &[
            "user",
            "add",
            "--login",
            "Lan",
            "--role",
            "administrator",
            "--json",
        ],
        "",
    );
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let made: Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!(made["password"].as_str().unwrap().len(), 16);
    let given = run(
        &["user", "add", "--login", "minh", "--role", "supervisor"],
        "correct horse\n",
    );
    assert!(given.status.success() && !text(&given.stdout).contains("correct horse"));
    let taken = run(&["user", "add", "--login", "LAN", "--role", "auditor"], "");
    assert_eq!(taken.status.code(), Some(1));
    let short = run(
        &["user", "add", "--login", "x", "--role", "auditor"],
        "short\n",
    );
    assert_eq!(short.status.code(), Some(2));
    let nowhere = run(
        &[
            "user",
            "add",
            "--login",
            "y",
            "--role",
            "auditor",
            "--org-unit",
            "NO",
        ],
        "",
    );
    assert_eq!(nowhere.status.code(), Some(1));

    let mut conn = database.connect().await;
    sqlx::query("insert into rep (code, name) values ('R1', 'Hoa')")
        .execute(&mut conn)
        .await
        .unwrap();
    let device = run(&["device", "enroll", "--rep", "R1", "--json"], "");
    let device: Value = serde_json::from_slice(&device.stdout).unwrap();
    let (hash, rep): (Vec<u8>, String) = sqlx::query_as(
        "select d.token_hash, r.code from device d join device_binding b on b.device_id = d.id join rep r on r.id = b.rep_id where d.id = $1",
    )
    .bind(i32::try_from(device["device_id"].as_i64().unwrap()).unwrap())
    .fetch_one(&mut conn)
    .await
    .unwrap();
    assert_eq!(
        hash,
        fieldbeat::secret::token_hash(device["token"].as_str().unwrap())
    );
    assert_eq!(rep, "R1");
    assert_eq!(
        run(&["device", "enroll", "--rep", "R2"], "").status.code(),
        Some(1)
    );
}

#[test]
fn a_taken_port_is_said_and_fails() {
    let home = DataDir::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = format!("--listen={}", taken.local_addr().unwrap());
    let output = fieldbeat(home.path(), &["serve", &listen], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("cannot listen"));
    assert!(
        !home.path().join("postgres").exists(),
        "found before anything was made"
    );
}

#[tokio::test]
async fn an_empty_server_prints_a_link_until_somebody_can_log_in() {
    let (home, database) = (DataDir::new(), TestDatabase::new().await);
    let url = format!("--database-url={}", database.url);
    let first = Process::serve(home.path(), &[&url]);
    assert!(
        first
            .first_run_link
            .as_ref()
            .unwrap()
            .contains("/first-run?token=")
    );
    assert_eq!(first.terminate(), Some(0));
    let add = [
        "user",
        "add",
        "--login",
        "a",
        "--role",
        "administrator",
        url.as_str(),
    ];
    assert!(
        fieldbeat(home.path(), &add, "correct horse")
            .status
            .success()
    );
    let second = Process::serve(home.path(), &[&url]);
    assert_eq!(second.first_run_link, None);
}

#[test]
fn the_settings_in_the_documentation_are_the_settings_there_are() {
    let page = include_str!("../../docs/operations.md");
    let rows: Vec<&str> = page
        .lines()
        .skip_while(|line| !line.starts_with("| setting "))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .collect();
    let wanted: Vec<String> = fieldbeat::config::SETTINGS
        .iter()
        .map(|s| {
            let default = match s.default {
                "" => "unset".to_owned(),
                given => format!("`{given}`"),
            };
            format!("| `{}` | {default} | {} |", s.key, s.help)
        })
        .collect();
    assert_eq!(rows, wanted, "docs/operations.md:\n{}", wanted.join("\n"));
}

#[tokio::test]
async fn the_doctor_names_what_is_wrong_and_what_to_do() {
    let desk = Desk::new().await;
    let (code, found, said) = desk.run(&["doctor"]);
    let of = |check: &str| {
        let findings = found.as_array().unwrap();
        findings.iter().find(|f| f["check"] == check).unwrap()["level"].clone()
    };
    assert_eq!(code, 0, "{said} {found}");
    for check in [
        "database",
        "schema",
        "encoding",
        "durability",
        "role",
        "clock",
        "judging",
    ] {
        assert_eq!(of(check), "ok", "{found}");
    }
    let bare = TestDatabase::bare().await;
    let url = format!("--database-url={}", bare.url);
    let away = "--nats-url=nats://127.0.0.1:9";
    let home = DataDir::new();
    let ran = fieldbeat(home.path(), &["doctor", "--json", url.as_str(), away], "");
    let found: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let said = |check: &str| {
        let findings = found.as_array().unwrap();
        findings
            .iter()
            .find(|f| f["check"] == check)
            .unwrap()
            .clone()
    };
    assert_eq!(ran.status.code(), Some(1), "{found}");
    assert_eq!(
        (&said("schema")["level"], &said("schema")["found"]),
        (&"warning".into(), &"empty".into())
    );
    assert_eq!(said("nats")["level"], "wrong");
    assert!(
        said("nats")["remedy"]
            .as_str()
            .unwrap()
            .contains("start it")
    );
}
