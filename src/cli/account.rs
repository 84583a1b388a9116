//! `user add` and `device enroll`: what an operator needs before, or without, the page.

use std::io::{IsTerminal, Read};

use clap::Args;
use serde_json::json;
use sqlx::{Connection, PgConnection};

use super::{Failure, print};
use crate::{
    clock::Clock,
    config::Config,
    secret,
    server::Database,
    store::{
        StoreError,
        provision::{self, NewUser},
    },
};

const ROLES: [&str; 9] = [
    "administrator",
    "director",
    "regional_manager",
    "supervisor",
    "planner",
    "accounting",
    "auditor",
    "rep",
    "integration",
];
const PASSWORD_MIN: usize = 8;

#[derive(Debug, Args)]
pub(super) struct AddUser {
    #[arg(long)]
    login: String,
    #[arg(long, value_parser = ROLES)]
    role: String,
    /// Code of the org unit whose subtree the person sees [default: the whole company]
    #[arg(long, value_name = "CODE")]
    org_unit: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Enroll {
    /// Code of the rep
    #[arg(long, value_name = "CODE")]
    rep: String,
    /// What people call the device
    #[arg(long, default_value = "")]
    label: String,
}

pub(super) async fn add_user(config: &Config, user: AddUser, json: bool) -> Result<(), Failure> {
    let given = password_from_stdin()?;
    if given
        .as_ref()
        .is_some_and(|p| p.chars().count() < PASSWORD_MIN)
    {
        return Err(Failure::Usage(format!(
            "the password on stdin is shorter than {PASSWORD_MIN} characters"
        )));
    }
    let made = given.is_none().then(secret::password);
    let password = given.as_deref().or(made.as_deref()).unwrap_or_default();
    let hash = secret::password_hash(password).map_err(|e| Failure::Failed(e.to_string()))?;
    let added = on_database(config, async |conn| {
        provision::add_user(
            conn,
            NewUser {
                login: &user.login,
                role: &user.role,
                org_unit: user.org_unit.as_deref(),
                password_hash: &hash,
            },
        )
        .await
    })
    .await?;
    let id = match added {
        Ok(id) => id,
        Err(StoreError::NotFound) => {
            let code = user.org_unit.unwrap_or_default();
            return Err(Failure::Failed(format!("there is no org unit {code}")));
        }
        Err(StoreError::Conflict(_)) => {
            let login = user.login;
            return Err(Failure::Failed(format!("the login {login} is taken")));
        }
        Err(e) => return Err(e.into()),
    };
    if json {
        return print(
            &json!({"id": id, "login": user.login, "role": user.role, "password": made})
                .to_string(),
        );
    }
    match made {
        Some(password) => print(&format!(
            "{} can log in with the password {password} (shown once)",
            user.login
        )),
        None => print(&format!("{} can log in", user.login)),
    }
}

pub(super) async fn enroll(config: &Config, device: Enroll, json: bool) -> Result<(), Failure> {
    let (token, hash) = secret::token();
    let now = Clock::system().utc();
    let enrolled = on_database(config, async |conn| {
        provision::enroll_device(conn, &device.rep, &device.label, &hash, now).await
    })
    .await?;
    let device_id = match enrolled {
        Ok(id) => id,
        Err(StoreError::NotFound) => {
            return Err(Failure::Failed(format!("there is no rep {}", device.rep)));
        }
        Err(e) => return Err(e.into()),
    };
    if json {
        print(&json!({"device_id": device_id, "token": token}).to_string())
    } else {
        print(&format!(
            "device {device_id} has the token {token} (shown once)"
        ))
    }
}

/// Opens and migrates the database, does `work`, and leaves the database as it was found.
async fn on_database<T>(
    config: &Config,
    work: impl AsyncFnOnce(&mut PgConnection) -> Result<T, StoreError>,
) -> Result<Result<T, StoreError>, Failure> {
    let database = Database::open(config).await?;
    let done = async {
        database.migrate(config, &Clock::system()).await?;
        let mut conn = PgConnection::connect_with(&database.options)
            .await
            .map_err(StoreError::from)?;
        let done = work(&mut conn).await;
        conn.close().await.map_err(StoreError::from)?;
        Ok::<_, Failure>(done)
    }
    .await;
    database.close().await?;
    done
}

/// The first line of stdin, where stdin is not a terminal and has one.
fn password_from_stdin() -> Result<Option<String>, Failure> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        return Ok(None);
    }
    let mut text = String::new();
    stdin.lock().take(4096).read_to_string(&mut text)?;
    Ok(text
        .lines()
        .next()
        .map(str::to_owned)
        .filter(|p| !p.is_empty()))
}
