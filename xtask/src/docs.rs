//! The pages and pictures that are made from the program.

use crate::dependencies;
use crate::run::{self, Done};

/// The pictures: file, and the arguments of `examples/picture.rs`.
const PICTURES: &[(&str, &[&str])] = &[
    ("docs/screen.svg", &[]),
    ("docs/comparison.svg", &["g c", "dark", "me"]),
    ("docs/review.svg", &["5 ] ]", "dark", "ben", "ana"]),
];

/// Writes the generated pages: what `tests/house/docs.rs` compares, and the list of crates.
///
/// # Errors
/// When the program does not build, or a page cannot be written.
pub fn write() -> Done {
    run::write("THIRD-PARTY.md", dependencies::read()?.page())?;
    let mut test = run::command("cargo test --quiet --test house docs");
    test.env("UPDATE_DOCS", "1");
    run::run(test)
}

/// Draws the pictures.
///
/// # Errors
/// When the example does not build, or a picture cannot be written.
pub fn pictures() -> Done {
    for (file, arguments) in PICTURES {
        let mut picture = run::command("cargo run --quiet --example picture --");
        picture.args(*arguments);
        run::write(file, run::output(picture)?)?;
    }
    Ok(())
}
