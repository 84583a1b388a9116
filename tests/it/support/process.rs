//! The real binary, for stories in which a process dies.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use super::client::Client;

/// `fieldbeat` with these arguments, run to its end.
pub fn fieldbeat(data_dir: &Path, args: &[&str], stdin: &str) -> Output {
    let mut child = command(data_dir)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

fn command(data_dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fieldbeat"));
    for (key, _) in std::env::vars() {
        if key.starts_with("FIELDBEAT_") {
            command.env_remove(key);
        }
    }
    // No settings file of the machine's.
    command
        .current_dir(data_dir)
        .env("FIELDBEAT_DATA_DIR", data_dir);
    command
}

/// `fieldbeat serve`; killed when dropped.
pub struct Process {
    child: Child,
    pub address: std::net::SocketAddr,
    pub first_run_link: Option<String>,
}

impl Process {
    /// Starts it and waits until it listens. What it logs goes to the test's stderr.
    pub fn serve(data_dir: &Path, args: &[&str]) -> Self {
        Self::serve_with(data_dir, args, &[])
    }

    /// The same with more in its environment.
    pub fn serve_with(data_dir: &Path, args: &[&str], env: &[(&str, &str)]) -> Self {
        let mut child = command(data_dir)
            .envs(env.iter().copied())
            .args(["serve", "--json"])
            .args(if args.iter().any(|a| a.starts_with("--listen")) {
                &[][..]
            } else {
                &["--listen=127.0.0.1:0"][..]
            })
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let started: serde_json::Value =
            serde_json::from_str(&line).unwrap_or_else(|_| panic!("no start: {:?}", child.wait()));
        Self {
            child,
            address: started["listen"].as_str().unwrap().parse().unwrap(),
            first_run_link: started["first_run"].as_str().map(str::to_owned),
        }
    }

    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// SIGSTOP; returns when no thread of it runs any more. [`signal`] it to go on.
    pub fn stand_still(&self) {
        signal(self.child.id(), rustix::process::Signal::STOP);
        let stopped = rustix::process::waitpid(
            Some(pid(self.child.id())),
            rustix::process::WaitOptions::UNTRACED,
        );
        assert!(stopped.unwrap().is_some_and(|(_, how)| how.stopped()));
    }

    /// SIGKILL: no goodbye.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and its exit code.
    pub fn terminate(mut self) -> Option<i32> {
        signal(self.child.id(), rustix::process::Signal::TERM);
        self.child.wait().unwrap().code()
    }
}

pub fn signal(process: u32, signal: rustix::process::Signal) {
    let _ = rustix::process::kill_process(pid(process), signal);
}

fn pid(pid: u32) -> rustix::process::Pid {
    rustix::process::Pid::from_raw(i32::try_from(pid).unwrap()).unwrap()
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
