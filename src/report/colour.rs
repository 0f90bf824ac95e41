//! Makes colours readable: moves a label's colour towards the ink until it has enough contrast with the paper.
//!
//! ```text
//!   #e69f00 on paper   2.2 : 1   →   darkened until it is 4.5 : 1 for letters, 3 : 1 for lines
//!   #e69f00 on night   8.0 : 1   →   as it is
//! ```
//!
//! The ratios are those of WCAG 2.2, 1.4.3 and 1.4.11.

use crate::tags::scheme;

/// Red, green and blue.
pub(super) type Rgb = [u8; 3];

/// The colours of the page, light or dark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Palette {
    /// The background of the text.
    pub paper: Rgb,
    /// The text.
    pub ink: Rgb,
    /// The share of a tag's colour in its background, from 0 to 1.
    pub tint: f32,
}

/// Dark letters on light.
pub(super) const LIGHT: Palette = Palette { paper: [0xfc, 0xfb, 0xf8], ink: [0x1d, 0x1c, 0x1a], tint: 0.09 };

/// Light letters on dark.
pub(super) const DARK: Palette = Palette { paper: [0x16, 0x17, 0x19], ink: [0xe6, 0xe3, 0xdb], tint: 0.09 };

/// Returns the colour of a name or of `#rrggbb`; grey for any other words, so that they never reach the page.
pub(super) fn rgb(colour: &str) -> Rgb {
    scheme::rgb(colour).unwrap_or([0x88; 3])
}

impl Palette {
    /// Returns the colour, moved towards the ink until it has at least this contrast with the paper.
    pub(super) fn legible(&self, colour: Rgb, least: f64) -> Rgb {
        let end = if luminance(self.paper) > 0.5 { [0; 3] } else { [255; 3] };
        let steps = (0..=20u8).map(|step| mix(colour, end, f32::from(step) / 20.0));
        steps.into_iter().find(|rgb| contrast(*rgb, self.paper) >= least).unwrap_or(end)
    }
}

/// Returns a mixture of two colours; `share` is the part of `to`.
pub(super) fn mix(from: Rgb, to: Rgb, share: f32) -> Rgb {
    std::array::from_fn(|i| (f32::from(from[i]) * (1.0 - share) + f32::from(to[i]) * share).round() as u8)
}

/// Returns the contrast of two colours as defined in WCAG 2.2: from 1 to 21.
pub(super) fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Returns the relative luminance of a colour as defined in WCAG 2.2: from 0 to 1.
fn luminance([red, green, blue]: Rgb) -> f64 {
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
}

#[cfg(test)]
mod tests {
    use super::super::panel::LANES;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_colour_is_grey() {
        for wrong in ["", "teal", "#12345", "#+12345", "#1234567", "red}body{display:none", "#ggg000"] {
            assert_eq!(rgb(wrong), [0x88; 3], "{wrong}");
        }
        assert_eq!((rgb("blue"), rgb("#8A5cd0")), ([0x00, 0x72, 0xb2], [0x8a, 0x5c, 0xd0]));
    }

    proptest! {
        #[test]
        fn every_colour_reads_on_both_grounds(colour in any::<Rgb>()) {
            for ground in [LIGHT, DARK] {
                prop_assert!(contrast(ground.legible(colour, 4.5), ground.paper) >= 4.5);
                let line = ground.legible(colour, 3.0);
                let mut behind = ground.paper;
                for lane in 0..LANES {
                    behind = mix(behind, line, ground.tint);
                    prop_assert!(contrast(ground.ink, behind) >= 4.5, "{colour:?}, {lane} deep on {ground:?}");
                }
            }
        }
    }
}
