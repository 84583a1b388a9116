//! How often a picture is known again that somebody has changed a little, and how often another is taken for it.

use fieldbeat::photos;
use fieldbeat_domain::photo::Likeness;
use image::{RgbImage, imageops};

use super::story::{jpeg, picture};

const PICTURES: u64 = 60;

fn likeness(image: &RgbImage, quality: u8) -> Likeness {
    let (picture, _) = photos::decode(&jpeg(image, quality)).unwrap();
    picture.likeness.unwrap()
}

#[test]
fn what_is_changed_a_little_is_known_again_and_others_are_not_taken_for_it() {
    let shelves: Vec<RgbImage> = (0..PICTURES).map(picture).collect();
    let kept: Vec<Likeness> = shelves.iter().map(|shelf| likeness(shelf, 92)).collect();
    let again = |what: &str, change: &dyn Fn(&RgbImage) -> Likeness, least: usize| {
        let known = shelves.iter().zip(&kept);
        let known = known
            .filter(|(shelf, likeness)| likeness.is_near(change(shelf)))
            .count();
        eprintln!("{what}: {known} of {PICTURES} known again");
        assert!(known >= least, "{what}: {known}");
    };
    again("encoded anew", &|shelf| likeness(shelf, 40), 60);
    let lighter = |shelf: &RgbImage| likeness(&imageops::colorops::brighten(shelf, 12), 80);
    again("lighter", &lighter, 60);
    let smaller = |shelf: &RgbImage| likeness(&imageops::thumbnail(shelf, 200, 150), 80);
    again("made smaller", &smaller, 60);
    let cut = |shelf: &RgbImage| {
        let (width, height) = (shelf.width() - 16, shelf.height() - 12);
        likeness(
            &imageops::crop_imm(shelf, 8, 6, width, height).to_image(),
            60,
        )
    };
    again("cut at its edges", &cut, 54);
    let confused = kept
        .iter()
        .enumerate()
        .flat_map(|(i, one)| kept.iter().skip(i + 1).map(move |other| (one, other)))
        .filter(|(one, other)| one.is_near(**other))
        .count();
    assert_eq!(confused, 0, "of {} pairs", PICTURES * (PICTURES - 1) / 2);
}
