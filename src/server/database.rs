//! The database that the settings name: the embedded cluster, or a server of the operator's.

use sqlx::postgres::PgConnectOptions;
use thiserror::Error;

use crate::{
    clock::Clock,
    config::Config,
    embedded_postgres::{Cluster, ClusterError},
    store::{
        self, SessionLimits, StoreError,
        migrate::{self, MigrateError, Migrated},
    },
};

/// An open way to the database. [`Self::close`] it, or an embedded cluster stays up without a server.
#[derive(Debug)]
pub struct Database {
    pub options: PgConnectOptions,
    cluster: Option<Cluster>,
}

/// Why there is no usable database.
#[derive(Debug, Error)]
pub enum DatabaseError {
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DatabaseError {
    /// Whether waiting may help.
    pub fn is_unavailable(&self) -> bool {
        matches!(
            self,
            Self::Store(StoreError::Unavailable(_))
                | Self::Migrate(MigrateError::Store(StoreError::Unavailable(_)))
        )
    }
}

impl Database {
    /// Starts or joins the embedded cluster where no URL is set. Connects to nothing else yet.
    pub async fn open(config: &Config) -> Result<Self, DatabaseError> {
        let (options, cluster) = if let Some(url) = &config.database_url {
            (store::parse_url(url)?, None)
        } else {
            let cluster =
                Cluster::start_archiving(&config.data_dir, config.wal_archive.as_deref()).await?;
            (cluster.connect_options(), Some(cluster))
        };
        Ok(Self {
            options: store::with_limits(options, SessionLimits::default()),
            cluster,
        })
    }

    pub async fn migrate(&self, config: &Config, clock: &Clock) -> Result<Migrated, DatabaseError> {
        Ok(migrate::run(
            &self.options,
            config.timescale,
            config.compress_after_days,
            clock.utc().date_naive(),
        )
        .await?)
    }

    pub fn is_embedded(&self) -> bool {
        self.cluster.is_some()
    }

    pub async fn close(self) -> Result<(), DatabaseError> {
        match self.cluster {
            Some(cluster) => Ok(cluster.stop().await?),
            None => Ok(()),
        }
    }
}
