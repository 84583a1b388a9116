//! Frames: what each must bring back, on both doors unless a case says which.

use super::{
    Door, House,
    raw::{
        BINARY, CLOSE, CONTINUATION, FIN, Heard, Length, PING, PONG, TEXT, close, frame, framed,
        head,
    },
};

/// Text that is no JSON: both doors answer each such message, once, with an error frame.
const SAY: &str = "κόσμε";
const RSV1: u8 = 0x40;
const RSV2: u8 = 0x20;
const RSV3: u8 = 0x10;
const ZERO: Option<[u8; 4]> = Some([0; 4]);

#[derive(Clone)]
enum Want {
    /// A text message arrived.
    Said,
    Pong(Vec<u8>),
    Close(u16),
    CloseWithoutCode,
}
use Want::{Close, CloseWithoutCode, Pong, Said};

struct Case {
    name: String,
    door: Option<Door>,
    /// Each piece is a write of its own.
    send: Vec<Vec<u8>>,
    want: Vec<Want>,
}

fn case(name: impl Into<String>, send: Vec<Vec<u8>>, want: Vec<Want>) -> Case {
    Case {
        name: name.into(),
        door: None,
        send,
        want,
    }
}

impl Case {
    fn on(mut self, door: Door) -> Self {
        self.door = Some(door);
        self
    }
}

fn text(payload: impl AsRef<[u8]>) -> Vec<u8> {
    frame(FIN | TEXT, payload)
}

fn bytes(of: &str) -> Vec<Vec<u8>> {
    of.bytes().map(|b| vec![b]).collect()
}

/// §5.1, §5.2, §5.3: the frame itself.
fn framing() -> Vec<Case> {
    let one = |f| vec![f];
    let long = |n: usize| text("x".repeat(n));
    let mut cases = vec![
        case(
            "5.1 text that is not masked",
            one(framed(FIN | TEXT, Length::Bits7, None, b"x")),
            vec![Close(1002)],
        ),
        case(
            "5.1 a ping that is not masked",
            one(framed(FIN | PING, Length::Bits7, None, b"")),
            vec![Close(1002)],
        ),
        case(
            "5.3 a mask of zeros is one",
            one(framed(FIN | TEXT, Length::Bits7, ZERO, b"x")),
            vec![Said],
        ),
        case("5.2 a length of 0", one(text("")), vec![Said]),
        case(
            "5.2 a length of 125, the longest of 7 bits",
            one(long(125)),
            vec![Said],
        ),
        case(
            "5.2 a length of 126, the shortest of 16 bits",
            one(long(126)),
            vec![Said],
        ),
        case(
            "5.2 a length of 65,535, the longest of 16 bits",
            one(long(65_535)),
            vec![Said],
        )
        .on(Door::Device),
        case(
            "5.2 a length of 65,536, the shortest of 64 bits",
            one(long(65_536)),
            vec![Said],
        )
        .on(Door::Device),
        // To write the shortest length is the sender's duty; what is read is plain all the same.
        case(
            "5.2 a length of 1 in 16 bits",
            one(framed(FIN | TEXT, Length::Bits16, ZERO, b"x")),
            vec![Said],
        ),
        case(
            "5.2 a length of 1 in 64 bits",
            one(framed(FIN | TEXT, Length::Bits64, ZERO, b"x")),
            vec![Said],
        ),
        case(
            "5.2 a length with its highest bit set",
            one(head(FIN | TEXT, Length::Bits64, ZERO, 1 << 63)),
            vec![Close(1009)],
        ),
        case(
            "5.2 two frames in one segment",
            one([text(SAY), text(SAY)].concat()),
            vec![Said, Said],
        ),
        case("5.2 a frame byte by byte", bytes_of(&text(SAY)), vec![Said]),
        case(
            "5.2 a long length byte by byte",
            bytes_of(&long(200)),
            vec![Said],
        ),
    ];
    for (bits, name) in [
        (RSV1, "RSV1"),
        (RSV2, "RSV2"),
        (RSV3, "RSV3"),
        (RSV1 | RSV2 | RSV3, "all reserved bits"),
    ] {
        let name = format!("5.2 {name} without an extension");
        cases.push(case(
            name,
            one(frame(FIN | TEXT | bits, "x")),
            vec![Close(1002)],
        ));
    }
    for opcode in (3..=7).chain(11..=15) {
        let name = format!("5.2 the reserved opcode {opcode:X}");
        cases.push(case(name, one(frame(FIN | opcode, "x")), vec![Close(1002)]));
    }
    cases
}

fn bytes_of(frame: &[u8]) -> Vec<Vec<u8>> {
    frame.iter().map(|b| vec![*b]).collect()
}

/// §5.4: messages in parts.
fn fragments() -> Vec<Case> {
    let (start, rest) = (frame(TEXT, "κό"), frame(FIN | CONTINUATION, "σμε"));
    let mut each: Vec<Vec<u8>> = vec![frame(TEXT, "")];
    each.extend(bytes(SAY).iter().map(|b| frame(CONTINUATION, b)));
    each.push(frame(FIN | CONTINUATION, ""));
    let between = |control: Vec<u8>| vec![start.clone(), control, rest.clone()];
    vec![
        case(
            "5.4 text in two frames",
            vec![start.clone(), rest.clone()],
            vec![Said],
        ),
        case(
            "5.4 text in frames of a byte, the first and the last empty",
            each,
            vec![Said],
        ),
        case(
            "5.4 a message of empty frames alone",
            vec![
                frame(TEXT, ""),
                frame(CONTINUATION, ""),
                frame(FIN | CONTINUATION, ""),
            ],
            vec![Said],
        ),
        case(
            "5.4 a ping between two frames is answered first",
            between(frame(FIN | PING, "p")),
            vec![Pong(b"p".into()), Said],
        ),
        case(
            "5.4 a pong between two frames",
            between(frame(FIN | PONG, "p")),
            vec![Said],
        ),
        case(
            "5.4 a close between two frames ends it",
            between(close(1000)),
            vec![Close(1000)],
        ),
        case(
            "5.4 a last frame without a first",
            vec![frame(FIN | CONTINUATION, "x")],
            vec![Close(1002)],
        ),
        case(
            "5.4 a middle frame without a first",
            vec![frame(CONTINUATION, "x")],
            vec![Close(1002)],
        ),
        case(
            "5.4 a last frame after the message was whole",
            vec![text(SAY), frame(FIN | CONTINUATION, "x")],
            vec![Said, Close(1002)],
        ),
        case(
            "5.4 a text begins within another",
            vec![start.clone(), text("x")],
            vec![Close(1002)],
        ),
        case(
            "5.4 a binary message begins within a text",
            vec![start.clone(), frame(FIN | BINARY, "x")],
            vec![Close(1002)],
        ),
    ]
}

/// §5.5: pings, pongs, closes.
fn control() -> Vec<Case> {
    let longest = vec![0xFE_u8; 125];
    let mut cases = vec![
        case(
            "5.5 a ping in parts",
            vec![frame(PING, "x")],
            vec![Close(1002)],
        ),
        case(
            "5.5 a close in parts",
            vec![frame(CLOSE, 1000_u16.to_be_bytes())],
            vec![Close(1002)],
        ),
        case(
            "5.5 a ping of 126 bytes",
            vec![frame(FIN | PING, [0_u8; 126])],
            vec![Close(1002)],
        ),
        case(
            "5.5 a pong of 126 bytes",
            vec![frame(FIN | PONG, [0_u8; 126])],
            vec![Close(1002)],
        ),
        case(
            "5.5 a close of 126 bytes",
            vec![frame(FIN | CLOSE, [3_u8; 126])],
            vec![Close(1002)],
        ),
        case(
            "5.5.2 a ping without a payload",
            vec![frame(FIN | PING, "")],
            vec![Pong(Vec::new())],
        ),
        case(
            "5.5.2 a ping of 125 bytes that are no text",
            vec![frame(FIN | PING, &longest)],
            vec![Pong(longest)],
        ),
        case(
            "5.5.2 a ping byte by byte",
            bytes_of(&frame(FIN | PING, "ab")),
            vec![Pong(b"ab".into())],
        ),
        case(
            "5.5.3 pings in one segment, each answered in its turn",
            vec![[frame(FIN | PING, "a"), frame(FIN | PING, "b")].concat()],
            vec![Pong(b"a".into()), Pong(b"b".into())],
        ),
        case(
            "5.5.3 a pong that nobody asked for is passed over",
            vec![frame(FIN | PONG, "x"), text(SAY)],
            vec![Said],
        ),
        case(
            "5.5.1 a close without a code",
            vec![frame(FIN | CLOSE, "")],
            vec![CloseWithoutCode],
        ),
        case(
            "5.5.1 a close with a reason",
            vec![frame(
                FIN | CLOSE,
                [&1000_u16.to_be_bytes()[..], "tạm biệt".as_bytes()].concat(),
            )],
            vec![Close(1000)],
        ),
        case(
            "5.5.1 a close with the longest reason",
            vec![frame(
                FIN | CLOSE,
                [&1001_u16.to_be_bytes()[..], &[b'x'; 123]].concat(),
            )],
            vec![Close(1001)],
        ),
        case(
            "5.5.1 a close of one byte",
            vec![frame(FIN | CLOSE, [3_u8])],
            vec![Close(1002)],
        ),
        case(
            "5.5.1 a reason that is no UTF-8",
            vec![frame(FIN | CLOSE, [0x03_u8, 0xE8, 0xC3, 0x28])],
            vec![Close(1007)],
        ),
        case(
            "5.5.1 what comes after a close is not read",
            vec![[close(1000), text(SAY), frame(FIN | PING, "x")].concat()],
            vec![Close(1000)],
        ),
        case(
            "5.5.1 the second of two closes is not answered",
            vec![[close(1000), close(1001)].concat()],
            vec![Close(1000)],
        ),
        case(
            "7.1.1 a binary message, refused by a close of the server's",
            vec![frame(FIN | BINARY, [0_u8])],
            vec![Close(4400)],
        )
        .on(Door::Device),
        case(
            "5.6 a binary message, refused by an answer",
            vec![frame(FIN | BINARY, [0_u8])],
            vec![Said],
        )
        .on(Door::Live),
    ];
    for code in [
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999,
    ] {
        let name = format!("7.4.1 and 7.4.2 the code {code} is answered as it came");
        cases.push(case(name, vec![close(code)], vec![Close(code)]));
    }
    for code in [
        0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65_535,
    ] {
        let name = format!("7.4.1 and 7.4.2 the code {code} may not be sent");
        cases.push(case(name, vec![close(code)], vec![Close(1002)]));
    }
    cases
}

/// §8.1: text that is no UTF-8; and what is too much.
fn payloads() -> Vec<Case> {
    let not_utf8 = |name: &str, bytes: &[u8]| {
        case(format!("8.1 {name}"), vec![text(bytes)], vec![Close(1007)])
    };
    // A mebibyte of the device's, 16 KiB of the viewer's, and a byte.
    let (device, live) = ((1 << 20) + 1, (16 << 10) + 1);
    let parts = |n: usize| {
        vec![
            frame(TEXT, "x".repeat(n / 2)),
            frame(FIN | CONTINUATION, "x".repeat(n - n / 2)),
        ]
    };
    vec![
        not_utf8("a byte that is none", b"ab\xFFcd"),
        not_utf8("an overlong form", b"\xC0\x80"),
        not_utf8("a surrogate", b"\xED\xA0\x80"),
        not_utf8("beyond U+10FFFF", b"\xF4\x90\x80\x80"),
        not_utf8("a code point cut off by the end", b"\xCE\xBA\xCE"),
        case(
            "8.1 a code point over two frames",
            vec![frame(TEXT, b"\xCE"), frame(FIN | CONTINUATION, b"\xBA")],
            vec![Said],
        ),
        case(
            "8.1 a code point over four frames",
            vec![
                frame(TEXT, b"\xF0"),
                frame(CONTINUATION, b"\x9F"),
                frame(CONTINUATION, b"\x98"),
                frame(FIN | CONTINUATION, b"\x80"),
            ],
            vec![Said],
        ),
        case(
            "8.1 cut off by the end of the last frame",
            vec![frame(TEXT, b"\xCE"), frame(FIN | CONTINUATION, "")],
            vec![Close(1007)],
        ),
        case(
            "8.1 wrong in the first frame, told before the last",
            vec![frame(TEXT, b"\xFF")],
            vec![Close(1007)],
        ),
        case(
            "8.1 wrong over two frames, told before the last",
            vec![frame(TEXT, b"\xCE"), frame(CONTINUATION, b"\xFF")],
            vec![Close(1007)],
        ),
        case(
            "7.4.1 one frame over the limit",
            vec![text("x".repeat(device))],
            vec![Close(1009)],
        )
        .on(Door::Device),
        case(
            "7.4.1 one frame over the limit",
            vec![text("x".repeat(live))],
            vec![Close(1009)],
        )
        .on(Door::Live),
        case(
            "7.4.1 frames over the limit together",
            parts(device),
            vec![Close(1009)],
        )
        .on(Door::Device),
        case(
            "7.4.1 frames over the limit together",
            parts(live),
            vec![Close(1009)],
        )
        .on(Door::Live),
        case(
            "10.4 a length that is refused before its payload comes",
            vec![head(FIN | TEXT, Length::Bits64, ZERO, 1 << 40)],
            vec![Close(1009)],
        ),
    ]
}

/// Sends a case and tells what came back instead of what must.
async fn run(house: &mut House, door: Door, case: &Case) -> Result<(), String> {
    let mut raw = house.greeted(door).await;
    for piece in &case.send {
        raw.write(piece).await;
        if case.send.len() > 1 {
            // So that it is a segment of its own.
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    }
    for want in &case.want {
        let heard = raw.hear().await;
        let right = match (want, &heard) {
            (Said, Heard::Text(answer)) => answer.contains("\"malformed\""),
            (Pong(want), Heard::Pong(got)) => want == got,
            (Close(want), Heard::Close(Some(got))) => want == got,
            (CloseWithoutCode, Heard::Close(None)) => true,
            _ => false,
        };
        if !right {
            return Err(format!("{door:?}: {}: {heard:?}", case.name));
        }
    }
    // Whoever was told goodbye says so too; the server then ends the connection (§7.1.1). Else the socket lives.
    let closed = matches!(case.want.last(), Some(Close(_) | CloseWithoutCode));
    raw.write(&close(1000)).await;
    if !closed && raw.hear().await != Heard::Close(Some(1000)) {
        return Err(format!("{door:?}: {}: more than was due", case.name));
    }
    match raw.hear().await {
        Heard::End => Ok(()),
        more => Err(format!("{door:?}: {}: then {more:?}", case.name)),
    }
}

#[tokio::test]
async fn every_frame_is_answered_as_rfc_6455_has_it() {
    let mut house = House::open().await;
    let cases: Vec<Case> = [framing(), fragments(), control(), payloads()]
        .into_iter()
        .flatten()
        .collect();
    let (mut run_so_far, mut wrong) = (0, Vec::new());
    for case in &cases {
        for door in Door::BOTH
            .into_iter()
            .filter(|d| case.door.is_none_or(|only| only == *d))
        {
            run_so_far += 1;
            wrong.extend(run(&mut house, door, case).await.err());
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {run_so_far}: {wrong:#?}",
        wrong.len()
    );
    eprintln!(
        "rfc6455: {} cases of frames, {run_so_far} conversations",
        cases.len()
    );
    house.server.finish().await;
}
