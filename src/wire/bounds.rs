//! A box of the map as a query names it: `west,south,east,north` in degrees. West may lie east of east: then it
//! crosses the antimeridian.

use fieldbeat_domain::position::LatLng;

/// Its south-western and north-eastern corners; `None` where it is none, or stands upside down.
pub fn parse(text: &str) -> Option<[LatLng; 2]> {
    let mut degrees = text.split(',').map(|n| n.trim().parse::<f64>().ok());
    let [west, south, east, north] = [(); 4].map(|()| degrees.next().flatten());
    let (south, north) = (south?, north?);
    if degrees.next().is_some() || south > north {
        return None;
    }
    Some([
        LatLng::from_degrees(south, west?)?,
        LatLng::from_degrees(north, east?)?,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_four_numbers_and_nothing_else() {
        assert!(parse("105.7, 20.9,105.9,21.1").is_some());
        assert!(parse("179,-1,-179,1").is_some());
        for no in [
            "",
            "105.7,20.9,105.9",
            "105.7,20.9,105.9,21.1,5",
            "105.7,20.9,x,105.9,21.1",
            "105.7,21.1,105.9,20.9",
            "105.7,NaN,105.9,21.1",
            "105.7,20.9,181,21.1",
        ] {
            assert!(parse(no).is_none(), "{no}");
        }
    }
}
