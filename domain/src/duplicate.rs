//! Whether two shops are one: how alike their names, phones and places are, and what that adds up
//! to. The parts are kept, so that a person sees why.
//!
//! Only compares; who decides is a person. Alike is symmetric, and a shop is wholly like itself.

use std::collections::HashMap;

use rstar::{RTree, primitives::GeomWithData};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::position::{EARTH_RADIUS_M, LatLng, distance_mm};

/// Whole likeness.
pub const ALIKE: u16 = 1_000;
/// From here on a person should look before a new outlet is made.
pub const CANDIDATE: u16 = 600;
/// From here on two outlets of the master are suggested as one.
pub const LIKELY: u16 = 800;
/// A name this alike speaks for itself where nothing is known of the place.
const SAME_NAME: u16 = 900;
/// Pins no farther apart are one place; from [`FAR_M`] on they speak against it.
pub const HERE_MM: i64 = 15_000;
pub const FAR_M: i32 = 150;
pub const FAR_MM: i64 = FAR_M as i64 * 1_000;
/// Shops looked at round each.
pub const NEIGHBOURS_MAX: usize = 100;
/// A number that more shops than this share is nobody's.
pub const SHARED_PHONE_MAX: usize = 20;

/// Words that say what a shop is and not which: as bags, since a company's name may be written in
/// any order. A bag is taken out of a name that holds all of it.
const COMPANY: &[&[&str]] = &[
    &["doanh", "nghiep", "tu", "nhan"],
    &["trach", "nhiem", "huu", "han"],
    &["cong", "ty"],
    &["co", "phan"],
    &["mot", "thanh", "vien"],
    &["ho", "kinh", "doanh"],
    &["quan", "ca", "phe"],
    &["ca", "phe"],
    &["quan", "an"],
    &["quan", "bia"],
    &["tra", "quan"],
    &["cua", "hang"],
    &["tap", "hoa"],
    &["dai", "ly"],
    &["sieu", "thi"],
    &["nha", "thuoc"],
    &["quay", "thuoc"],
    &["co", "ltd"],
    &["tnhh"],
    &["mtv"],
    &["dntn"],
    &["hkd"],
    &["jsc"],
    &["ltd"],
    &["llc"],
    &["inc"],
    &["corp"],
    &["company"],
    &["limited"],
    &["shop"],
    &["store"],
    &["mart"],
    &["minimart"],
    &["supermarket"],
    &["grocery"],
    &["pharmacy"],
    &["the"],
    &["有", "限", "公", "司"],
    &["公", "司"],
    &["便", "利", "店"],
    &["小", "卖", "部"],
    &["商", "店"],
    &["超", "市"],
    &["商", "行"],
];

/// A shop made ready to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Shop {
    /// Letters of the words by twos, sorted; the order of the words is not in it.
    twos: Vec<u64>,
    phone: Option<String>,
    at: Option<LatLng>,
}

impl Shop {
    pub fn new(name: &str, phone: Option<&str>, at: Option<LatLng>) -> Self {
        Self {
            twos: twos(&words(name)),
            phone: phone.and_then(phone_key),
            at,
        }
    }

    /// What its phone is found by.
    pub fn phone_key(&self) -> Option<&str> {
        self.phone.as_deref()
    }
}

/// How alike two shops are, with the parts it is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// 0–1000, of the parts that are known of both.
    pub score: u16,
    /// 0–1000
    pub name: u16,
    /// Whether they have one phone; `None` where one of them has none.
    pub same_phone: Option<bool>,
    /// Between the pins; `None` where one has none.
    pub distance_mm: Option<i64>,
}

impl Likeness {
    fn is_near(self) -> bool {
        self.distance_mm.is_some_and(|d| d <= FAR_MM)
    }

    /// Worth a look before one is made beside the other.
    pub fn is_candidate(self) -> bool {
        let held = self.same_phone == Some(true)
            || self.is_near()
            || (self.distance_mm.is_none() && self.name >= SAME_NAME);
        self.score >= CANDIDATE && held
    }

    /// Good enough to be suggested unasked: a name alone, however alike, is not.
    pub fn is_likely(self) -> bool {
        self.score >= LIKELY && (self.same_phone == Some(true) || self.is_near())
    }
}

/// Compares two shops.
pub fn compare(a: &Shop, b: &Shop) -> Likeness {
    let name = alike(&a.twos, &b.twos);
    let same_phone = a.phone.as_ref().zip(b.phone.as_ref()).map(|(a, b)| a == b);
    // In one order, so that no rounding tells who asked.
    let distance = a.at.zip(b.at).map(|(a, b)| distance_mm(a.min(b), a.max(b)));
    let place = distance.map(|d| {
        let beyond = (d - HERE_MM).clamp(0, FAR_MM - HERE_MM);
        u16::try_from(1_000 - beyond * 1_000 / (FAR_MM - HERE_MM)).unwrap_or(0)
    });
    // One phone says more than two phones: shops change theirs.
    let phone = same_phone.map(|same| if same { (6, ALIKE) } else { (2, 0) });
    let parts = [Some((5, name)), phone, place.map(|p| (3, p))];
    let (weight, sum) = parts
        .into_iter()
        .flatten()
        .fold((0_u32, 0_u32), |(weight, sum), (w, part)| {
            (weight + w, sum + w * u32::from(part))
        });
    Likeness {
        score: u16::try_from(sum / weight.max(1)).unwrap_or(ALIKE),
        name,
        same_phone,
        distance_mm: distance,
    }
}

/// Pairs of shops that are likely one, the likeliest first: looked for round each pin and under each
/// phone, not among all.
pub fn pairs(shops: &[Shop]) -> Vec<(usize, usize, Likeness)> {
    let mut by_phone: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, shop) in shops.iter().enumerate() {
        if let Some(phone) = shop.phone_key() {
            by_phone.entry(phone).or_default().push(i);
        }
    }
    by_phone.retain(|_, who| who.len() <= SHARED_PHONE_MAX);
    let phone_of = |shop: &Shop| {
        let own = shop.phone.as_deref()?;
        by_phone.contains_key(own).then(|| own.to_owned())
    };
    let shops: Vec<Shop> = shops
        .iter()
        .map(|shop| Shop {
            phone: phone_of(shop),
            ..shop.clone()
        })
        .collect();
    let mut found: HashMap<(usize, usize), Likeness> = HashMap::new();
    let mut look = |a: usize, b: usize| {
        let (a, b) = (a.min(b), a.max(b));
        if a == b || found.contains_key(&(a, b)) {
            return;
        }
        if let (Some(one), Some(other)) = (shops.get(a), shops.get(b)) {
            let likeness = compare(one, other);
            if likeness.is_likely() {
                found.insert((a, b), likeness);
            }
        }
    };
    for who in by_phone.values() {
        for (n, a) in who.iter().enumerate() {
            for b in who.iter().skip(n + 1) {
                look(*a, *b);
            }
        }
    }
    let pins: Vec<Pinned> = shops
        .iter()
        .enumerate()
        .filter_map(|(i, shop)| Some(Pinned::new(on_sphere(shop.at?), i)))
        .collect();
    let tree = RTree::bulk_load(pins);
    for pin in &tree {
        let near = tree
            .nearest_neighbor_iter_with_distance_2(*pin.geom())
            .take_while(|(_, distance)| *distance <= REACH_2);
        for (other, _) in near.take(NEIGHBOURS_MAX) {
            look(pin.data, other.data);
        }
    }
    let mut out: Vec<_> = found.into_iter().map(|((a, b), l)| (a, b, l)).collect();
    out.sort_unstable_by_key(|(a, b, l)| (std::cmp::Reverse(l.score), *a, *b));
    out
}

type Pinned = GeomWithData<[f64; 3], usize>;

/// Metres, with no edge anywhere on the globe.
fn on_sphere(at: LatLng) -> [f64; 3] {
    let (lat, lng) = (at.lat().to_radians(), at.lng().to_radians());
    let round = EARTH_RADIUS_M * libm::cos(lat);
    [
        round * libm::cos(lng),
        round * libm::sin(lng),
        EARTH_RADIUS_M * libm::sin(lat),
    ]
}

/// Beyond this no name makes two shops without a phone likely one: (5 + 3 · place) / 8 = 0.8.
const REACH_M: f64 = 90.0;
const REACH_2: f64 = REACH_M * REACH_M;

/// Without accents, in small letters, cut at everything that is neither letter nor digit; characters
/// of scripts without blanks are words of their own. Without what every shop is called.
fn words(name: &str) -> Vec<String> {
    let plain: String = name
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect();
    let mut words: Vec<String> = Vec::new();
    for run in plain.split(|c: char| !c.is_alphanumeric()) {
        let mut word = String::new();
        for c in run.chars() {
            if is_ideograph(c) {
                words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                words.push(c.to_string());
            } else {
                word.push(c);
            }
        }
        words.extend((!word.is_empty()).then_some(word));
    }
    words.sort_unstable();
    let mut own = words.clone();
    for bag in COMPANY {
        let mut left = own.clone();
        let all = bag.iter().all(|w| {
            let at = left.iter().position(|o| o == w);
            at.map(|i| left.remove(i)).is_some()
        });
        if all {
            own = left;
        }
    }
    if own.is_empty() { words } else { own }
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Every two letters in a row of the words with their ends, so that a slip of the pen costs little.
fn twos(words: &[String]) -> Vec<u64> {
    let mut out = Vec::new();
    for word in words {
        let letters: Vec<u64> = [0]
            .into_iter()
            .chain(word.chars().map(u64::from))
            .chain([0])
            .collect();
        out.extend(
            letters
                .windows(2)
                .map(|w| w.iter().fold(0, |all, letter| (all << 21) | letter)),
        );
    }
    out.sort_unstable();
    out
}

/// Dice's coefficient of two sorted bags.
fn alike(a: &[u64], b: &[u64]) -> u16 {
    let whole = a.len() + b.len();
    if whole == 0 {
        return ALIKE;
    }
    let (mut i, mut j, mut both) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                i += 1;
                j += 1;
            }
        }
    }
    u16::try_from(2 * both * usize::from(ALIKE) / whole).unwrap_or(ALIKE)
}

/// The end of a number, which country and trunk prefixes leave alone; of several numbers the first.
/// The same rule as `phone_key` in the store. `None` for what is too short to be one.
pub fn phone_key(text: &str) -> Option<String> {
    let first = text.split([',', ';', '/']).next()?;
    let digits: Vec<char> = first.chars().filter(char::is_ascii_digit).collect();
    let tail = digits.len().saturating_sub(9);
    (digits.len() >= 8).then(|| digits.iter().skip(tail).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::position::Plane;

    const HERE: LatLng = LatLng {
        lat_e7: 210_000_000,
        lng_e7: 1_058_000_000,
    };

    fn pin(east_m: i64, north_m: i64) -> LatLng {
        Plane::at(HERE).position(east_m * 1_000, north_m * 1_000)
    }

    fn name_of(a: &str, b: &str) -> u16 {
        compare(&Shop::new(a, None, None), &Shop::new(b, None, None)).name
    }

    #[test]
    fn names_are_compared_without_accents_and_company_words() {
        assert_eq!(name_of("Tạp hóa Hương", "HUONG"), ALIKE);
        assert_eq!(name_of("Cửa hàng Đức Hằng", "Hằng Đức"), ALIKE);
        assert_eq!(
            name_of("Công ty TNHH Minh Long", "Minh Long Co., Ltd"),
            ALIKE
        );
        assert_eq!(name_of("永辉超市有限公司", "永辉"), ALIKE);
        assert!(name_of("Tạp hóa Hương", "Tạp hóa Bình") < 300);
        assert!(name_of("Quán Cô Phương", "Quan Co Phuong") == ALIKE);
        assert!(name_of("Quán cà phê Quân", "Quán cà phê Linh") < 300);
        assert!(name_of("Phuong Thao", "Phuong Thaoo") > 800);
        // Nothing but company words is still a name.
        assert_eq!(name_of("Tạp hóa", "tap hoa"), ALIKE);
        assert!(name_of("Tạp hóa", "Siêu thị") < 200);
    }

    #[test]
    fn phones_are_compared_by_their_end() {
        assert_eq!(phone_key("+84 912-345-678"), phone_key("0912 345 678"));
        assert_eq!(
            phone_key("0912345678 / 0988111222"),
            phone_key("0912345678")
        );
        assert_eq!(phone_key("none"), None);
    }

    #[test]
    fn a_name_alone_or_a_neighbour_alone_is_no_duplicate() {
        let shop = |name, phone, at| Shop::new(name, phone, at);
        let huong = shop("Tạp hóa Hương", None, Some(pin(0, 0)));
        let far = shop("Hương", None, Some(pin(4_000, 0)));
        assert!(!compare(&huong, &far).is_candidate());
        let next_door = shop("Bánh mì Tuấn", None, Some(pin(8, 0)));
        assert!(!compare(&huong, &next_door).is_candidate());
        let twin = shop("Hương tạp hoá", None, Some(pin(8, 0)));
        assert!(compare(&huong, &twin).is_likely());
        let renamed = shop("Shop cô Hường 2", Some("0912345678"), Some(pin(5, 5)));
        let phoned = shop("Tạp hóa Hương", Some("+84912345678"), Some(pin(0, 0)));
        assert!(compare(&phoned, &renamed).is_likely());
        // A branch of the same owner is worth a look and no more.
        let branch = shop("Tạp hóa Hương", Some("0912345678"), Some(pin(4_000, 0)));
        let likeness = compare(&phoned, &branch);
        assert!(
            likeness.is_candidate() && !likeness.is_likely(),
            "{likeness:?}"
        );
    }

    #[test]
    fn a_number_that_everybody_has_is_nobodys() {
        let all: Vec<Shop> = (0..40)
            .map(|i| {
                Shop::new(
                    &format!("{i}{i}{i}"),
                    Some("0000000000"),
                    Some(pin(i * 500, 0)),
                )
            })
            .collect();
        assert_eq!(pairs(&all), []);
    }

    fn word() -> impl Strategy<Value = String> {
        prop::sample::select(
            "tap hoa hương Hường minh cô co phần công ty 永 辉 超 市 shop mai anh tuấn 24 đức"
                .split(' ')
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        )
    }

    fn shops() -> impl Strategy<Value = Shop> {
        let phone = prop::option::of("0[0-9]{8,9}");
        let place = prop::option::of((-200..200_i64, -200..200_i64));
        (prop::collection::vec(word(), 0..6), phone, place).prop_map(|(name, phone, place)| {
            let place = place.map(|(east, north)| pin(east, north));
            Shop::new(&name.join(" "), phone.as_deref(), place)
        })
    }

    proptest! {
        #[test]
        fn likeness_is_symmetric_and_whole_for_the_same(a in shops(), b in shops()) {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a));
            let same = compare(&a, &a);
            prop_assert_eq!((same.score, same.name), (ALIKE, ALIKE));
            let other = compare(&a, &b);
            prop_assert!(other.score <= ALIKE && other.name <= ALIKE);
        }

        #[test]
        fn the_order_of_words_does_not_matter(mut name in prop::collection::vec(word(), 0..7), by in 0..7_usize) {
            let plain = name.join(" ");
            let turn = by.min(name.len());
            name.rotate_left(turn);
            name.reverse();
            prop_assert_eq!(Shop::new(&plain, None, None), Shop::new(&name.join("  ").to_uppercase(), None, None));
        }

        #[test]
        fn pairs_are_those_of_comparing_all(all in prop::collection::vec(shops(), 0..30)) {
            let mut every = Vec::new();
            for (i, a) in all.iter().enumerate() {
                for (j, b) in all.iter().enumerate().skip(i + 1) {
                    let likeness = compare(a, b);
                    if likeness.is_likely() {
                        every.push((i, j, likeness));
                    }
                }
            }
            every.sort_unstable_by_key(|(a, b, l)| (std::cmp::Reverse(l.score), *a, *b));
            prop_assert_eq!(pairs(&all), every);
        }
    }
}
