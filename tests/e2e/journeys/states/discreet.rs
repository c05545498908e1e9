//! A screen the citizen can see: initials, and the end of a number.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::go;
use crate::hands::{named, put, run, until};
use crate::looks::Camera;
use crate::pages::counter;

/// Words of her that bystanders may not read.
const HERS: [&str; 3] = ["Đặng", "Đào", "031190012345"];

pub(super) async fn switch(camera: &Camera<'_>) {
    camera.press("ui.appearance").await;
    let press = "document.getElementById('appearance-discreet').click(); return true";
    until(camera.page, press, Vec::new()).await;
    named(camera.page, Key::Escape).await;
}

/// Nothing of hers is to be read, outside the fields somebody writes in.
async fn hidden(camera: &Camera<'_>) {
    let script = "const seen = document.body.innerText;
         return arguments[0].filter((word) => seen.includes(word));";
    let read = run(camera.page, script, vec![json!(HERS)]).await;
    assert_eq!(read, Value::Array(Vec::new()), "to be read by bystanders");
}

/// People found, and suggested while a name is typed.
pub(super) async fn screens(camera: &Camera<'_>) {
    let page = camera.page;
    switch(camera).await;
    go(camera, "people").await;
    put(page, "people-query", "dang thi dao").await;
    let found = "return document.querySelector('main table tbody button')?.textContent.trim()";
    let initials = format!("{found} === 'Đ.T.Đ.'");
    until(page, &initials, Vec::new()).await;
    hidden(camera).await;
    camera.shot("discreet-people").await;

    go(camera, "counter").await;
    named(page, Key::F2).await;
    counter::focused(page, "person-name").await;
    put(page, "person-name", "dang thi d").await;
    let offered = "return [...document.querySelectorAll('[role=option]')]
           .some((one) => one.textContent.includes('Đ.T.Đ.'))";
    until(page, offered, Vec::new()).await;
    hidden(camera).await;
    camera.shot("discreet-suggestions").await;
    put(page, "person-name", "").await;
    named(page, Key::Escape).await;
    switch(camera).await;
}
