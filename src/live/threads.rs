//! Threads of their own for what viewers are shown. A thousand maps are due in one instant, four times a second; on the
//! threads that take phones' frames they would all stand before the next acknowledgement. These give way to those: a phone
//! waits for nobody who looks on.

use std::io;

use tokio::{
    runtime::{Builder, Handle, Runtime},
    task::JoinHandle,
};

/// Behind everything that waits for an answer, before passwords and plans.
const NICE: i32 = 5;

#[derive(Debug)]
pub struct Threads {
    own: Option<Runtime>,
    handle: Handle,
}

impl Threads {
    /// As many as there are cores.
    pub fn start() -> io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .thread_name("viewers")
            .on_thread_start(give_way)
            .enable_all()
            .build()?;
        Ok(Self {
            handle: runtime.handle().clone(),
            own: Some(runtime),
        })
    }

    /// Those of the runtime that this is called in.
    pub fn here() -> Self {
        Self {
            own: None,
            handle: Handle::current(),
        }
    }

    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
        self.handle.spawn(task)
    }

    /// What is under way on them.
    pub fn tasks(&self) -> usize {
        self.handle.metrics().num_alive_tasks()
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.own.take() {
            // The last of its own tasks may be who drops it: to wait would be to wait for oneself.
            runtime.shutdown_background();
        }
    }
}

fn give_way() {
    if let Err(error) = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICE) {
        tracing::debug!(%error, "viewers are served at the priority of everything else");
    }
}
