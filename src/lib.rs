//! The Fieldbeat server: sockets, tasks, PostgreSQL and clocks round the pure core in `domain/`.

pub mod live;
pub mod wire;
