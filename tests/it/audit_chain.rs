//! The audit log is written and never changed: the database refuses it, and where somebody has the database the chain shows.

use sqlx::Executor;

use fieldbeat::store::audit_seal;

use crate::support::desk::Desk;

async fn chained(desk: &Desk, least: i64) -> (i64, String) {
    let pool = desk.database.pool();
    while audit_seal::seal(&pool).await.unwrap() > 0 {}
    let found = desk.done(&["audit-log", "verify"]);
    assert_eq!(found["waiting"], 0);
    let entries = found["entries"].as_i64().unwrap();
    assert!(entries >= least, "{found}");
    (entries, found["head"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn an_entry_that_was_changed_or_taken_out_is_found() {
    let desk = Desk::new().await;
    let mut conn = desk.connect().await;
    let entries = "insert into audit_log (action, subject, detail, recorded_at)
        select 'test.step', 'reps/' || n, jsonb_build_object('n', n), '2026-11-25 05:00:00.123456+00' from generate_series(1, 1500) n";
    conn.execute(entries).await.unwrap();
    let (count, head) = chained(&desk, 1_500).await;
    let noted = format!("--anchor={count}:{head}");
    desk.done(&["audit-log", "verify", &noted]);

    // Whoever has the rights of the server changes nothing.
    for sql in [
        "update audit_log set detail = '{}' where id = 700",
        "delete from audit_log where id = 700",
        "truncate audit_log cascade",
        "update audit_seal set hash = '' where position = 3",
        "delete from audit_seal",
    ] {
        let refused = conn.execute(sql).await.unwrap_err();
        assert!(
            refused.to_string().contains("is append-only"),
            "{sql}: {refused}"
        );
    }
    // Whoever has the database can, and is found.
    conn.execute(
        "alter table audit_log disable trigger user; alter table audit_seal disable trigger user",
    )
    .await
    .unwrap();
    conn.execute("update audit_log set detail = '{\"n\": 0}' where subject = 'reps/700'")
        .await
        .unwrap();
    let (code, found, said) = desk.run(&["audit-log", "verify"]);
    assert_eq!(
        (code, found["fault"]["code"].as_str()),
        (1, Some("changed_entry")),
        "{said}"
    );
    assert!(said.contains("changed_entry at position"), "{said}");
    conn.execute("delete from audit_log where subject = 'reps/700'")
        .await
        .unwrap();
    assert_eq!(
        desk.run(&["audit-log", "verify"]).1["fault"]["code"],
        "missing_entry"
    );

    // A chain that was made anew holds in itself; the head that was noted tells.
    conn.execute("truncate audit_seal; insert into audit_waiting select id from audit_log")
        .await
        .unwrap();
    let (anew, _) = chained(&desk, 1_499).await;
    assert_eq!(anew, count - 1);
    assert_eq!(
        desk.run(&["audit-log", "verify", &noted]).1["fault"]["code"],
        "missing_position"
    );
    let earlier = format!("--anchor={anew}:{head}");
    assert_eq!(
        desk.run(&["audit-log", "verify", &earlier]).1["fault"]["code"],
        "other_chain"
    );
    let (code, _, said) = desk.run(&["audit-log", "verify", "--anchor=x"]);
    assert_eq!(code, 2, "{said}");
}
