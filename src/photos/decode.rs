//! A file that a phone sent → a picture of ours: upright, of bounded size, with a thumbnail and a likeness,
//! and with nothing of what the camera wrote into it. Blocking; knows no store.

use std::io::Cursor;

use fieldbeat_domain::{photo::Likeness, position::LatLng};
use image::{
    DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, Limits,
    codecs::jpeg::JpegEncoder,
};
use image_hasher::{HashAlg, HasherConfig};

use super::camera::{self, CameraTime};

/// A picture says how large it is before anything of it is unpacked.
pub const PIXELS_MAX: u64 = 25_000_000;
/// Of one side; a strip of 25 million by one is no photo.
const SIDE_MAX: u32 = 20_000;
/// What a decoder may ask for.
const MEMORY_MAX: u64 = 256 << 20;
/// Longer side as kept, and of a thumbnail.
const SIDE_KEPT: u32 = 2_048;
const SIDE_SMALL: u32 = 360;
const QUALITY_KEPT: u8 = 85;
const QUALITY_SMALL: u8 = 75;
/// Grey levels that a picture must spread over to look like anything.
const SPREAD_LEAST: f64 = 4.0;

/// What a picture is, as far as the database keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// jpeg | png | webp, as sent.
    pub format: &'static str,
    /// As kept.
    pub width: u32,
    pub height: u32,
    /// `None`: too plain to be like anything.
    pub likeness: Option<Likeness>,
    pub camera_at: Option<CameraTime>,
    pub camera_place: Option<LatLng>,
}

/// As kept, without metadata.
pub struct Files {
    pub image: Vec<u8>,
    pub thumbnail: Vec<u8>,
}

/// Why a file is no photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("only JPEG, PNG and WebP are taken")]
    Format,
    #[error("at most 25 megapixels")]
    TooManyPixels,
    #[error("the picture cannot be decoded")]
    Unreadable,
}

/// By the first bytes: what a file calls itself says nothing.
fn format(file: &[u8]) -> Option<(ImageFormat, &'static str)> {
    match file {
        [0xff, 0xd8, 0xff, ..] => Some((ImageFormat::Jpeg, "jpeg")),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some((ImageFormat::Png, "png")),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some((ImageFormat::WebP, "webp")),
        _ => None,
    }
}

pub fn decode(file: &[u8]) -> Result<(Picture, Files), Unfit> {
    let (kind, format) = format(file).ok_or(Unfit::Format)?;
    let mut reader = ImageReader::with_format(Cursor::new(file), kind);
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| match error {
        image::ImageError::Limits(_) => Unfit::TooManyPixels,
        _ => Unfit::Unreadable,
    })?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXELS_MAX || decoder.total_bytes() > MEMORY_MAX {
        return Err(Unfit::TooManyPixels);
    }
    let words = decoder.exif_metadata().ok().flatten();
    let upright = decoder.orientation().map_err(|_| Unfit::Unreadable)?;
    let mut whole = DynamicImage::from_decoder(decoder).map_err(|_| Unfit::Unreadable)?;
    whole.apply_orientation(upright);
    let kept = within(whole, SIDE_KEPT);
    let small = kept.thumbnail(SIDE_SMALL, SIDE_SMALL);
    let (camera_at, camera_place) = words.map_or((None, None), camera::read);
    let picture = Picture {
        format,
        width: kept.width(),
        height: kept.height(),
        likeness: likeness(&small),
        camera_at,
        camera_place,
    };
    let files = Files {
        image: jpeg(&kept, QUALITY_KEPT)?,
        thumbnail: jpeg(&small, QUALITY_SMALL)?,
    };
    Ok((picture, files))
}

fn within(image: DynamicImage, side: u32) -> DynamicImage {
    if image.width().max(image.height()) <= side {
        image
    } else {
        image.thumbnail(side, side)
    }
}

/// Pixels and nothing else.
fn jpeg(image: &DynamicImage, quality: u8) -> Result<Vec<u8>, Unfit> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, quality)
        .encode_image(&image.to_rgb8())
        .map_err(|_| Unfit::Unreadable)?;
    Ok(out)
}

/// The signs of its coarsest waves against their middle: what stays when a picture is encoded anew, made
/// smaller, lighter, or cut a little at its edges.
fn likeness(small: &DynamicImage) -> Option<Likeness> {
    let grey = small.to_luma8();
    if spread(&grey) < SPREAD_LEAST {
        return None;
    }
    let hasher = HasherConfig::with_bytes_type::<[u8; 8]>()
        .hash_size(8, 8)
        .hash_alg(HashAlg::Median)
        .preproc_dct()
        .to_hasher();
    let bits: [u8; 8] = hasher.hash_image(&grey).as_bytes().try_into().ok()?;
    Some(Likeness(u64::from_be_bytes(bits)))
}

/// Standard deviation of its grey.
fn spread(grey: &GrayImage) -> f64 {
    let count = f64::from(grey.width()) * f64::from(grey.height());
    let (mut sum, mut squares) = (0.0, 0.0);
    for pixel in grey.pixels() {
        let value = f64::from(pixel.0[0]);
        sum += value;
        squares += value * value;
    }
    let mean = sum / count;
    (squares / count - mean * mean).max(0.0).sqrt()
}
