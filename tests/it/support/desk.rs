//! A planner's desk: files in a directory, a database, and the command line between them.

use std::path::PathBuf;

use serde_json::Value;
use sqlx::{PgConnection, Row};

use super::{data_dir::DataDir, database::TestDatabase, process::fieldbeat};

/// A directory with files and a database, and the command between them.
pub struct Desk {
    pub home: DataDir,
    pub database: TestDatabase,
}

impl Desk {
    pub async fn new() -> Self {
        Self {
            home: DataDir::new(),
            database: TestDatabase::new().await,
        }
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path: PathBuf = self.home.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    /// Runs a command with `--json`; answers its exit code and answer.
    pub fn run(&self, args: &[&str]) -> (i32, Value, String) {
        let url = format!("--database-url={}", self.database.url);
        let output = fieldbeat(
            self.home.path(),
            &[args, &["--json", "--log=warn", url.as_str()]].concat(),
            "",
        );
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let answer = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
        (output.status.code().unwrap(), answer, said)
    }

    /// A command that must succeed.
    pub fn done(&self, args: &[&str]) -> Value {
        let (code, answer, said) = self.run(args);
        assert_eq!(code, 0, "{args:?}: {said} {answer}");
        answer
    }

    pub fn import(&self, kind: &str, csv: &str) -> Value {
        let file = self.file("given.csv", csv);
        self.done(&["import", kind, &file])
    }

    pub fn export(&self, kind: &str) -> String {
        let path = self.home.path().join("exported.csv").display().to_string();
        self.done(&["export", kind, &path]);
        std::fs::read_to_string(path).unwrap()
    }

    pub async fn connect(&self) -> PgConnection {
        self.database.connect().await
    }
}

pub fn counts(answer: &Value) -> [i64; 5] {
    ["created", "updated", "ended", "unchanged", "bad_rows"]
        .map(|k| answer["import"][k].as_i64().unwrap())
}

/// (line, cell, code, value) of each fault of that severity.
pub fn faults(answer: &Value, severity: &str) -> Vec<(i64, String, String, String)> {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    answer["faults"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["severity"] == severity)
        .map(|f| {
            (
                f["line"].as_i64().unwrap(),
                text(&f["cell"]),
                text(&f["code"]),
                text(&f["value"]),
            )
        })
        .collect()
}

pub async fn one<T>(conn: &mut PgConnection, sql: &str) -> T
where
    T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    sqlx::query(sql).fetch_one(conn).await.unwrap().get(0)
}
