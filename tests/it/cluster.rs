//! The embedded database: one cluster however many processes use it, through the death of any of them.

use std::time::Duration;

use fieldbeat::embedded_postgres::Cluster;
use rustix::process::Signal;

use crate::support::{
    data_dir::DataDir,
    eventually,
    process::{Process, fieldbeat, signal},
};

fn is_alive(pid: u32) -> bool {
    let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    !line.is_empty()
}

async fn is_ready(process: &Process) -> bool {
    process.client().get("/readyz").await.status() == 200
}

#[tokio::test]
async fn a_killed_server_leaves_its_database_to_the_next_one() {
    let home = DataDir::new();
    let first = Process::serve(home.path(), &[]);
    let postmaster = home.postmaster().unwrap();
    first.kill();
    assert!(is_alive(postmaster));
    let second = Process::serve(home.path(), &[]);
    assert_eq!(
        home.postmaster(),
        Some(postmaster),
        "adopted, not restarted"
    );
    assert!(is_ready(&second).await);
    assert_eq!(second.terminate(), Some(0));
    assert!(!is_alive(postmaster), "stopped with the server");
}

#[tokio::test]
async fn a_killed_database_comes_back_under_a_running_server() {
    let home = DataDir::new();
    let server = Process::serve(home.path(), &[]);
    // First as its own child, then as one it has started again.
    for _ in 0..2 {
        let postmaster = home.postmaster().unwrap();
        signal(postmaster, Signal::KILL);
        eventually("a new postmaster", async || {
            home.postmaster()
                .filter(|pid| *pid != postmaster && is_alive(*pid))
        })
        .await;
        eventually("ready again", async || {
            is_ready(&server).await.then_some(())
        })
        .await;
    }
    assert_eq!(server.terminate(), Some(0));
}

#[tokio::test]
async fn both_killed_at_once_start_again_on_what_was_committed() {
    let home = DataDir::new();
    let server = Process::serve(home.path(), &[]);
    let added = fieldbeat(
        home.path(),
        &["user", "add", "--login", "an", "--role", "auditor"],
        "correct horse\n",
    );
    assert!(added.status.success());
    let postmaster = home.postmaster().unwrap();
    signal(postmaster, Signal::KILL);
    server.kill();
    let server = Process::serve(home.path(), &[]);
    assert_eq!(server.first_run_link, None, "the user is still there");
    assert_eq!(server.terminate(), Some(0));
}

#[tokio::test]
async fn a_command_beside_a_running_server_does_not_take_its_database_away() {
    let home = DataDir::new();
    let server = Process::serve(home.path(), &[]);
    let postmaster = home.postmaster().unwrap();
    let migrated = fieldbeat(home.path(), &["migrate", "--json"], "");
    assert!(migrated.status.success());
    assert_eq!(home.postmaster(), Some(postmaster));
    assert!(is_ready(&server).await);
    assert_eq!(server.terminate(), Some(0));
    assert!(!is_alive(postmaster));
}

#[tokio::test]
async fn whoever_leaves_last_stops_the_cluster() {
    let home = DataDir::new();
    let first = Cluster::start(home.path()).await.unwrap();
    let postmaster = home.postmaster().unwrap();
    let second = Cluster::start(home.path()).await.unwrap();
    first.stop().await.unwrap();
    assert!(is_alive(postmaster));
    second.stop().await.unwrap();
    assert!(!is_alive(postmaster));
}

#[tokio::test]
async fn a_pid_file_that_names_another_program_is_no_obstacle() {
    let home = DataDir::new();
    Cluster::start(home.path())
        .await
        .unwrap()
        .stop()
        .await
        .unwrap();
    // As after a restart of a container: the number is taken, by this very test.
    let me = std::process::id();
    std::fs::write(
        home.path().join("postgres/postmaster.pid"),
        format!("{me}\n/elsewhere\n0\n5432\n\n\n"),
    )
    .unwrap();
    let started = tokio::time::timeout(Duration::from_secs(30), Cluster::start(home.path())).await;
    started.unwrap().unwrap().stop().await.unwrap();
}

#[tokio::test]
async fn a_cluster_cut_while_it_was_made_is_made_again() {
    let home = DataDir::new();
    let half = home.path().join("postgres.new");
    std::fs::create_dir(&half).unwrap();
    std::fs::write(half.join("PG_VERSION"), "15\n").unwrap();
    let cluster = Cluster::start(home.path()).await.unwrap();
    assert!(!half.exists());
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_directory_that_the_database_cannot_enter_is_named() {
    use std::os::unix::fs::PermissionsExt;
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let home = DataDir::new();
    let closed = home.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o700)).unwrap();
    let refused = Cluster::start(&closed.join("data"))
        .await
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("chmod o+x") && refused.contains("/closed"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_long_path_gets_a_short_socket() {
    let home = DataDir::new();
    let deep = home.path().join("d".repeat(90));
    let cluster = Cluster::start(&deep).await.unwrap();
    let socket = cluster.connect_options().get_socket().unwrap().clone();
    assert!(socket.as_os_str().len() < 100, "{}", socket.display());
    cluster.stop().await.unwrap();
    std::fs::remove_dir_all(socket).unwrap();
}
