//! How PostgreSQL's own programs are told where the database is. A password goes into their environment, which only this
//! user and root can read, and never among their arguments.

use std::{ffi::OsString, process::Command};

use reqwest::Url;
use sqlx::postgres::PgConnectOptions;

use super::BackupError;

/// Words of a URL that libpq has, too, and the names under which others write them.
const KNOWN: [(&str, &str); 10] = [
    ("host", "host"),
    ("hostaddr", "hostaddr"),
    ("port", "port"),
    ("user", "user"),
    ("sslmode", "sslmode"),
    ("ssl-mode", "sslmode"),
    ("sslrootcert", "sslrootcert"),
    ("ssl-root-cert", "sslrootcert"),
    ("sslcert", "sslcert"),
    ("sslkey", "sslkey"),
];

/// The way to a database.
#[derive(Clone)]
pub struct Link {
    arguments: Vec<OsString>,
    password: Option<String>,
    /// Of a cluster of the server's own: the caller's PostgreSQL variables are not meant for it.
    own: bool,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Link({:?})", self.arguments)
    }
}

impl Link {
    /// To the embedded cluster, over its private socket.
    pub fn embedded(options: &PgConnectOptions) -> Self {
        let mut arguments: Vec<OsString> = vec![
            "--username".into(),
            options.get_username().into(),
            "--port".into(),
            options.get_port().to_string().into(),
        ];
        if let Some(socket) = options.get_socket() {
            arguments.extend(["--host".into(), socket.clone().into_os_string()]);
        }
        Self {
            arguments,
            password: None,
            own: true,
        }
    }

    /// To the server of a URL that sqlx understood. What libpq has no word for is left out.
    pub fn of_url(url: &str) -> Result<Self, BackupError> {
        let odd = || {
            BackupError::Failed {
            program: "pg_basebackup",
            detail: "database_url cannot be told to PostgreSQL's programs: write it as postgres://user:password@host:port/database"
                .to_owned(),
        }
        };
        let mut url: Url = url.parse().map_err(|_| odd())?;
        let words: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let word = |wanted: &str| {
            let found = words.iter().find(|(key, _)| key == wanted);
            found.map(|(_, value)| value.clone())
        };
        let in_front = url.password().map(|p| {
            let bytes = percent_decoded(p);
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let password = word("password").or(in_front);
        if url.has_host() && url.set_password(None).is_err() && url.password().is_some() {
            return Err(odd());
        }
        let told: Vec<(&str, String)> = KNOWN
            .iter()
            .filter_map(|(key, name)| Some((*name, word(key)?)))
            .collect();
        url.set_query(None);
        if !told.is_empty() {
            url.query_pairs_mut().extend_pairs(told);
        }
        // libpq takes `+` as it stands.
        let text = url.as_str().replace('+', "%20");
        Ok(Self {
            arguments: vec!["--dbname".into(), text.into()],
            password,
            own: false,
        })
    }

    /// Tells a program that speaks libpq, which asks for nothing.
    pub(super) fn tell(&self, command: &mut Command) {
        if self.own {
            for (key, _) in std::env::vars_os() {
                if key.to_string_lossy().starts_with("PG") {
                    command.env_remove(key);
                }
            }
        }
        command
            .args(&self.arguments)
            .arg("--no-password")
            .env("PGAPPNAME", "fieldbeat backup")
            .env("PGCONNECT_TIMEOUT", "10")
            .env("LC_ALL", "C");
        if let Some(password) = &self.password {
            command.env("PGPASSWORD", password);
        }
    }
}

fn percent_decoded(text: &str) -> Vec<u8> {
    // A query's rules but for `+`, which stands for itself before the host.
    let kept = text.replace('+', "%2B");
    form_urlencoded::parse(format!("p={kept}").as_bytes())
        .next()
        .map(|(_, value)| value.into_owned().into_bytes())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(url: &str) -> (String, Option<String>) {
        let mut command = Command::new("true");
        Link::of_url(url).unwrap().tell(&mut command);
        let arguments: Vec<_> = command.get_args().map(|a| a.to_string_lossy()).collect();
        let password = command
            .get_envs()
            .find(|(key, _)| *key == "PGPASSWORD")
            .and_then(|(_, value)| Some(value?.to_string_lossy().into_owned()));
        (arguments.join(" "), password)
    }

    #[test]
    fn a_password_is_in_no_argument_and_in_no_debug_text() {
        for url in [
            "postgres://me:s3cret%26%2B@db:5433/fieldbeat?sslmode=require&statement-cache-capacity=9",
            "postgres://me@db:5433/fieldbeat?password=s3cret%26%2B&sslmode=require",
        ] {
            let (arguments, password) = told(url);
            assert_eq!(
                arguments,
                "--dbname postgres://me@db:5433/fieldbeat?sslmode=require --no-password"
            );
            assert_eq!(password.as_deref(), Some("s3cret&+"));
            let shown = format!("{:?}", Link::of_url(url).unwrap());
            assert!(!shown.contains("s3cret"), "{shown}");
        }
    }

    #[test]
    fn a_socket_stays_one() {
        let (arguments, password) = told("postgres://me@localhost/fieldbeat?host=/run/a%20b");
        assert_eq!(
            arguments,
            "--dbname postgres://me@localhost/fieldbeat?host=%2Frun%2Fa%20b --no-password"
        );
        assert_eq!(password, None);
    }
}
