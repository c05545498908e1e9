//! A workbook to be filled in.
//!
//! Purpose: one sheet of text cells as `.xlsx`, so that whoever fills it in keeps leading zeros and
//! dates as she types them. Must never: hold anything but the texts it is given.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// A workbook of these rows.
pub(crate) fn workbook(sheet: &str, rows: &[Vec<&str>]) -> ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", types()),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", book(sheet)),
        ("xl/_rels/workbook.xml.rels", parts()),
        ("xl/styles.xml", styles()),
        ("xl/worksheets/sheet1.xml", cells(rows)),
    ] {
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn types() -> String {
    let part = |name: &str, kind: &str| {
        format!("<Override PartName=\"/xl/{name}.xml\" ContentType=\"{KIND}.{kind}+xml\"/>")
    };
    format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         {}{}{}</Types>",
        part("workbook", "sheet.main"),
        part("styles", "styles"),
        part("worksheets/sheet1", "worksheet"),
    )
}

fn relation(kind: &str, target: &str) -> String {
    format!(
        "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">\
         <Relationship Id=\"r1\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>"
    )
}

fn parts() -> String {
    let styles =
        format!("<Relationship Id=\"r2\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>");
    let sheet = relation("worksheet", "worksheets/sheet1.xml");
    sheet.replace("</Relationships>", &format!("{styles}</Relationships>"))
}

fn book(sheet: &str) -> String {
    format!(
        "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>\
         <sheet name=\"{}\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        escaped(sheet)
    )
}

/// One style but the usual: number format 49, *text*.
fn styles() -> String {
    let none = "<fill><patternFill patternType=\"none\"/></fill>\
                <fill><patternFill patternType=\"gray125\"/></fill>";
    format!(
        "{HEAD}<styleSheet xmlns=\"{MAIN}\"><fonts count=\"1\"><font><sz val=\"11\"/>\
         <name val=\"Calibri\"/></font></fonts><fills count=\"2\">{none}</fills>\
         <borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>\
         <cellXfs count=\"2\"><xf xfId=\"0\"/><xf numFmtId=\"49\" xfId=\"0\" applyNumberFormat=\"1\"/>\
         </cellXfs></styleSheet>"
    )
}

fn cells(rows: &[Vec<&str>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let mut text = format!(
        "{HEAD}<worksheet xmlns=\"{MAIN}\"><cols>\
         <col min=\"1\" max=\"{width}\" width=\"20\" style=\"1\" customWidth=\"1\"/></cols><sheetData>"
    );
    for row in rows {
        text.push_str("<row>");
        for cell in row {
            let cell = escaped(cell);
            // Writing into a text cannot fail.
            let _written = write!(
                text,
                "<c s=\"1\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"
            );
        }
        text.push_str("</row>");
    }
    text.push_str("</sheetData></worksheet>");
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
