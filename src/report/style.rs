//! Writes the looks of labels and the filters as CSS, from numbers and checked colours only.
//!
//! ```text
//!   a segment has the classes       a1 d0           label 1 in lane a, label 0 in lane d
//!                                   av0 dv1         a tag by annotator 0 in lane a, by annotator 1 in lane d
//!   and draws from the background   --a … --d       the lines
//!                                   --at … --dt     the tints
//!   a filter that is off            empties these properties, without a script
//! ```

use super::colour::{DARK, LIGHT, Palette, Rgb, rgb};
use super::panel::LANES;
use crate::tags::scheme::{Mark, Scheme};

/// The letters of the lanes in classes and custom properties.
pub(super) const LANE: [char; LANES] = ['a', 'b', 'c', 'd'];

/// Returns the style of the page: the fixed part, then the part for these labels and this many annotators.
pub(super) fn style(scheme: &Scheme, labels: &[&str], annotators: usize) -> String {
    let mut css = String::from(include_str!("style.css"));
    let colours: Vec<Rgb> =
        labels.iter().map(|name| scheme.label(name).map_or([0x88; 3], |label| rgb(&label.color))).collect();
    let all = |ground| {
        colours.iter().enumerate().map(|(label, colour)| colour_of(label, *colour, ground)).collect::<String>()
    };
    css += &format!(":root{{{}{}}}\n", ground(LIGHT), all(LIGHT));
    css += &format!("@media screen and (prefers-color-scheme:dark){{:root{{{}{}}}}}\n", ground(DARK), all(DARK));
    for (label, name) in labels.iter().enumerate() {
        let mark = scheme.label(name).map_or(Mark::Underline, |label| label.mark);
        css += &format!(":root{{--g{label}:{}}}\n", line(mark, label));
        css += &format!(".l{label}{{--tone:var(--i{label});--line:var(--g{label});--fill:var(--f{label})}}\n");
        for lane in LANE {
            let tint = format!("linear-gradient(var(--t{label}),var(--t{label}))");
            css += &format!(".{lane}{label}{{--{lane}:var(--g{label});--{lane}t:{tint}}}\n");
        }
        css += &off(&format!("l{label}"), |lane| format!(".{lane}{label}"));
    }
    for who in 0..annotators {
        css += &off(&format!("w{who}"), |lane| format!(".{lane}v{who}"));
    }
    css
}

/// Returns the colours of the page in a palette.
fn ground(Palette { paper, ink, .. }: Palette) -> String {
    format!("--paper:{};--ink:{};", hex(paper), hex(ink))
}

/// Returns the colours of a label in a palette: its letters, its line, its tint.
fn colour_of(label: usize, colour: Rgb, ground: Palette) -> String {
    let [ink, line] = [4.5, 3.0].map(|least| ground.legible(colour, least));
    let [red, green, blue] = line;
    let tint = format!("rgba({red},{green},{blue},{})", ground.tint);
    format!("--i{label}:{};--f{label}:{};--t{label}:{tint};", hex(ink), hex(line))
}

/// Returns a colour as `#rrggbb`.
fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Returns the line of a label: a picture of 3 px, repeated along the words.
fn line(mark: Mark, label: usize) -> String {
    let fill = format!("var(--f{label})");
    match mark {
        Mark::Underline => format!("linear-gradient({fill} 0 2px,transparent 2px)"),
        Mark::Double => format!("linear-gradient({fill} 0 1px,transparent 1px 2px,{fill} 2px)"),
        Mark::Dotted => format!("repeating-linear-gradient(90deg,{fill} 0 2px,transparent 2px 5px)"),
        Mark::Dashed => format!("repeating-linear-gradient(90deg,{fill} 0 7px,transparent 7px 11px)"),
        Mark::Curly => format!("repeating-linear-gradient(120deg,{fill} 0 1.5px,transparent 1.5px 4px)"),
    }
}

/// Returns the rules that hide lines, tints, entries and bars while a filter is off.
fn off(filter: &str, class: impl Fn(char) -> String) -> String {
    let when = format!(".side:has(#{filter}:not(:checked))~main");
    let lanes = LANE.map(|lane| format!("{when} {}{{--{lane}:none;--{lane}t:none}}\n", class(lane)));
    format!("{}{when} :is(.entries,.strip) .{filter}{{display:none}}\n", lanes.concat())
}
