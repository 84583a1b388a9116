//! What the planning engine comes to, and how fast: `hanoi`, `days`, `grow OUTLETS REPS`, or
//! `instances FOLDER`, each with figures of its own. Budgets are in tries and generations; the seconds beside
//! them are this machine's.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a benchmark fails loudly, prints, reads the clock, and its numbers are small"
)]

mod days;
mod grow;
mod hanoi;
mod instances;
mod meter;

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["hanoi"] => hanoi::run(),
        ["days"] => days::run(),
        ["grow", outlets, reps] => grow::run(outlets.parse().unwrap(), reps.parse().unwrap()),
        ["instances", folder, rest @ ..] => instances::run(folder.as_ref(), rest),
        _ => println!("say hanoi, days, grow OUTLETS REPS or instances FOLDER"),
    }
}
