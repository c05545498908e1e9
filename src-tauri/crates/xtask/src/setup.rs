//! Set-up: everything a bare machine lacks between `git clone` and the first build.
//!
//! Purpose: system packages, npm packages, the built page, a Python with stock tools. Each part
//! says what it does and does nothing when it is done. Must never: install what is already there,
//! or touch anything outside the checkout but system packages.

mod packages;
mod python;
mod ui;

pub(crate) use python::{interpreter, tool};

use crate::house::{Fail, House};
use crate::steps::Steps;

/// What a build needs: system packages, npm packages, the built page.
pub(crate) fn for_build(house: &House, steps: &mut Steps) -> Result<(), Fail> {
    packages::ensure(house, steps, &packages::BUILD)?;
    ui::ensure(house, steps)
}

/// What the tests need: all that, and the stock tools that check our files from outside.
pub(crate) fn for_test(house: &House, steps: &mut Steps) -> Result<(), Fail> {
    let needs: Vec<packages::Need> = packages::BUILD
        .iter()
        .chain(&packages::TEST)
        .copied()
        .collect();
    packages::ensure(house, steps, &needs)?;
    python::ensure(house, steps)?;
    ui::ensure(house, steps)
}
