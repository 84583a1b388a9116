//! Whether a place can be found where it must not be: in every table as text, and in files as bytes.

use std::path::Path;

use sqlx::PgPool;

/// Every table as text, byte strings in hex; but for the beat of the server, which is no word of anybody's.
pub async fn dump(pool: &PgPool) -> Vec<(String, String)> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'node_pulse' order by 1",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let mut all = Vec::new();
    for table in tables {
        let text: Option<String> = sqlx::query_scalar(&format!(
            "select string_agg(x::text, E'\\n') from {table} x"
        ))
        .fetch_one(pool)
        .await
        .unwrap();
        all.push((table, text.unwrap_or_default()));
    }
    all
}

/// The forms in which a coordinate could be kept: decimal, 1e-7°, and in hex as stored in bytes:
/// big and little endian, double, and the variable-length form of checkpoints.
pub fn forms(degrees: f64) -> Vec<String> {
    let e7 = (degrees * 1e7).round() as i32;
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let mut zigzag = ((e7 << 1) ^ (e7 >> 31)).cast_unsigned();
    let mut varint = Vec::new();
    while zigzag >= 0x80 {
        varint.push((zigzag & 0x7f) as u8 | 0x80);
        zigzag >>= 7;
    }
    varint.push(zigzag as u8);
    let text = format!("{degrees}");
    vec![
        hex(text.as_bytes()),
        text,
        e7.to_string(),
        hex(&e7.to_be_bytes()),
        hex(&e7.to_le_bytes()),
        hex(&degrees.to_be_bytes()),
        hex(&varint),
    ]
}

pub async fn traces(pool: &PgPool, coordinates: &[f64]) -> Vec<String> {
    let mut found = Vec::new();
    for (table, text) in dump(pool).await {
        for form in coordinates.iter().flat_map(|c| forms(*c)) {
            if text.contains(&form) {
                found.push(format!("{form} in {table}"));
            }
        }
    }
    found
}

/// What a place looks like in the files of a database: numbers of a row stand side by side, those of a document each by itself
/// (as jsonb keeps them: base 10,000).
fn patterns((lat, lng): (f64, f64)) -> Vec<(&'static str, Vec<u8>)> {
    let e7 = |degrees: f64| (degrees * 1e7).round() as i32;
    let varint = |n: i32| {
        let mut zigzag = ((n << 1) ^ (n >> 31)).cast_unsigned();
        let mut out = Vec::new();
        while zigzag >= 0x80 {
            out.push((zigzag & 0x7f) as u8 | 0x80);
            zigzag >>= 7;
        }
        out.push(zigzag as u8);
        out
    };
    let pair = |one: &[u8], other: &[u8]| [one, other].concat();
    let numeric = |digits: [i32; 3]| {
        digits
            .iter()
            .flat_map(|d| (*d as i16).to_le_bytes())
            .collect::<Vec<u8>>()
    };
    let mut out = vec![
        (
            "int4, little endian",
            pair(&e7(lat).to_le_bytes(), &e7(lng).to_le_bytes()),
        ),
        (
            "int4, big endian",
            pair(&e7(lat).to_be_bytes(), &e7(lng).to_be_bytes()),
        ),
        (
            "int8, little endian",
            pair(
                &i64::from(e7(lat)).to_le_bytes(),
                &i64::from(e7(lng)).to_le_bytes(),
            ),
        ),
        (
            "int8, big endian",
            pair(
                &i64::from(e7(lat)).to_be_bytes(),
                &i64::from(e7(lng)).to_be_bytes(),
            ),
        ),
        ("varint", pair(&varint(e7(lat)), &varint(e7(lng)))),
    ];
    for degrees in [lat, lng] {
        let n = e7(degrees);
        let (whole, fraction) = (n / 10_000_000, n % 10_000_000);
        out.extend([
            ("double, little endian", degrees.to_le_bytes().to_vec()),
            ("double, big endian", degrees.to_be_bytes().to_vec()),
            ("decimal text", format!("{degrees}").into_bytes()),
            ("1e-7 text", n.to_string().into_bytes()),
            (
                "decimal in jsonb",
                numeric([whole, fraction / 1_000, fraction % 1_000 * 10]),
            ),
            (
                "1e-7 in jsonb",
                numeric([n / 100_000_000, n / 10_000 % 10_000, n % 10_000]),
            ),
        ]);
    }
    out
}

/// In which files below `root` a place is found, and in which form.
pub fn in_files(root: &Path, place: (f64, f64)) -> Vec<String> {
    let patterns = patterns(place);
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(bytes) = std::fs::read(&path) {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                found.extend(in_bytes(&bytes, &patterns).map(|form| format!("{form} in {name}")));
            }
        }
    }
    found
}

fn in_bytes<'a>(
    bytes: &'a [u8],
    patterns: &'a [(&'static str, Vec<u8>)],
) -> impl Iterator<Item = &'static str> + 'a {
    patterns
        .iter()
        .filter(|(_, pattern)| memchr::memmem::find(bytes, pattern).is_some())
        .map(|(form, _)| *form)
}

/// The same in a text or a dump.
pub fn in_text(bytes: &[u8], place: (f64, f64)) -> Vec<&'static str> {
    in_bytes(bytes, &patterns(place)).collect()
}
