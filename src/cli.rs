//! What the `fieldbeat` command takes and how it ends: 0 done, 1 refused or failed, 2 wrong usage or settings.

use std::{collections::BTreeMap, ffi::OsString, io::Write, path::PathBuf, process::ExitCode};

use clap::{Arg, ArgMatches, Command, FromArgMatches, Subcommand};
use serde_json::json;

use crate::{
    api,
    config::{Config, Given, Resolved, SETTINGS},
    telemetry,
};

mod account;
mod audit;
mod backup;
mod doctor;
mod evidence;
mod import;
mod restore;
mod serve;

#[derive(Debug, Subcommand)]
enum Task {
    /// Run the server
    Serve,
    /// Bring the database to this version's schema
    Migrate,
    /// Look whether database, disk, clock, limits and neighbours are fit for it, and say what to do; exit 1 where something is wrong
    Doctor,
    /// Copy the database and the files beside it into a directory, verified; works beside a running server
    Backup(backup::Backup),
    /// Put a backup back into an empty data_dir, or rehearse it with --drill; exit 1 where anything does not verify
    Restore(restore::Restore),
    /// Print the settings in effect and where each comes from, or everything wrong with them
    CheckConfig,
    /// Print the OpenAPI document
    Openapi,
    /// Compute every stored verdict and its hash again; exit 1 where one is not what was sealed
    Verify(evidence::Verify),
    /// Judge rep-days again under other rules and say what flips; nothing changes without --adopt
    Rejudge(evidence::Rejudge),
    /// The log of who looked at or changed what
    #[command(subcommand)]
    AuditLog(AuditTask),
    /// Outlets, reps and routes from a CSV or XLSX
    #[command(subcommand)]
    Import(import::ImportTask),
    /// The same files back, as an import would find them unchanged
    Export(import::Export),
    /// People who log in
    #[command(subcommand)]
    User(UserTask),
    /// Phones and trackers
    #[command(subcommand)]
    Device(DeviceTask),
}

#[derive(Debug, Subcommand)]
enum AuditTask {
    /// Compute the chain of the log again; exit 1 where an entry was changed or is missing
    Verify(audit::Verify),
}

#[derive(Debug, Subcommand)]
enum UserTask {
    /// Add a person; the password is read from stdin, or made up and printed once
    Add(account::AddUser),
}

#[derive(Debug, Subcommand)]
enum DeviceTask {
    /// Make a device of a rep and print its token, once
    Enroll(account::Enroll),
}

/// Why a command did not do what it was asked.
#[derive(Debug)]
enum Failure {
    /// Exit 1.
    Failed(String),
    /// Exit 2.
    Usage(String),
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(c) = cause {
            let more = c.to_string();
            if !text.contains(&more) {
                text = format!("{text}: {more}");
            }
            cause = c.source();
        }
        Self::Failed(text)
    }
}

fn command() -> Command {
    let json = Arg::new("json")
        .long("json")
        .global(true)
        .action(clap::ArgAction::SetTrue)
        .help("Machine-readable output");
    let file = Arg::new("config")
        .long("config")
        .global(true)
        .value_name("FILE")
        .help("Settings file [default: ./fieldbeat.toml where it exists]");
    let settings = SETTINGS.iter().map(|s| {
        let flag = Arg::new(s.key)
            .long(s.flag)
            .global(true)
            .value_name("VALUE")
            .help(s.help)
            .help_heading("Settings");
        if s.default == "false" {
            flag.num_args(0..=1)
                .require_equals(true)
                .default_missing_value("true")
        } else {
            flag
        }
    });
    let command = Command::new("fieldbeat")
        .version(env!("CARGO_PKG_VERSION"))
        .about("GPS telemetry and route supervision for field sales")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args([json, file])
        .args(settings);
    Task::augment_subcommands(command)
}

/// Runs the command line and returns the process's exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = match command().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(e) => {
            let _ = e.print();
            return ExitCode::from(if e.use_stderr() { 2 } else { 0 });
        }
    };
    let json = matches.get_flag("json");
    let (code, text) = match dispatch(&matches, json) {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Failed(text)) => (1, text),
        Err(Failure::Usage(text)) => (2, text),
    };
    say(format_args!("{text}"));
    ExitCode::from(code)
}

fn dispatch(matches: &ArgMatches, json: bool) -> Result<(), Failure> {
    let task = Task::from_arg_matches(matches)?;
    if matches!(task, Task::Openapi) {
        let text = api::openapi().to_pretty_json()?;
        return print(&text);
    }
    if let Task::Verify(asked) = &task
        && let Some(file) = &asked.file
    {
        return evidence::verify_file(file, json);
    }
    let resolved = settings(matches)?;
    if matches!(task, Task::CheckConfig) {
        return check_config(&resolved, json);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let within = runtime.enter();
    let config = resolved.config;
    // Commands come and go; what explains a slow second is the server's.
    let collector = config.collector.as_ref();
    let spans = telemetry::init_log(
        config.log_format,
        &config.log,
        collector.filter(|_| matches!(task, Task::Serve)),
    );
    drop(within);
    for warning in &resolved.warnings {
        tracing::warn!("{warning}");
    }
    let done = runtime.block_on(async {
        match task {
            Task::Serve => Box::pin(serve::serve(config, json)).await,
            Task::Migrate => serve::migrate(&config, json).await,
            Task::Doctor => doctor::examine(&config, json).await,
            Task::Backup(asked) => backup::backup(&config, asked, json).await,
            Task::Restore(asked) => restore::restore(&config, asked, json).await,
            Task::Verify(asked) => evidence::verify(&config, asked, json).await,
            Task::Rejudge(asked) => evidence::rejudge(&config, asked, json).await,
            Task::AuditLog(AuditTask::Verify(asked)) => audit::verify(&config, &asked, json).await,
            Task::Import(task) => import::import(&config, task, json).await,
            Task::Export(asked) => import::export(&config, asked, json).await,
            Task::User(UserTask::Add(user)) => account::add_user(&config, user, json).await,
            Task::Device(DeviceTask::Enroll(device)) => {
                account::enroll(&config, device, json).await
            }
            Task::CheckConfig | Task::Openapi => Ok(()),
        }
    });
    spans.end();
    done
}

fn settings(matches: &ArgMatches) -> Result<Resolved, Failure> {
    let flags: BTreeMap<&'static str, String> = SETTINGS
        .iter()
        .filter_map(|s| Some((s.key, matches.get_one::<String>(s.key)?.clone())))
        .collect();
    let file = matches.get_one::<String>("config").map(PathBuf::from);
    Config::resolve(&Given::of_process(flags, file)).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(|f| format!("  {f}")).collect();
        Failure::Usage(format!("wrong settings:\n{}", lines.join("\n")))
    })
}

fn check_config(resolved: &Resolved, json: bool) -> Result<(), Failure> {
    for warning in &resolved.warnings {
        say(format_args!("warning: {warning}"));
    }
    if json {
        let settings: serde_json::Map<String, serde_json::Value> = resolved
            .effective()
            .map(|(key, value, source)| {
                (
                    key.to_owned(),
                    json!({"value": value, "source": source.to_string()}),
                )
            })
            .collect();
        return print(&serde_json::to_string_pretty(&settings)?);
    }
    let lines: Vec<String> = resolved
        .effective()
        .map(|(key, value, source)| {
            let shown = if value.is_empty() {
                "unset".to_owned()
            } else {
                value
            };
            format!("{key:<22} {shown:<40} # {source}")
        })
        .collect();
    print(&lines.join("\n"))
}

/// To stdout: what was asked for. A reader that has gone away is no fault of ours.
fn print(text: &str) -> Result<(), Failure> {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(e.into()),
        _ => Ok(()),
    }
}

/// To stderr: what went wrong.
fn say(text: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr().lock(), "fieldbeat: {text}");
}
