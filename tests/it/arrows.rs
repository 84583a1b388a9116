//! ARCHITECTURE.md names who may use whom; this reads the `use` lines of the server and says who does not keep to it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Module → modules of this crate that it may name. `store` must not know HTTP, `live` and `ingest` no SQL.
const ALLOWED: &[(&str, &[&str])] = &[
    ("lib", &[]),
    ("main", &["cli"]),
    (
        "cli",
        &[
            "api",
            "backup",
            "clock",
            "config",
            "evidence",
            "imports",
            "nodes",
            "secret",
            "server",
            "shutdown",
            "store",
            "telemetry",
        ],
    ),
    (
        "server",
        &[
            "alerts",
            "api",
            "backup",
            "clock",
            "config",
            "embedded_postgres",
            "forward",
            "ingest",
            "live",
            "mailboxes",
            "nodes",
            "photos",
            "planning",
            "secret",
            "shutdown",
            "store",
            "telemetry",
            "wire",
        ],
    ),
    (
        "api",
        &[
            "alerts",
            "clock",
            "config",
            "evidence",
            "imports",
            "ingest",
            "live",
            "mailboxes",
            "photos",
            "planning",
            "secret",
            "server",
            "shutdown",
            "store",
            "wire",
        ],
    ),
    (
        "ingest",
        &[
            "clock",
            "config",
            "forward",
            "live",
            "nodes",
            "photos",
            "secret",
            "server",
            "shutdown",
            "store",
            "telemetry",
            "wire",
        ],
    ),
    ("backup", &["clock", "config", "embedded_postgres", "store"]),
    ("nodes", &["shutdown", "store", "wire"]),
    ("photos", &["config"]),
    ("alerts", &["clock", "shutdown", "store"]),
    ("planning", &["clock", "shutdown", "store"]),
    // Which addresses may be gone to is asked of one guard.
    ("mailboxes", &["alerts", "clock", "shutdown", "store"]),
    ("evidence", &["ingest", "store"]),
    ("imports", &["store"]),
    (
        "live",
        &["clock", "config", "server", "shutdown", "store", "wire"],
    ),
    // The stored codes and times are the wire's words; `wire` itself does no I/O.
    ("store", &["wire"]),
    ("wire", &[]),
    (
        "config",
        &[
            "alerts",
            "embedded_postgres",
            "forward",
            "nodes",
            "planning",
            "store",
            "telemetry",
        ],
    ),
    ("forward", &["shutdown", "store"]),
    ("embedded_postgres", &[]),
    ("clock", &[]),
    ("secret", &[]),
    ("shutdown", &[]),
    ("telemetry", &[]),
];

pub fn rust_files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// `src/store/fix.rs` and `src/store.rs` → `store`.
fn module(path: &Path, src: &Path) -> String {
    let first = path.strip_prefix(src).unwrap().iter().next().unwrap();
    first.to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// First names after every `crate::`, also in `crate::{a, b::c}`.
fn named(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (start, _) in text.match_indices("crate::") {
        let rest = &text[start + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => names.push(std::mem::take(&mut item)),
                    _ if depth == 0 => item.push(c),
                    _ => {}
                }
            }
            names.push(item);
        } else {
            names.push(rest.to_owned());
        }
    }
    names
        .into_iter()
        .map(|n| {
            n.trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
        .filter(|n: &String| !n.is_empty())
        .collect()
}

#[test]
fn modules_use_only_what_the_architecture_allows() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let mut wrong = Vec::new();
    for path in files {
        let from = module(&path, &src);
        let text: String = fs::read_to_string(&path)
            .unwrap()
            .lines()
            .filter(|l| !l.trim_start().starts_with("//"))
            .flat_map(|l| [l, "\n"])
            .collect();
        let Some(may) = allowed.get(from.as_str()) else {
            wrong.push(format!("{from} is in no row of ALLOWED"));
            continue;
        };
        for to in named(&text) {
            if to != from && !may.contains(&to.as_str()) && to != "self" {
                wrong.push(format!(
                    "{}: {from} → {to}",
                    path.strip_prefix(&src).unwrap().display()
                ));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(
        wrong.is_empty(),
        "arrows that ARCHITECTURE.md does not draw:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn only_the_store_speaks_sql() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let checked = ["query!(", "query_as!(", "query_scalar!("];
    let speaks = |p: &PathBuf, words: &[&str]| {
        let text = fs::read_to_string(p).unwrap();
        words.iter().any(|s| text.contains(s))
    };
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    // Tests may speak it, but not in checked statements: scripts/sqlx.sh does not look there.
    let mut tests = Vec::new();
    for dir in ["../tests", "../benches"] {
        rust_files(&src.join(dir), &mut tests);
    }
    tests.retain(|p| !p.ends_with("arrows.rs"));
    let wrong: Vec<String> = files
        .iter()
        .filter(|p| !["store", "embedded_postgres"].contains(&module(p, &src).as_str()))
        .filter(|p| speaks(p, &["sqlx::query"]) || speaks(p, &checked))
        .chain(tests.iter().filter(|p| speaks(p, &checked)))
        .map(|p| p.display().to_string())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
