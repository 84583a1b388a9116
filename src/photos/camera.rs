//! What a camera wrote into a picture about when and where it was taken. Read once and never passed on
//! with the picture.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use exif::{Exif, In, Reader, Tag, Value};
use fieldbeat_domain::position::LatLng;

/// A camera's clock: most write no offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CameraTime {
    pub local: NaiveDateTime,
    pub offset_min: Option<i16>,
}

impl CameraTime {
    /// Where the camera does not say it, its clock shows the company's zone.
    pub fn in_zone(self, zone: Tz) -> Option<DateTime<Utc>> {
        match self.offset_min {
            Some(minutes) => {
                let offset = chrono::FixedOffset::east_opt(i32::from(minutes) * 60)?;
                let at = offset.from_local_datetime(&self.local).single()?;
                Some(at.to_utc())
            }
            None => Some(zone.from_local_datetime(&self.local).earliest()?.to_utc()),
        }
    }
}

/// When and where, as far as it reads.
pub fn read(chunk: Vec<u8>) -> (Option<CameraTime>, Option<LatLng>) {
    let Ok(exif) = Reader::new().read_raw(chunk) else {
        return (None, None);
    };
    (time(&exif), place(&exif))
}

fn ascii(exif: &Exif, tag: Tag) -> Option<&[u8]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => lines.first().map(Vec::as_slice),
        _ => None,
    }
}

fn time(exif: &Exif) -> Option<CameraTime> {
    let text = ascii(exif, Tag::DateTimeOriginal).or_else(|| ascii(exif, Tag::DateTime))?;
    let mut said = exif::DateTime::from_ascii(text).ok()?;
    if let Some(offset) = ascii(exif, Tag::OffsetTimeOriginal) {
        // One that does not read is none.
        let _ = said.parse_offset(offset);
    }
    let date = NaiveDate::from_ymd_opt(said.year.into(), said.month.into(), said.day.into())?;
    let local = date.and_hms_opt(said.hour.into(), said.minute.into(), said.second.into())?;
    Some(CameraTime {
        local,
        offset_min: said.offset,
    })
}

fn place(exif: &Exif) -> Option<LatLng> {
    let lat = degrees(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S')?;
    let lng = degrees(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W')?;
    // Cameras without a fix write zeros.
    if lat == 0.0 && lng == 0.0 {
        return None;
    }
    LatLng::from_degrees(lat, lng)
}

fn degrees(exif: &Exif, tag: Tag, reference: Tag, negative: u8) -> Option<f64> {
    let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else {
        return None;
    };
    let value: f64 = (parts.iter().map(exif::Rational::to_f64))
        .zip([1.0, 60.0, 3_600.0])
        .map(|(part, per_degree)| part / per_degree)
        .sum();
    let side = ascii(exif, reference)?.first()?.to_ascii_uppercase();
    let signed = if side == negative { -value } else { value };
    signed.is_finite().then_some(signed)
}
