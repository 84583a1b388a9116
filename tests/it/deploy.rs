//! What `deploy/` says against what there is: its files parse, its settings are the server's, its metrics are exported,
//! its alerts lead to a runbook, and its patience is longer than a drain. Starts none of it: scripts/check_deploy.sh asks the programs.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fieldbeat::config::{Config, Given, SETTINGS};
use saphyr::{LoadableYamlNode, Yaml};

/// Named in `deploy/` like settings of the server, but told to something else.
const NOT_SETTINGS: [&str; 5] = [
    // Where the settings are.
    "FIELDBEAT_CONFIG",
    // Of preflight.sh.
    "FIELDBEAT_BINARY",
    // Of compose, which makes settings of them.
    "FIELDBEAT_HOST",
    "FIELDBEAT_SERVERS",
    "FIELDBEAT_DATABASE_PASSWORD",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Every file below `deploy/`.
fn files(under: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(under).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn deployed() -> Vec<PathBuf> {
    files(&root().join("deploy"))
}

/// The words of `text` that begin with `start` and go on in letters of one case, digits and `_`.
fn words(text: &str, start: &str) -> BTreeSet<String> {
    let part = |c: char| {
        c == '_'
            || c.is_ascii_digit()
            || (c.is_ascii_alphabetic()
                && c.is_ascii_uppercase() == start.starts_with(char::is_uppercase))
    };
    let whole = |at: usize| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    text.match_indices(start)
        .filter(|(at, _)| whole(*at))
        .map(|(at, _)| text[at..].chars().take_while(|c| part(*c)).collect())
        .collect()
}

fn yaml(path: &Path) -> Vec<Yaml<'static>> {
    let text: &'static str = read(path).leak();
    Yaml::load_from_str(text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn every_file_parses() {
    let (mut yamls, mut jsons) = (0, 0);
    for path in deployed() {
        match path.extension().and_then(|e| e.to_str()) {
            Some("yaml" | "yml") => {
                assert!(!yaml(&path).is_empty(), "{} is empty", path.display());
                yamls += 1;
            }
            Some("json") => {
                let parsed: Result<serde_json::Value, _> = serde_json::from_str(&read(&path));
                assert!(parsed.is_ok(), "{}: {parsed:?}", path.display());
                jsons += 1;
            }
            _ => {}
        }
    }
    assert!(
        yamls >= 6 && jsons >= 2,
        "{yamls} and {jsons}: looked at the wrong place"
    );
}

#[test]
fn every_setting_that_is_named_is_one() {
    let known: BTreeSet<String> = (SETTINGS.iter())
        .map(|s| format!("FIELDBEAT_{}", s.key.to_uppercase()))
        .chain(NOT_SETTINGS.map(str::to_owned))
        .collect();
    for path in deployed() {
        // Scripts and prose write `FIELDBEAT_` for any of them.
        let named = words(&read(&path), "FIELDBEAT_").into_iter();
        let strange: Vec<_> = named
            .filter(|name| name != "FIELDBEAT_" && !known.contains(name))
            .collect();
        assert!(strange.is_empty(), "{}: {strange:?}", path.display());
    }
}

/// As it is, and with everything that it proposes in comments.
#[test]
fn the_settings_file_is_understood() {
    let path = root().join("deploy/fieldbeat.toml");
    let resolve = |path: &Path| {
        let given = Given::of_process(BTreeMap::new(), Some(path.to_owned()));
        if let Err(faults) = Config::resolve(&given) {
            let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
            panic!("{told:?}");
        }
    };
    resolve(&path);
    let proposed = read(&path)
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .filter(|line| line.contains(" = "))
        // Files that are not here.
        .filter(|line| !line.starts_with("tls_"))
        .collect::<Vec<_>>()
        .join("\n");
    assert!(proposed.lines().count() >= 5, "{proposed}");
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(&file, proposed).unwrap();
    resolve(file.path());
}

/// What `src/` exports, by the names in its `counter!`, `gauge!` and `histogram!`.
fn exported() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in files(&root().join("src")) {
        if path.extension().is_some_and(|e| e == "rs") {
            let text = read(&path);
            for call in ["counter!(", "gauge!(", "histogram!("] {
                for (at, _) in text.match_indices(call) {
                    let rest = text[at + call.len()..].trim_start();
                    if let Some(name) = rest.strip_prefix('"').and_then(|r| r.split('"').next()) {
                        names.insert(name.to_owned());
                    }
                }
            }
        }
    }
    names
}

#[test]
fn every_metric_that_is_asked_for_is_exported() {
    let exported = exported();
    assert!(exported.len() >= 20, "{exported:?}");
    let mut asked = 0;
    let watching = ["deploy/prometheus", "deploy/grafana"];
    let mut paths: Vec<_> = watching
        .iter()
        .flat_map(|d| files(&root().join(d)))
        .collect();
    paths.extend(
        [
            "docs/runbooks.md",
            "docs/operations.md",
            "docs/high-availability.md",
        ]
        .map(|p| root().join(p)),
    );
    for path in paths {
        for name in words(&read(&path), "fieldbeat_") {
            let base = ["_bucket", "_count", "_sum"]
                .iter()
                .find_map(|s| name.strip_suffix(s));
            let known = exported.contains(&name) || base.is_some_and(|b| exported.contains(b));
            // Prose: all of them.
            assert!(
                known || name == "fieldbeat_",
                "{}: {name} is not exported",
                path.display()
            );
            asked += 1;
        }
    }
    assert!(asked >= 30, "{asked}: looked at the wrong place");
}

#[test]
fn every_alert_leads_to_its_runbook() {
    let runbooks = read(&root().join("docs/runbooks.md"));
    let anchors: BTreeSet<String> = (runbooks.lines())
        .filter_map(|line| line.strip_prefix("## "))
        .map(|heading| heading.to_lowercase().replace(' ', "-"))
        .collect();
    let mut alerts = 0;
    for path in files(&root().join("deploy/prometheus/rules")) {
        for document in yaml(&path) {
            for group in document["groups"].as_vec().unwrap() {
                for rule in group["rules"].as_vec().unwrap() {
                    let name = rule["alert"].as_str().unwrap();
                    let runbook = rule["annotations"]["runbook"].as_str().unwrap();
                    let anchor = runbook.strip_prefix("docs/runbooks.md#").unwrap();
                    assert!(anchors.contains(anchor), "{name}: no part {anchor}");
                    assert!(
                        runbooks.contains(&format!("`{name}`")),
                        "{name} is not named in its runbook"
                    );
                    alerts += 1;
                }
            }
        }
    }
    assert!(alerts >= 15, "{alerts}");
}

#[test]
fn whoever_stops_the_server_waits_for_its_drain() {
    let drain: i64 = (SETTINGS.iter().find(|s| s.key == "drain_s"))
        .map(|s| s.default.parse().unwrap())
        .unwrap();
    let said = |text: &str| text.trim_end_matches('s').parse::<i64>().unwrap();

    for unit in ["fieldbeat.service", "fieldbeat@.service"] {
        let text = read(&root().join("deploy/systemd").join(unit));
        let line = text
            .lines()
            .find_map(|l| l.strip_prefix("TimeoutStopSec="))
            .unwrap();
        assert!(said(line) > drain, "{unit}");
    }
    let compose = yaml(&root().join("deploy/compose.yaml"));
    let server = &compose[0]["services"]["fieldbeat"];
    let its = said(server["environment"]["FIELDBEAT_DRAIN_S"].as_str().unwrap());
    assert!(said(server["stop_grace_period"].as_str().unwrap()) > its);

    let documents = yaml(&root().join("deploy/kubernetes/fieldbeat.yaml"));
    let of = |kind: &str| {
        documents
            .iter()
            .find(|d| d["kind"].as_str() == Some(kind))
            .unwrap()
    };
    let its = said(
        of("ConfigMap")["data"]["FIELDBEAT_DRAIN_S"]
            .as_str()
            .unwrap(),
    );
    let set = of("StatefulSet");
    let pod = &set["spec"]["template"]["spec"];
    let before = said(
        pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"][1]
            .as_str()
            .unwrap(),
    );
    assert!(pod["terminationGracePeriodSeconds"].as_integer().unwrap() > its + before);
    assert_eq!(
        set["spec"]["replicas"].as_integer(),
        Some(1),
        "one server a database"
    );
}
