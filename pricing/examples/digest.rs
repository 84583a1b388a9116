//! Prints the digest over so many random orders: `digest SEED ORDERS`.

#![allow(clippy::print_stdout)]

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let mut number = |name: &str| args.next().ok_or_else(|| format!("no {name}"));
    let (seed, orders) = (number("seed")?.parse()?, number("orders")?.parse()?);
    let digest = fieldbeat_pricing::sample::digest(seed, orders);
    for byte in digest {
        print!("{byte:02x}");
    }
    println!();
    Ok(())
}
