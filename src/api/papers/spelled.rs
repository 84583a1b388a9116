//! Amounts in words, as Vietnamese, Chinese and English papers have them beside the figures.

use fieldbeat_domain::kpi::Language;
use fieldbeat_trade::currency;

/// The whole units and the rest of an amount, without its sign.
pub fn parts(minor: i64, decimals: u32) -> (u64, u64) {
    let unit = 10_u64.pow(decimals);
    let minor = minor.unsigned_abs();
    (minor / unit, minor % unit)
}

/// An amount in words, its currency named.
pub fn money(minor: i64, currency: &str, language: Language) -> String {
    let places = currency::digits(currency);
    let (whole, rest) = parts(minor, places);
    let (digits, unit) = (places as usize, 10_u64.pow(places));
    let rest = (rest > 0).then(|| format!("{rest:0digits$}/{unit}"));
    match language {
        Language::En => {
            let name = match currency {
                "VND" => "Vietnamese dong",
                "USD" => "US dollars",
                "CNY" => "Chinese yuan",
                code => code,
            };
            let sign = if minor < 0 { "minus " } else { "" };
            let rest = rest.map_or_else(String::new, |r| format!(" and {r}"));
            sentence(&format!("{sign}{}{rest} {name}", english(whole)))
        }
        Language::Vi => {
            let name = match currency {
                "VND" => "đồng",
                "USD" => "đô la Mỹ",
                "CNY" => "nhân dân tệ",
                code => code,
            };
            let sign = if minor < 0 { "âm " } else { "" };
            let rest = rest.map_or_else(String::new, |r| format!(" và {r}"));
            sentence(&format!("{sign}{}{rest} {name}", vietnamese(whole)))
        }
        Language::Zh => {
            let name = match currency {
                "VND" => "越南盾",
                "USD" => "美元",
                "CNY" => "元",
                code => code,
            };
            let sign = if minor < 0 { "负" } else { "" };
            match rest {
                None => format!("{sign}{}{name}整", chinese(whole)),
                Some(r) => format!("{sign}{}{name}又{r}", chinese(whole)),
            }
        }
    }
}

/// With a capital at its front.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn word<'a>(words: &[&'a str], at: u64) -> &'a str {
    usize::try_from(at)
        .ok()
        .and_then(|i| words.get(i))
        .copied()
        .unwrap_or_default()
}

/// Groups of so many digits, the smallest first.
fn groups(mut n: u64, size: u64) -> Vec<u64> {
    let mut out = Vec::new();
    while n > 0 {
        out.push(n % size);
        n /= size;
    }
    out
}

const EN: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const EN_TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const EN_GROUPS: [&str; 7] = [
    "",
    " thousand",
    " million",
    " billion",
    " trillion",
    " quadrillion",
    " quintillion",
];

pub fn english(n: u64) -> String {
    if n == 0 {
        return word(&EN, 0).to_owned();
    }
    let mut said = Vec::new();
    for (i, group) in groups(n, 1_000).into_iter().enumerate().rev() {
        if group == 0 {
            continue;
        }
        let mut part = Vec::new();
        if group >= 100 {
            part.push(format!("{} hundred", word(&EN, group / 100)));
        }
        match group % 100 {
            0 => {}
            low @ 1..20 => part.push(word(&EN, low).to_owned()),
            low if low % 10 == 0 => part.push(word(&EN_TENS, low / 10).to_owned()),
            low => part.push(format!(
                "{}-{}",
                word(&EN_TENS, low / 10),
                word(&EN, low % 10)
            )),
        }
        said.push(part.join(" ") + word(&EN_GROUPS, i as u64));
    }
    said.join(" ")
}

const VI: [&str; 10] = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
];

pub fn vietnamese(n: u64) -> String {
    if n == 0 {
        return word(&VI, 0).to_owned();
    }
    vietnamese_part(n, false).join(" ")
}

/// `after`: something greater was said before, so that hundreds that are none are said, too.
fn vietnamese_part(n: u64, after: bool) -> Vec<&'static str> {
    const STEPS: [(u64, &str); 3] = [
        (1_000_000_000, "tỷ"),
        (1_000_000, "triệu"),
        (1_000, "nghìn"),
    ];
    let mut said = Vec::new();
    let mut left = n;
    for (step, name) in STEPS {
        if left >= step {
            said.extend(vietnamese_part(left / step, after || !said.is_empty()));
            said.push(name);
            left %= step;
        }
    }
    if left > 0 {
        said.extend(vietnamese_hundreds(left, after || !said.is_empty()));
    }
    said
}

fn vietnamese_hundreds(n: u64, after: bool) -> Vec<&'static str> {
    let (hundreds, tens, ones) = (n / 100, n / 10 % 10, n % 10);
    let mut said = Vec::new();
    if hundreds > 0 || after {
        said.extend([word(&VI, hundreds), "trăm"]);
    }
    match tens {
        0 if ones > 0 && !said.is_empty() => said.push("linh"),
        0 => {}
        1 => said.push("mười"),
        _ => said.extend([word(&VI, tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => said.push("mốt"),
        (2.., 4) => said.push("tư"),
        (1.., 5) => said.push("lăm"),
        _ => said.push(word(&VI, ones)),
    }
    said
}

const ZH: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/// In the figures of papers, which cannot be altered by a stroke.
pub fn chinese(n: u64) -> String {
    if n == 0 {
        return word(&ZH, 0).to_owned();
    }
    let mut said = String::new();
    let mut gap = false;
    for (i, group) in groups(n, 10_000).into_iter().enumerate().rev() {
        if group == 0 {
            gap = !said.is_empty();
            continue;
        }
        // A zero is said once wherever figures are left out between others.
        if !said.is_empty() && (gap || group < 1_000) {
            said.push('零');
        }
        gap = false;
        said.push_str(&chinese_group(group));
        said.push_str(word(&["", "万", "亿", "兆", "京"], i as u64));
    }
    said
}

fn chinese_group(group: u64) -> String {
    let mut said = String::new();
    let mut gap = false;
    for (place, name) in [(1_000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
        let digit = group / place % 10;
        if digit == 0 {
            gap = !said.is_empty();
            continue;
        }
        if gap {
            said.push('零');
            gap = false;
        }
        said.push_str(word(&ZH, digit));
        said.push_str(name);
    }
    said
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_said_as_papers_say_them() {
        let said = |minor, currency| {
            [Language::En, Language::Vi, Language::Zh].map(|l| money(minor, currency, l))
        };
        assert_eq!(
            said(1_250_000, "VND"),
            [
                "One million two hundred fifty thousand Vietnamese dong",
                "Một triệu hai trăm năm mươi nghìn đồng",
                "壹佰贰拾伍万越南盾整"
            ]
        );
        assert_eq!(
            said(10_205_021, "VND"),
            [
                "Ten million two hundred five thousand twenty-one Vietnamese dong",
                "Mười triệu hai trăm linh năm nghìn không trăm hai mươi mốt đồng",
                "壹仟零贰拾万伍仟零贰拾壹越南盾整"
            ]
        );
        assert_eq!(
            said(-1_050, "CNY"),
            [
                "Minus ten and 50/100 Chinese yuan",
                "Âm mười và 50/100 nhân dân tệ",
                "负壹拾元又50/100"
            ]
        );
        assert_eq!(vietnamese(115), "một trăm mười lăm");
        assert_eq!(vietnamese(24), "hai mươi tư");
        assert_eq!(
            vietnamese(3_000_000_005),
            "ba tỷ không trăm linh năm",
            "what is left out is heard"
        );
        assert_eq!(chinese(100_000_001), "壹亿零壹");
        assert_eq!(vietnamese(0), "không");
    }

    /// Adds up what was said in English.
    fn heard(text: &str) -> u64 {
        let mut values: BTreeMap<&str, u64> = BTreeMap::new();
        values.extend((0..20).map(|i| (word(&EN, i), i)));
        values.extend((2..10).map(|i| (word(&EN_TENS, i), i * 10)));
        let groups: BTreeMap<&str, u32> = (1..7)
            .map(|i| (word(&EN_GROUPS, u64::from(i)).trim(), i))
            .collect();
        let (mut all, mut group) = (0, 0);
        for said in text.split([' ', '-']) {
            if said == "hundred" {
                group *= 100;
            } else if let Some(power) = groups.get(said) {
                all += group * 1_000_u64.pow(*power);
                group = 0;
            } else {
                group += values[said];
            }
        }
        all + group
    }

    proptest! {
        #[test]
        fn english_is_heard_as_it_was_meant(n in 0..=u64::from(u32::MAX) * 1_000_000) {
            prop_assert_eq!(heard(&english(n)), n);
        }

        #[test]
        fn two_amounts_never_sound_alike(a in 0..=9_999_999_999_999_u64, b in 0..=9_999_999_999_999_u64) {
            prop_assume!(a != b);
            prop_assert_ne!(vietnamese(a), vietnamese(b));
            prop_assert_ne!(chinese(a), chinese(b));
        }
    }
}
