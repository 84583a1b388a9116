//! A NATS server of a test's own, which can be killed and come back at the same place.

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
};

use super::eventually;

pub struct Nats {
    pub url: String,
    port: u16,
    child: Option<Child>,
}

impl Nats {
    pub async fn start() -> Self {
        // Free a moment ago; nobody else here asks for a port by number.
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut nats = Self {
            url: format!("nats://127.0.0.1:{port}"),
            port,
            child: None,
        };
        nats.resume().await;
        nats
    }

    pub async fn resume(&mut self) {
        let port = self.port;
        // Where Debian puts it, beside the path of a user.
        let path = format!("{}:/usr/sbin", std::env::var("PATH").unwrap_or_default());
        let child = Command::new("nats-server")
            .env("PATH", path)
            .args(["-a", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nats-server: make setup installs it");
        self.child = Some(child);
        eventually("NATS listens", async || {
            tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .ok()
        })
        .await;
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        self.kill();
    }
}
