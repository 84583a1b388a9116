//! Stock: which goods may leave a place and which of them first, and what an outlet sold between two
//! counts. Never says where goods are kept or who may move them.

pub mod demand;
pub mod quantity;
pub mod sell_out;
pub mod shelf;
pub mod supply;
pub mod van;
