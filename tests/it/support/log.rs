//! What one server logged, though many run in this process: each has a runtime of its own, and all of
//! that runtime's threads write to that server's log.

use std::{
    fmt::Write,
    sync::{Arc, Mutex},
};

use tokio::runtime::{Builder, Runtime};
use tracing::{Event, Level, Subscriber, field::Visit};
use tracing_subscriber::{
    EnvFilter, Layer,
    layer::{Context, SubscriberExt},
};

/// Lines of level WARN and ERROR, and everything for a person to read after a failure.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<(Level, String)>>>);

impl Log {
    pub fn complaints(&self) -> Vec<String> {
        let lines = self.0.lock().unwrap();
        lines
            .iter()
            .filter(|(level, _)| *level <= Level::WARN)
            .map(|(level, line)| format!("{level} {line}"))
            .collect()
    }

    pub fn all(&self) -> String {
        let lines = self.0.lock().unwrap();
        lines.iter().fold(String::new(), |mut all, (level, line)| {
            let _ = writeln!(all, "{level} {line}");
            all
        })
    }

    /// A runtime whose threads all log here.
    pub fn runtime(&self) -> Runtime {
        let filter = EnvFilter::new("info,sqlx=warn,async_nats=warn");
        let subscriber = tracing_subscriber::registry()
            .with(filter)
            .with(self.clone());
        let dispatch = tracing::Dispatch::new(subscriber);
        Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .on_thread_start(move || {
                // For the thread's life.
                std::mem::forget(tracing::dispatcher::set_default(&dispatch));
            })
            .build()
            .unwrap()
    }
}

impl<S: Subscriber> Layer<S> for Log {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        struct Line(String);
        impl Visit for Line {
            fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
                let _ = write!(self.0, "{}={value:?} ", field.name());
            }
        }
        let mut line = Line(format!("{}: ", event.metadata().target()));
        event.record(&mut line);
        self.0
            .lock()
            .unwrap()
            .push((*event.metadata().level(), line.0));
    }
}
