//! Messages as they look on the wire, and their checked conversion to domain types. No I/O.

pub mod live;
