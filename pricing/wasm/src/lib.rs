//! The door between JavaScript and the price engine: JSON bytes in, JSON bytes out. Decides nothing.
//!
//! Exporting a name is all that is unsafe here; no pointer is read. The caller writes what it was given
//! room for by `input`, calls `price`, and reads so many bytes from `output`.

use std::cell::RefCell;

use fieldbeat_pricing::{ask::Ask, book::Book, priced::Fault};
use serde::{Deserialize, Serialize};

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static OUTPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

#[derive(Deserialize)]
struct Request {
    book: Book,
    ask: Ask,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Answer<T: Serialize> {
    Priced(T),
    Faults(Vec<Fault>),
    /// The request cannot be read.
    Malformed(String),
}

/// Room for so many bytes of input; valid until the next call.
#[unsafe(no_mangle)]
pub extern "C" fn input(bytes: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        input.clear();
        input.resize(bytes, 0);
        input.as_mut_ptr()
    })
}

/// Prices the input; answers the length of the output.
#[unsafe(no_mangle)]
pub extern "C" fn price() -> usize {
    let answer = INPUT.with_borrow(|input| match serde_json::from_slice::<Request>(input) {
        Ok(request) => match fieldbeat_pricing::price(&request.book, &request.ask) {
            Ok(priced) => Answer::Priced(priced),
            Err(faults) => Answer::Faults(faults),
        },
        Err(error) => Answer::Malformed(error.to_string()),
    });
    put(serde_json::to_vec(&answer).unwrap_or_default())
}

/// The digest over random orders; answers its length.
#[cfg(feature = "sample")]
#[unsafe(no_mangle)]
pub extern "C" fn digest(seed: u32, orders: u32) -> usize {
    put(fieldbeat_pricing::sample::digest(seed.into(), orders.into()).to_vec())
}

/// Where the output lies; valid until the next call.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    OUTPUT.with_borrow(Vec::as_ptr)
}

fn put(bytes: Vec<u8>) -> usize {
    let length = bytes.len();
    OUTPUT.set(bytes);
    length
}
