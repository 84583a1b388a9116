//! What travels on the sockets: device and live messages, and their checked conversion to domain
//! types. Never does I/O and never reads a clock.

pub mod bounds;
pub mod compat;
pub mod device;
pub mod device_check;
pub mod device_reply;
pub mod heartbeat;
pub mod live;
pub mod nodes;
pub mod websocket;
