//! Which of two versions of an app is older.

/// Whether `version` is older than `newest`, by its dotted numbers; text behind a number is no part
/// of it, and what has no number is not compared.
pub fn is_older(version: &str, newest: &str) -> bool {
    match (numbers(version), numbers(newest)) {
        (Some(a), Some(b)) => a < b,
        _ => false,
    }
}

/// The newest of some versions.
pub fn newest<'a>(versions: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    versions
        .into_iter()
        .reduce(|best, next| if is_older(best, next) { next } else { best })
}

/// Without trailing zeros, so that 1.2 is 1.2.0.
fn numbers(version: &str) -> Option<Vec<u64>> {
    let mut numbers = Vec::new();
    for part in version.trim_start_matches(['v', 'V']).split('.') {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        numbers.push(digits.parse().ok()?);
        if digits.len() < part.len() {
            break;
        }
    }
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert!(is_older("1.9.0", "1.10"));
        assert!(is_older("v2.3-beta", "2.4"));
        assert!(!is_older("1.2.0", "1.2"));
        assert!(!is_older("2", "1.9"));
        assert!(!is_older("nightly", "1.9"));
        assert!(!is_older("", "1.9"));
        assert_eq!(newest(["1.9", "1.10", "1.2"]), Some("1.10"));
    }
}
