//! A private server for one score: its own data directory and embedded database, gone afterwards.

use std::{path::PathBuf, process::Stdio, time::Duration};

use anyhow::{Context, Result, bail};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, BufReader},
    process::{Child, Command},
    sync::watch,
    time::{sleep, timeout},
};

use super::company::Company;

/// Most time for creating a cluster, migrating and listening.
const START: Duration = Duration::from_mins(2);
/// Most time for an orderly end.
const STOP: Duration = Duration::from_secs(20);

/// Running until [`PrivateServer::stop`]; dropping it kills the process.
pub struct PrivateServer {
    child: Child,
    pub company: Company,
    _data: tempfile::TempDir,
}

impl PrivateServer {
    /// Starts the `fieldbeat` beside this program and waits until it is ready and has a company.
    pub async fn start() -> Result<Self> {
        let data = tempfile::Builder::new()
            .prefix("fieldbeat-score-")
            .tempdir()?;
        open_for_database_user(data.path())?;
        // The port is free again when the server takes it; nobody else is asked to be quick here.
        let listen = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut child = Command::new(program()?)
            .arg("serve")
            .env("FIELDBEAT_DATA_DIR", data.path().join("data"))
            .env("FIELDBEAT_LISTEN", listen.to_string())
            .env_remove("FIELDBEAT_DATABASE_URL")
            .env_remove("FIELDBEAT_NATS_URL")
            .env_remove("FIELDBEAT_PUBLIC_URL")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("cannot start fieldbeat")?;
        let (found, token) = watch::channel(None);
        if let Some(out) = child.stdout.take() {
            tokio::spawn(read_output(out, found.clone()));
        }
        if let Some(err) = child.stderr.take() {
            tokio::spawn(read_output(err, found));
        }
        let company = Company::at(&format!("http://{listen}"))?;
        timeout(START, set_up(&mut child, &company, token))
            .await
            .context("the private server was not ready in time")??;
        Ok(Self {
            child,
            company,
            _data: data,
        })
    }

    /// Asks the server to end, and its database with it.
    pub async fn stop(mut self) -> Result<()> {
        if let Some(id) = self.child.id() {
            // The standard library has no signal but kill; `kill` is on every system that has PostgreSQL.
            let asked = Command::new("kill")
                .arg("-TERM")
                .arg(id.to_string())
                .status()
                .await?;
            if asked.success() && timeout(STOP, self.child.wait()).await.is_ok() {
                return Ok(());
            }
        }
        self.child
            .kill()
            .await
            .context("cannot end the private server")
    }
}

async fn set_up(
    child: &mut Child,
    company: &Company,
    mut token: watch::Receiver<Option<String>>,
) -> Result<()> {
    while !company.is_ready().await {
        if let Some(status) = child.try_wait()? {
            bail!("the private server ended: {status}");
        }
        sleep(Duration::from_millis(100)).await;
    }
    let token = token
        .wait_for(Option::is_some)
        .await?
        .clone()
        .unwrap_or_default();
    let password = uuid::Uuid::now_v7().to_string();
    company.first_run(&token, "UTC", &password).await?;
    company.log_in("score", &password).await?;
    Ok(())
}

fn program() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let beside = own.with_file_name("fieldbeat");
    if !beside.exists() {
        bail!(
            "no fieldbeat beside {}: build it, or name a server by --url",
            own.display()
        );
    }
    Ok(beside)
}

/// A database started from root runs as another user, who must be able to enter.
fn open_for_database_user(path: &std::path::Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::set_permissions(
        path,
        std::fs::Permissions::from_mode(0o755),
    )?)
}

/// Reads to the end, so that the server never waits for its output; keeps the first-run token.
async fn read_output(output: impl AsyncRead + Unpin, found: watch::Sender<Option<String>>) {
    let mut lines = BufReader::new(output).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        tracing::debug!(%line, "server");
        if let Some(token) = first_run_token(&line) {
            found.send_replace(Some(token));
        }
    }
}

/// The token at the end of a first-run link: after `token=`, else the last part of its path.
fn first_run_token(line: &str) -> Option<String> {
    let link = line
        .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>'))
        .find(|word| word.contains("first-run"))?;
    let token = match link.split_once("token=") {
        Some((_, token)) => token,
        None => link.rsplit(['/', '#', '?']).next()?,
    };
    let token: String = token
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .collect();
    (token.len() >= 8 && token != "first-run").then_some(token)
}

#[cfg(test)]
mod tests {
    use super::first_run_token;

    #[test]
    fn the_token_is_read_from_the_printed_link() {
        let token = Some("AbC-123_xyz".to_owned());
        assert_eq!(
            first_run_token("open http://127.0.0.1:1/first-run?token=AbC-123_xyz now"),
            token
        );
        assert_eq!(
            first_run_token("  http://127.0.0.1:1/first-run/AbC-123_xyz"),
            token
        );
        assert_eq!(
            first_run_token("http://127.0.0.1:1/#/first-run/AbC-123_xyz"),
            token
        );
        assert_eq!(first_run_token("the first-run page is closed"), None);
    }
}
