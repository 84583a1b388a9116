//! A server inside the test process, on a database, a runtime and a log of its own.

use std::{net::SocketAddr, sync::Arc};

use fieldbeat::{
    clock::Clock,
    config::{Config, Given},
    server::{self, Running, Services},
};
use tokio::runtime::Runtime;

use super::{client::Client, database::TestDatabase, log::Log};

pub struct TestServer {
    pub address: SocketAddr,
    /// That of existing phone apps, where the plan gives them one.
    pub compat_address: Option<SocketAddr>,
    pub services: Services,
    pub database: Arc<TestDatabase>,
    pub log: Log,
    pub first_run_link: Option<String>,
    running: Option<Running>,
    runtime: Option<Runtime>,
}

/// What differs from the defaults.
pub struct Plan {
    settings: Vec<(&'static str, String)>,
    clock: Clock,
    database: Option<Arc<TestDatabase>>,
}

impl TestServer {
    pub async fn start() -> Self {
        Self::plan().start().await
    }

    pub fn plan() -> Plan {
        Plan {
            settings: vec![("listen", "127.0.0.1:0".to_owned())],
            clock: Clock::system(),
            database: None,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// Ends the server: everything drained, nothing to complain about.
    pub async fn finish(self) -> Arc<TestDatabase> {
        self.finish_although(|_| false).await
    }

    /// As [`Self::finish`], for a test that broke something: `expected` tells which complaints are its doing.
    pub async fn finish_although(mut self, expected: impl Fn(&str) -> bool) -> Arc<TestDatabase> {
        let running = self.running.take().unwrap();
        let runtime = self.runtime.take().unwrap();
        let whole = runtime.spawn(running.stop()).await.unwrap();
        runtime.shutdown_background();
        assert!(whole, "the server did not drain:\n{}", self.log.all());
        let mut complaints = self.log.complaints();
        complaints.retain(|line| !expected(line));
        assert!(complaints.is_empty(), "{complaints:#?}\n{}", self.log.all());
        Arc::clone(&self.database)
    }
}

impl Plan {
    pub fn set(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.settings.push((key, value.into()));
        self
    }

    pub fn clock(mut self, clock: &Clock) -> Self {
        self.clock = clock.clone();
        self
    }

    /// A database that another server used before.
    pub fn database(mut self, database: &Arc<TestDatabase>) -> Self {
        self.database = Some(Arc::clone(database));
        self
    }

    pub async fn start(self) -> TestServer {
        let database = match self.database {
            Some(database) => database,
            None => Arc::new(TestDatabase::new().await),
        };
        let mut settings = self.settings;
        if !settings.iter().any(|(key, _)| *key == "database_url") {
            settings.push(("database_url", database.url.clone()));
        }
        let given: Vec<(&'static str, &str)> =
            settings.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let config = Config::resolve(&Given::with(&given)).unwrap().config;
        fieldbeat::telemetry::metrics();
        let log = Log::default();
        let runtime = log.runtime();
        let clock = self.clock;
        let running = runtime
            .spawn(async move { server::start(config, clock).await })
            .await
            .unwrap()
            .unwrap_or_else(|e| panic!("{e}\n{}", log.all()));
        TestServer {
            address: running.address,
            compat_address: running.compat_address,
            services: running.services.clone(),
            first_run_link: running.first_run_link.clone(),
            database,
            log,
            running: Some(running),
            runtime: Some(runtime),
        }
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        // A failed test: nothing to wait for.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
