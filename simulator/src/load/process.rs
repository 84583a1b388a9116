//! What the system tells of a process on this machine: its memory and its processor time.

use std::sync::Arc;

use anyhow::{Context, Result};
use tokio::time::{Duration, Instant, sleep_until};

use super::Meter;

/// Ticks of a second in `/proc/…/stat`: part of the kernel's interface, whatever its own clock does.
const TICKS_PER_S: f64 = 100.0;

/// Seconds of processor time that the process spends in the measured time.
pub async fn cpu_between(pid: u32, meter: Arc<Meter>) -> Result<f64> {
    let origin = Instant::from_std(meter.origin);
    sleep_until(origin + Duration::from_micros(meter.from_us)).await;
    let before = cpu_s(pid)?;
    sleep_until(origin + Duration::from_micros(meter.to_us)).await;
    Ok(cpu_s(pid)? - before)
}

fn cpu_s(pid: u32) -> Result<f64> {
    let path = format!("/proc/{pid}/stat");
    let stat = std::fs::read_to_string(&path).with_context(|| path.clone())?;
    let ticks = cpu_ticks(&stat).with_context(|| format!("{path} does not read"))?;
    Ok(ticks / TICKS_PER_S)
}

/// In user and in system mode, together. The name before them may hold anything, blanks and brackets too.
fn cpu_ticks(stat: &str) -> Option<f64> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<f64>().ok();
    Some(next()? + next()?)
}

/// Resident memory.
pub fn rss_kib(pid: u32) -> Result<u64> {
    let path = format!("/proc/{pid}/status");
    let status = std::fs::read_to_string(&path).with_context(|| path.clone())?;
    resident(&status).with_context(|| format!("{path} names no VmRSS"))
}

fn resident(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Open files and sockets.
pub fn descriptors(pid: u32) -> Result<usize> {
    let path = format!("/proc/{pid}/fd");
    Ok(std::fs::read_dir(&path)
        .with_context(|| path.clone())?
        .count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resident_memory_is_read_in_kibibytes() {
        assert_eq!(resident("Name:\tx\nVmRSS:\t   5120 kB\n"), Some(5_120));
    }

    #[test]
    fn processor_time_is_read_after_the_name() {
        let stat = "42 (a) b) S 1 42 42 0 -1 4194560 900 0 1 0 250 50 0 0 20 0 9 0 1 2 3";
        assert_eq!(cpu_ticks(stat), Some(300.0));
    }
}
