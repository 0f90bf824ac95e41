//! What CI runs, in order.
//!
//! A step that needs something that is not installed is skipped, and says so.

use std::path::Path;
use std::time::Instant;

use crate::dependencies::{self, Dependencies};
use crate::run::{self, Done, command, run};

/// Runs all steps.
///
/// # Errors
/// When a step fails; the steps after it are not run.
pub fn run_all() -> Done {
    step("formatting", || run(command("cargo fmt --all --check")))?;
    step("licences and Rust versions of the dependencies", check_dependencies)?;
    step("advisories", check_advisories)?;
    step("lints, of the fuzz targets and of xtask, too", lint)?;
    step("the README's test command", test)?;
    step("tests of xtask", || run(command("cargo test --locked --quiet --package xtask")))?;
    step("the package, and the feature parquet", test_package)?;
    step("documentation", document)
}

fn step(name: &str, work: impl FnOnce() -> Done) -> Done {
    println!("\n== {name}");
    let start = Instant::now();
    work()?;
    println!("-- {name}: {} s", start.elapsed().as_secs());
    Ok(())
}

/// Checks `deny.toml`'s licences and our `rust-version` without cargo-deny and without a network. Whether our own code keeps
/// to that version is checked by clippy (`incompatible_msrv`).
fn check_dependencies() -> Done {
    let all: Dependencies = dependencies::read()?;
    all.check_licences()?;
    all.check_rust_versions()?;
    match run::read("THIRD-PARTY.md")? == all.page() {
        true => Ok(()),
        false => Err("THIRD-PARTY.md is out of date: cargo xtask docs".into()),
    }
}

/// Runs cargo-deny, which knows security advisories. It is not needed for a build, so a machine may lack it.
fn check_advisories() -> Done {
    match run::succeeds("cargo deny --version") {
        true => run(command("cargo deny --all-features check advisories bans sources licenses")),
        false => {
            println!("SKIPPED: cargo-deny is not installed (cargo install cargo-deny)");
            Ok(())
        }
    }
}

/// Lints all code. The fuzz targets are checked and not linked, so libFuzzer itself, which needs a C++ compiler, is left out.
fn lint() -> Done {
    let mut clippy =
        command("cargo clippy --locked --workspace --all-targets --features diptych/parquet -- -D warnings");
    clippy.env("CUSTOM_LIBFUZZER_PATH", "/usr/lib/libnone.a");
    run(clippy)
}

/// Runs the command that the README gives, so that it stays true.
fn test() -> Done {
    match run::read("README.md")?.lines().any(|line| line == "cargo test") {
        true => run(command("cargo test")),
        false => Err("the README does not say that `cargo test` runs the tests".into()),
    }
}

/// Packs the crate as for publishing, unpacks it elsewhere, and tests there that nothing is missing: the tests that read files
/// of the repository are run. They are built with the feature parquet, so that its tests need no build of their own.
fn test_package() -> Done {
    run(command("cargo package --package diptych --no-verify --allow-dirty --locked --quiet"))?;
    let target = run::root().join("target");
    let folder = std::env::temp_dir().join(format!("diptych-package-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let tested = unpack(&target.join("package"), &folder).and_then(|()| {
        let mut cargo = command("cargo test --locked --quiet --features parquet --test house --test formats");
        cargo.current_dir(folder.join("package")).env("CARGO_TARGET_DIR", &target);
        run(cargo)
    });
    let _ = std::fs::remove_dir_all(&folder);
    tested
}

fn unpack(packages: &Path, folder: &Path) -> Done {
    let is_package = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "crate");
    let entries = std::fs::read_dir(packages).map_err(|error| format!("{}: {error}", packages.display()))?;
    let newest = entries.flatten().map(|entry| entry.path()).filter(is_package);
    let newest = newest.max_by_key(|path| path.metadata().and_then(|about| about.modified()).ok());
    let package = newest.ok_or("cargo package made no package")?;
    let mut tar = command("tar xzf");
    tar.arg(package).arg("-C").arg(folder);
    run(tar)?;
    let unpacked = std::fs::read_dir(folder).ok().and_then(|mut entries| entries.next()?.ok());
    let unpacked = unpacked.ok_or("the package is empty")?.path();
    std::fs::rename(unpacked, folder.join("package")).map_err(|error| error.to_string())
}

fn document() -> Done {
    let mut doc = command("cargo doc --locked --no-deps --lib --quiet --features parquet");
    doc.env("RUSTDOCFLAGS", "-D warnings");
    run(doc)
}
