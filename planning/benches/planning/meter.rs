//! Time of the wall and of the processor, memory, and figures as JSON.

use std::{fs, time::Instant};

use serde_json::{Map, Value};

/// Seconds of the processor and of the wall since it was made.
pub struct Meter {
    wall: Instant,
    cpu_s: f64,
}

impl Meter {
    pub fn start() -> Self {
        Self {
            wall: Instant::now(),
            cpu_s: cpu_s(),
        }
    }

    pub fn wall_s(&self) -> f64 {
        self.wall.elapsed().as_secs_f64()
    }

    pub fn cpu_s(&self) -> f64 {
        cpu_s() - self.cpu_s
    }
}

/// Of this process, user and system, in hundredths of a second; 0 where the system does not say.
fn cpu_s() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // What follows the name, which may hold blanks.
    let after = stat.rsplit(')').next().unwrap_or("");
    let fields = after.split_whitespace().skip(11).take(2);
    fields
        .filter_map(|field| field.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

/// The most memory that this process has held.
pub fn peak_mib() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1_024.0
}

/// Adds figures to the object in the file that `BENCH_JSON` names.
pub fn write(figures: Map<String, Value>) {
    let Ok(file) = std::env::var("BENCH_JSON") else {
        return;
    };
    let known = fs::read_to_string(&file).ok();
    let mut all: Map<String, Value> = known
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    all.extend(figures);
    let text = serde_json::to_string_pretty(&all).unwrap();
    fs::write(file, text + "\n").unwrap();
}
