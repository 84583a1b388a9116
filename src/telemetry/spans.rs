//! Spans to a collector of OpenTelemetry, where one is named. Owns where they go and how many of them; never what is in them:
//! names, areas, counts and durations stand where they are made, and nothing there says who, where or about what.
//!
//! They have a target of their own, so that they never get into the log, and cost nothing where no collector is named.

use std::time::Duration;

use async_trait::async_trait;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    trace::{BatchConfigBuilder, BatchSpanProcessor, Sampler, SdkTracer, SdkTracerProvider},
};
use reqwest::Url;
use tokio::runtime::Handle;

/// Of all spans that are meant for a collector: `debug_span!(target: SPANS, …)`.
pub const SPANS: &str = "fieldbeat_spans";

/// Spans that wait for the collector; beyond it the newest are dropped.
const WAITING_MAX: usize = 4_096;
/// Spans of one request to it.
const SENT_MAX: usize = 512;
const SEND_EVERY: Duration = Duration::from_secs(2);
/// Until it has answered.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where spans go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collector {
    /// `…/v1/traces` of one that speaks OTLP by HTTP and protobuf.
    pub url: Url,
    /// Of all traces: requests and batches are many and alike.
    pub share_pct: u8,
}

impl Collector {
    /// The root of a collector is completed to the path that all have.
    pub fn new(url: &str, share_pct: u8) -> Option<Self> {
        let mut url = Url::parse(url).ok()?;
        if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() {
            return None;
        }
        if url.path() == "/" {
            url.set_path("/v1/traces");
        }
        Some(Self { url, share_pct })
    }
}

/// What waits to be sent. Dropped without [`Self::end`] it is lost.
#[derive(Default)]
pub struct Spans(Option<SdkTracerProvider>);

impl Spans {
    /// Must be called within a Tokio runtime, which does the sending.
    pub(super) fn start(collector: &Collector) -> Option<(Self, SdkTracer)> {
        let client = reqwest::Client::builder().timeout(PATIENCE).build().ok()?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Sender {
                client,
                runtime: Handle::current(),
            })
            .with_endpoint(collector.url.as_str())
            .with_timeout(PATIENCE)
            .build()
            .ok()?;
        let pace = BatchConfigBuilder::default()
            .with_max_queue_size(WAITING_MAX)
            .with_max_export_batch_size(SENT_MAX)
            .with_scheduled_delay(SEND_EVERY)
            .build();
        let provider = SdkTracerProvider::builder()
            .with_span_processor(
                BatchSpanProcessor::builder(exporter)
                    .with_batch_config(pace)
                    .build(),
            )
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(
                f64::from(collector.share_pct) / 100.0,
            ))))
            .with_resource(
                Resource::builder_empty()
                    .with_service_name("fieldbeat")
                    .with_attribute(opentelemetry::KeyValue::new(
                        "service.version",
                        env!("CARGO_PKG_VERSION"),
                    ))
                    .with_attribute(opentelemetry::KeyValue::new(
                        "process.pid",
                        i64::from(std::process::id()),
                    ))
                    .build(),
            )
            .build();
        let tracer = provider.tracer("fieldbeat");
        Some((Self(Some(provider)), tracer))
    }

    /// Sends what waits, for as long as a collector may take; the runtime must still run.
    pub fn end(self) {
        if let Some(provider) = self.0 {
            let _ = provider.shutdown_with_timeout(PATIENCE);
        }
    }
}

/// The thread that exports has no reactor: the runtime's does the sending.
#[derive(Debug)]
struct Sender {
    client: reqwest::Client,
    runtime: Handle,
}

#[async_trait]
impl HttpClient for Sender {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let request = reqwest::Request::try_from(request)?;
        let client = self.client.clone();
        let sent = self.runtime.spawn(async move {
            let answer = client.execute(request).await?;
            let status = answer.status();
            // What it says is of no use here, and may be long.
            drop(answer);
            Ok::<_, reqwest::Error>(status)
        });
        let mut answer = Response::new(Bytes::new());
        *answer.status_mut() = sent.await??;
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_a_collector_is_enough_and_passwords_are_none() {
        let url = |text| Collector::new(text, 50).map(|c| c.url.to_string());
        assert_eq!(
            url("http://127.0.0.1:4318").as_deref(),
            Some("http://127.0.0.1:4318/v1/traces")
        );
        assert_eq!(
            url("https://traces.example.com/otlp/v1/traces").as_deref(),
            Some("https://traces.example.com/otlp/v1/traces")
        );
        assert_eq!(url("http://user:secret@127.0.0.1:4318"), None);
        assert_eq!(url("grpc://127.0.0.1:4317"), None);
        assert_eq!(url("127.0.0.1:4318"), None);
    }
}
