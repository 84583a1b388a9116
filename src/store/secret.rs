//! Random secrets: shown once, kept as SHA-256 only.
//!
//! They carry 256 bits (an enrolment code 50, single use and short-lived), so a plain digest
//! suffices: there is nothing to guess.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::RngCore;
use sha2::{Digest, Sha256};

/// A secret with what is stored of it.
#[derive(Clone)]
pub struct Secret {
    pub text: String,
    pub hash: [u8; 32],
}

impl Secret {
    /// 32 random bytes behind a prefix that tells leaked secrets apart.
    pub fn random(prefix: &str) -> Self {
        let mut bytes = [0u8; 32];
        rand::rng().fill_bytes(&mut bytes);
        let text = format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes));
        let hash = hash_of(&text);
        Self { text, hash }
    }

    /// Ten letters and digits that survive being read aloud, `XXXXX-XXXXX`.
    pub fn enrolment_code() -> Self {
        const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut bytes = [0u8; 10];
        rand::rng().fill_bytes(&mut bytes);
        let mut text = String::with_capacity(11);
        for (i, b) in bytes.into_iter().enumerate() {
            if i == 5 {
                text.push('-');
            }
            text.extend(ALPHABET.get(usize::from(b % 32)).map(|c| char::from(*c)));
        }
        let hash = enrolment_hash(&text);
        Self { text, hash }
    }
}

/// What is stored of a token.
pub fn hash_of(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// What is stored of an enrolment code: case, blanks and dashes do not matter, and the letters
/// that look like digits are read as them.
pub fn enrolment_hash(code: &str) -> [u8; 32] {
    let plain: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect();
    hash_of(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enrolment_code_may_be_typed_carelessly() {
        let secret = Secret::enrolment_code();
        assert_eq!(secret.text.len(), 11);
        assert_eq!(
            enrolment_hash(&format!(
                " {} ",
                secret.text.to_lowercase().replace('-', " ")
            )),
            secret.hash
        );
    }
}
