//! Pictures of shelves, drawn: another one for each outlet and subject, in the way a phone would send them.

use anyhow::Result;
use image::{
    ImageEncoder, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder,
    imageops::{FilterType, crop_imm, resize},
};
use rand::{Rng, RngCore};

const WIDTH: u32 = 960;
const HEIGHT: u32 = 720;
const BOARDS: u32 = 4;
const QUALITY: u8 = 82;
/// Of a picture that somebody saved, cut and sent again.
const QUALITY_AGAIN: u8 = 55;
const CUT: u32 = 10;

/// Boards with boxes and bottles of any size and colour, some boxes many times side by side.
pub fn shelf(rng: &mut impl RngCore) -> RgbImage {
    let wall = [
        rng.random_range(150..230),
        rng.random_range(150..230),
        rng.random_range(140..210),
    ];
    let mut image = RgbImage::from_pixel(WIDTH, HEIGHT, Rgb(wall));
    let room = HEIGHT / BOARDS;
    for board in 0..BOARDS {
        let ground = (board + 1) * room - 8;
        fill(&mut image, (0, ground), (WIDTH, 8), [70, 55, 45]);
        let mut x = rng.random_range(0..60);
        while x < WIDTH {
            let size = (rng.random_range(28..110), rng.random_range(40..room - 16));
            let colour: [u8; 3] = rng.random();
            let label: [u8; 3] = rng.random();
            for _ in 0..rng.random_range(1..4) {
                let top = ground - size.1;
                fill(&mut image, (x, top), size, colour);
                fill(
                    &mut image,
                    (x + 4, top + size.1 / 3),
                    (size.0.saturating_sub(8), size.1 / 4),
                    label,
                );
                x += size.0 + 4;
            }
            x += rng.random_range(0..50);
        }
    }
    image
}

fn fill(image: &mut RgbImage, (x, y): (u32, u32), (width, height): (u32, u32), colour: [u8; 3]) {
    for px in x..(x + width).min(WIDTH) {
        for py in y..(y + height).min(HEIGHT) {
            image.put_pixel(px, py, Rgb(colour));
        }
    }
}

pub fn jpeg(image: &RgbImage) -> Result<Vec<u8>> {
    encoded(image, QUALITY)
}

/// The same picture once more, as somebody would pass it off: cut at its edges, smaller, encoded anew.
pub fn again(image: &RgbImage) -> Result<Vec<u8>> {
    let cut = crop_imm(image, CUT, CUT, WIDTH - 2 * CUT, HEIGHT - 2 * CUT).to_image();
    let smaller = resize(&cut, WIDTH / 2, HEIGHT / 2, FilterType::Triangle);
    encoded(&smaller, QUALITY_AGAIN)
}

fn encoded(image: &RgbImage, quality: u8) -> Result<Vec<u8>> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality).write_image(
        image.as_raw(),
        image.width(),
        image.height(),
        image::ExtendedColorType::Rgb8,
    )?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet;

    #[test]
    fn outlets_differ_and_a_picture_sent_again_is_another_file() {
        let draw = |outlet: &str| shelf(&mut fleet::rng_for(1, outlet));
        assert_eq!(draw("a"), draw("a"));
        assert_ne!(draw("a"), draw("b"));
        let (first, second) = (jpeg(&draw("a")).unwrap(), again(&draw("a")).unwrap());
        assert_ne!(first, second);
        let shown = image::load_from_memory(&second).unwrap();
        assert_eq!((shown.width(), shown.height()), (WIDTH / 2, HEIGHT / 2));
    }
}
