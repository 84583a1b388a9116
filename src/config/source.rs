//! Where settings come from and which of several wins. Knows texts only, never what they mean.

use std::{collections::BTreeMap, fmt, path::PathBuf};

use super::{Fault, SETTINGS, Setting};

/// Where a value came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Source {
    #[default]
    Default,
    File(PathBuf),
    /// The variable's name.
    Environment(String),
    /// The flag as typed.
    Flag(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(name) | Self::Flag(name) => f.write_str(name),
        }
    }
}

/// A setting's text and origin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    pub text: String,
    pub source: Source,
}

/// Everything that may carry settings, read before any of it is judged.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Key → text, from the command line.
    pub flags: BTreeMap<&'static str, String>,
    /// All variables whose names start with `FIELDBEAT_`.
    pub environment: BTreeMap<String, String>,
    pub file: Option<File>,
}

/// A settings file: its path and what reading it gave.
#[derive(Clone, Debug)]
pub struct File {
    pub path: PathBuf,
    pub text: Result<String, String>,
}

impl Given {
    /// What this process was started with. `file` is `--config`; without it `FIELDBEAT_CONFIG` or
    /// `./fieldbeat.toml`, and only the last may be absent.
    pub fn of_process(flags: BTreeMap<&'static str, String>, file: Option<PathBuf>) -> Self {
        let environment: BTreeMap<String, String> = std::env::vars_os()
            .filter_map(|(k, v)| Some((k.into_string().ok()?, v.to_string_lossy().into_owned())))
            .filter(|(k, _)| k.starts_with("FIELDBEAT_"))
            .collect();
        let named = file.or_else(|| environment.get("FIELDBEAT_CONFIG").map(PathBuf::from));
        let usual = PathBuf::from("fieldbeat.toml");
        let path = named.or_else(|| usual.exists().then_some(usual));
        Self {
            flags,
            environment,
            file: path.map(|path| File {
                text: std::fs::read_to_string(&path).map_err(|e| e.to_string()),
                path,
            }),
        }
    }

    /// Defaults with some settings changed, as flags would. For tests and tools.
    pub fn with(flags: &[(&'static str, &str)]) -> Self {
        Self {
            flags: flags.iter().map(|(k, v)| (*k, (*v).to_owned())).collect(),
            ..Self::default()
        }
    }
}

pub(super) struct Merged {
    pub values: Vec<(&'static Setting, Value)>,
    pub faults: Vec<Fault>,
    pub warnings: Vec<String>,
}

pub(super) fn merge(given: &Given) -> Merged {
    let mut faults = Vec::new();
    let file = given
        .file
        .as_ref()
        .map(|f| read_file(f, &mut faults))
        .unwrap_or_default();
    let values = SETTINGS
        .iter()
        .map(|setting| {
            let variable = environment_name(setting.key);
            let value = if let Some(text) = given.flags.get(setting.key) {
                Value {
                    text: text.clone(),
                    source: Source::Flag(format!("--{}", setting.flag)),
                }
            } else if let Some(text) = given.environment.get(&variable).filter(|t| !t.is_empty()) {
                Value {
                    text: text.clone(),
                    source: Source::Environment(variable),
                }
            } else if let Some(value) = file.get(setting.key) {
                value.clone()
            } else {
                Value {
                    text: setting.default.to_owned(),
                    source: Source::Default,
                }
            };
            (setting, value)
        })
        .collect();
    let warnings = given
        .environment
        .keys()
        .filter(|k| {
            *k != "FIELDBEAT_CONFIG" && !SETTINGS.iter().any(|s| environment_name(s.key) == **k)
        })
        .map(|k| format!("{k} is no setting and is ignored; `fieldbeat check-config` lists all"))
        .collect();
    Merged {
        values,
        faults,
        warnings,
    }
}

/// `data_dir` → `FIELDBEAT_DATA_DIR`.
fn environment_name(key: &str) -> String {
    format!("FIELDBEAT_{}", key.to_ascii_uppercase())
}

fn read_file(file: &File, faults: &mut Vec<Fault>) -> BTreeMap<String, Value> {
    let source = Source::File(file.path.clone());
    let mut fault = |key: &str, problem: String| {
        faults.push(Fault {
            key: key.to_owned(),
            source: source.clone(),
            problem,
        });
    };
    let text = match &file.text {
        Ok(text) => text,
        Err(e) => {
            fault("config", format!("cannot be read: {e}"));
            return BTreeMap::new();
        }
    };
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(e) => {
            fault(
                "config",
                format!("is not TOML: {}", e.to_string().trim_end()),
            );
            return BTreeMap::new();
        }
    };
    let mut values = BTreeMap::new();
    for (key, value) in table {
        if !SETTINGS.iter().any(|s| s.key == key) {
            fault(
                &key,
                "is no setting; `fieldbeat check-config` lists all".to_owned(),
            );
            continue;
        }
        let text = match value {
            toml::Value::String(s) => s,
            toml::Value::Integer(n) => n.to_string(),
            toml::Value::Boolean(b) => b.to_string(),
            other => {
                fault(&key, format!("takes one value, not a {}", other.type_str()));
                continue;
            }
        };
        values.insert(
            key,
            Value {
                text,
                source: source.clone(),
            },
        );
    }
    values
}
