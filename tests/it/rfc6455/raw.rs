//! A WebSocket by hand: bytes onto a TCP connection, frames and heads off it. Checks nothing by itself.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::support::DEADLINE;

pub const CONTINUATION: u8 = 0x0;
pub const TEXT: u8 = 0x1;
pub const BINARY: u8 = 0x2;
pub const CLOSE: u8 = 0x8;
pub const PING: u8 = 0x9;
pub const PONG: u8 = 0xA;
/// The bit of the last frame of a message.
pub const FIN: u8 = 0x80;

const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// How many bytes the length of a payload takes.
#[derive(Clone, Copy)]
pub enum Length {
    Bits7,
    Bits16,
    Bits64,
}

/// A masked frame with the shortest length there is.
pub fn frame(first: u8, payload: impl AsRef<[u8]>) -> Vec<u8> {
    let payload = payload.as_ref();
    let length = match payload.len() {
        0..=125 => Length::Bits7,
        126..=65_535 => Length::Bits16,
        _ => Length::Bits64,
    };
    framed(first, length, Some(MASK), payload)
}

pub fn framed(first: u8, length: Length, mask: Option<[u8; 4]>, payload: &[u8]) -> Vec<u8> {
    let mut bytes = head(first, length, mask, payload.len() as u64);
    let mask = mask.unwrap_or_default();
    bytes.extend(payload.iter().zip(mask.iter().cycle()).map(|(b, m)| b ^ m));
    bytes
}

/// What comes before the payload, whatever then comes.
pub fn head(first: u8, length: Length, mask: Option<[u8; 4]>, says: u64) -> Vec<u8> {
    let masked = if mask.is_some() { 0x80 } else { 0 };
    let mut bytes = vec![first];
    match length {
        Length::Bits7 => bytes.push(masked | u8::try_from(says).unwrap()),
        Length::Bits16 => {
            bytes.push(masked | 0x7e);
            bytes.extend(u16::try_from(says).unwrap().to_be_bytes());
        }
        Length::Bits64 => {
            bytes.push(masked | 0x7f);
            bytes.extend(says.to_be_bytes());
        }
    }
    bytes.extend(mask.into_iter().flatten());
    bytes
}

/// A close frame with that code and no reason.
pub fn close(code: u16) -> Vec<u8> {
    frame(FIN | CLOSE, code.to_be_bytes())
}

/// What the server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    Text(String),
    Ping,
    Pong(Vec<u8>),
    /// The code and the reason, or none.
    Close(Option<u16>),
    /// The end of the TCP connection.
    End,
}

/// The answer to a handshake.
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }
}

pub struct Raw {
    stream: TcpStream,
    unread: Vec<u8>,
}

impl Raw {
    pub async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream,
            unread: Vec::new(),
        }
    }

    /// The server may have gone by then; what it said before is read all the same.
    pub async fn write(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes).await;
    }

    /// Each byte in a segment of its own.
    pub async fn dribble(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write(&[*byte]).await;
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// `false` where the connection has ended.
    async fn more(&mut self) -> bool {
        let mut chunk = [0; 4096];
        let read = timeout(DEADLINE, self.stream.read(&mut chunk));
        let read = read.await.expect("silence").unwrap_or(0);
        self.unread.extend_from_slice(&chunk[..read]);
        read > 0
    }

    pub async fn answer(&mut self) -> Answer {
        let end = loop {
            if let Some(at) = self.unread.windows(4).position(|w| w == b"\r\n\r\n") {
                break at;
            }
            assert!(self.more().await, "no answer to the handshake");
        };
        let rest = self.unread.split_off(end + 4);
        let head = String::from_utf8(std::mem::replace(&mut self.unread, rest)).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Answer {
            status: status.parse().unwrap(),
            headers,
        }
    }

    /// The next frame. A server never masks (§5.1), sets no reserved bit and sends no message in parts here.
    pub async fn hear(&mut self) -> Heard {
        loop {
            if let Some((first, payload)) = self.take() {
                assert_eq!(first & 0xF0, FIN, "{first:x}");
                return match first & 0x0F {
                    TEXT => Heard::Text(String::from_utf8(payload).unwrap()),
                    PING => Heard::Ping,
                    PONG => Heard::Pong(payload),
                    CLOSE => {
                        let code = payload.get(..2).map(|c| u16::from_be_bytes([c[0], c[1]]));
                        Heard::Close(code)
                    }
                    other => panic!("opcode {other:x}"),
                };
            }
            if !self.more().await {
                return Heard::End;
            }
        }
    }

    fn take(&mut self) -> Option<(u8, Vec<u8>)> {
        let (first, second) = (*self.unread.first()?, *self.unread.get(1)?);
        assert_eq!(second & 0x80, 0, "a server's frame is not masked");
        let (skip, length) = match second {
            126 => {
                let bytes = self.unread.get(2..4)?;
                (
                    4,
                    usize::from(u16::from_be_bytes(bytes.try_into().unwrap())),
                )
            }
            127 => {
                let bytes = self.unread.get(2..10)?;
                (10, u64::from_be_bytes(bytes.try_into().unwrap()) as usize)
            }
            short => (2, usize::from(short)),
        };
        let payload = self.unread.get(skip..skip + length)?.to_vec();
        self.unread.drain(..skip + length);
        Some((first, payload))
    }
}
