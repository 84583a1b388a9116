//! `fieldbeat restore`: a backup put back into an empty data_dir, or rehearsed; says what came back. Never touches what is
//! there already.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::Args;

use super::{
    Failure,
    backup::{bar, size, told},
    print,
};
use crate::{
    backup::{self, Photos, Restored, Restoring},
    clock::Clock,
    config::Config,
};

#[derive(Debug, Args)]
pub(super) struct Restore {
    /// A backup as `fieldbeat backup` named it
    #[arg(long, value_name = "BACKUP")]
    from: PathBuf,
    /// Archive of the write-ahead log: bring it as far as that goes
    #[arg(long, value_name = "DIR")]
    wal: Option<PathBuf>,
    /// And no further than this moment, such as 2026-11-27T15:41:10Z
    #[arg(long, value_name = "TIME", requires = "wal")]
    until: Option<DateTime<Utc>>,
    /// Into a temporary directory (TMPDIR) that is removed at the end: does it come back?
    #[arg(long)]
    drill: bool,
}

pub(super) async fn restore(config: &Config, asked: Restore, json: bool) -> Result<(), Failure> {
    let wanted = Restoring {
        from: asked.from,
        data_dir: config.data_dir.clone(),
        wal: asked.wal,
        until: asked.until,
    };
    let (bar, clock) = (bar(), Clock::system());
    let restored = if asked.drill {
        backup::drill(&wanted, &clock, &told(&bar)).await
    } else {
        backup::restore(&wanted, &clock, &told(&bar)).await
    };
    bar.finish_and_clear();
    let restored = restored?;
    if json {
        print(&serde_json::to_string_pretty(&restored)?)?;
    } else {
        print(&text(&restored, asked.drill))?;
    }
    if restored.is_whole() {
        Ok(())
    } else {
        Err(Failure::Failed(
            "not everything came back as it was: see above, and take an older backup".to_owned(),
        ))
    }
}

fn text(r: &Restored, drill: bool) -> String {
    let mut lines = vec![format!(
        "{} of fieldbeat {}: {}, every checksum holds{}",
        r.backup,
        r.product_version,
        size(r.bytes),
        if r.checked_by_postgres {
            ", pg_verifybackup agrees"
        } else {
            ""
        }
    )];
    if let Some(found) = &r.found {
        let time = |t: Option<DateTime<Utc>>| t.map_or("none".to_owned(), |t| t.to_string());
        let (n, c) = (&found.newest, &found.counts);
        lines.extend([
            format!("last commit     {}", time(found.last_commit)),
            format!("newest fix      {}  of {}", time(n.fix), c.fixes),
            format!("newest visit    {}  of {}", time(n.visit), c.visits),
            format!("newest order    {}  of {}", time(n.order), c.orders),
            format!("newest audit    {}  of {}", time(n.audit), c.audit_entries),
            format!(
                "and             {} outlets, {} reps, {} devices, {} users, {} marks, {} records",
                c.outlets, c.reps, c.devices, c.users, c.marks, c.records
            ),
            match r.photos {
                Photos::Backup => format!(
                    "photos          {}, {} missing",
                    c.photos, found.photos_missing
                ),
                Photos::Bucket { .. } => format!(
                    "photos          {}, in their bucket: not looked at",
                    c.photos
                ),
            },
            match &found.audit_log.fault {
                None => format!(
                    "audit log       its chain holds, head {}:{}",
                    found.audit_log.entries, found.audit_log.head
                ),
                Some(fault) => format!(
                    "audit log       NOT WHAT WAS WRITTEN: {} at position {}",
                    fault.code, fault.position
                ),
            },
            format!(
                "store           {}: phones send again what they keep",
                found.store.map_or("none".to_owned(), |s| s.to_string())
            ),
        ]);
        if found.migrations_applied > 0 {
            lines.push(format!(
                "schema          {} migrations applied: it is this version's now",
                found.migrations_applied
            ));
        }
    }
    let s = r.seconds;
    lines.push(format!(
        "{:.1} s: {:.1} verified, {:.1} laid out, {:.1} recovered, {:.1} looked at",
        s.all(),
        s.verify,
        s.lay,
        s.recover,
        s.look
    ));
    let dir = r.data_dir.display();
    if drill {
        lines.push("rehearsed: nothing of it is left".to_owned());
    } else if r.embedded {
        lines.push(format!("next: fieldbeat serve --data-dir {dir}"));
    } else {
        lines.push(format!(
            "next, as the user postgres: chown -R postgres {dir}/postgres; pg_ctl -D {dir}/postgres -w start (on Debian with -o '-c config_file=/etc/postgresql/VERSION/main/postgresql.conf -c data_directory={dir}/postgres'); \
             then fieldbeat serve with database_url leading there and photo_store = \"{dir}/photos\""
        ));
    }
    lines.join("\n")
}
