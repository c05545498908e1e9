//! A printer on loopback: as much of IPP/1.1 over HTTP (RFC 8010, RFC 8011) as CUPS asks of one.
//!
//! It keeps the document of every job, byte for byte, and can be told to be out of paper.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// `printer-state-reasons` of a printer that is well.
const WELL: &str = "none";

/// What it holds and how it is.
struct Inside {
    documents: Mutex<Vec<Vec<u8>>>,
    reason: Mutex<&'static str>,
}

/// The printer; it listens for as long as the test lives.
pub(super) struct Printer {
    port: u16,
    inside: Arc<Inside>,
}

impl Printer {
    pub(super) fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let inside = Arc::new(Inside {
            documents: Mutex::default(),
            reason: Mutex::new(WELL),
        });
        let shared = Arc::clone(&inside);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, inside) = (stream.unwrap(), Arc::clone(&shared));
                thread::spawn(move || serve(stream, port, &inside));
            }
        });
        Self { port, inside }
    }

    pub(super) fn uri(&self) -> String {
        format!("ipp://127.0.0.1:{}/ipp/print", self.port)
    }

    /// Documents that arrived, oldest first.
    pub(super) fn documents(&self) -> Vec<Vec<u8>> {
        self.inside.documents.lock().unwrap().clone()
    }

    /// From now on it has no paper: it takes a job and holds it.
    pub(super) fn run_out_of_paper(&self) {
        *self.inside.reason.lock().unwrap() = "media-empty";
    }

    /// Somebody filled the tray: what it holds is printed.
    pub(super) fn fill(&self) {
        *self.inside.reason.lock().unwrap() = WELL;
    }
}

/// Requests on one connection, until it is closed.
fn serve(stream: TcpStream, port: u16, inside: &Inside) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut writer = stream;
    while let Some(body) = request(&mut reader, &mut writer) {
        let answer = answer(&body, port, inside);
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: {}\r\n\r\n",
            answer.len()
        );
        let sent = writer
            .write_all(head.as_bytes())
            .and_then(|()| writer.write_all(&answer));
        if sent.is_err() {
            return;
        }
    }
}

/// The body of the next request.
fn request(reader: &mut BufReader<TcpStream>, writer: &mut TcpStream) -> Option<Vec<u8>> {
    let (mut length, mut chunked, mut waits) = (0, false, false);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end().to_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        chunked |= line.starts_with("transfer-encoding:") && line.contains("chunked");
        waits |= line.starts_with("expect:") && line.contains("100-continue");
    }
    if waits {
        writer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
    }
    let mut body = Vec::new();
    if !chunked {
        reader.take(length).read_to_end(&mut body).ok()?;
        return Some(body);
    }
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let size = u64::from_str_radix(line.trim().split(';').next()?, 16).ok()?;
        reader.take(size).read_to_end(&mut body).ok()?;
        reader.read_line(&mut line).ok()?;
        if size == 0 {
            return Some(body);
        }
    }
}

/// Operations (RFC 8011, 5.4.15).
const PRINT_JOB: u8 = 0x02;
const SEND_DOCUMENT: u8 = 0x06;
const GET_PRINTER: u8 = 0x0b;

fn answer(body: &[u8], port: u16, inside: &Inside) -> Vec<u8> {
    let (operation, request) = (body[3], &body[4..8]);
    let reason = *inside.reason.lock().unwrap();
    let uri = format!("ipp://127.0.0.1:{port}/ipp/print");
    let mut out = vec![2, 0, 0, 0];
    out.extend_from_slice(request);
    out.push(1);
    put(&mut out, 0x47, "attributes-charset", b"utf-8");
    put(&mut out, 0x48, "attributes-natural-language", b"en");
    if operation == GET_PRINTER {
        let state: i32 = if reason == WELL { 3 } else { 5 };
        out.push(4);
        put(&mut out, 0x45, "printer-uri-supported", uri.as_bytes());
        put(&mut out, 0x23, "printer-state", &state.to_be_bytes());
        put(&mut out, 0x44, "printer-state-reasons", reason.as_bytes());
        put(&mut out, 0x22, "printer-is-accepting-jobs", &[1]);
        put(&mut out, 0x44, "ipp-versions-supported", b"2.0");
        put(
            &mut out,
            0x49,
            "document-format-supported",
            b"application/pdf",
        );
        put(&mut out, 0x49, "", b"application/octet-stream");
        for (at, known) in [2_i32, 4, 5, 6, 8, 9, 10, 11].into_iter().enumerate() {
            let name = if at == 0 { "operations-supported" } else { "" };
            put(&mut out, 0x23, name, &known.to_be_bytes());
        }
    } else {
        let document = document(body);
        if matches!(operation, PRINT_JOB | SEND_DOCUMENT) && !document.is_empty() {
            inside.documents.lock().unwrap().push(document.to_vec());
        }
        // 6: processing-stopped, 9: completed (RFC 8011, 5.3.7).
        let state: i32 = if reason == WELL { 9 } else { 6 };
        out.push(2);
        put(&mut out, 0x45, "job-uri", format!("{uri}/1").as_bytes());
        put(&mut out, 0x21, "job-id", &1_i32.to_be_bytes());
        put(&mut out, 0x23, "job-state", &state.to_be_bytes());
        put(&mut out, 0x44, "job-state-reasons", b"none");
    }
    out.push(3);
    out
}

/// One attribute: tag, name, value.
fn put(out: &mut Vec<u8>, tag: u8, name: &str, value: &[u8]) {
    out.push(tag);
    for part in [name.as_bytes(), value] {
        out.extend_from_slice(&u16::try_from(part.len()).unwrap().to_be_bytes());
        out.extend_from_slice(part);
    }
}

/// What follows the attributes: their end is tag 3; tags up to 15 open a group, others a value.
fn document(body: &[u8]) -> &[u8] {
    let mut rest = &body[8..];
    loop {
        let (tag, after) = rest.split_first().unwrap();
        rest = after;
        match tag {
            3 => return rest,
            0..=15 => {}
            _ => {
                for _ in 0..2 {
                    let length = usize::from(u16::from_be_bytes([rest[0], rest[1]]));
                    rest = &rest[2 + length..];
                }
            }
        }
    }
}
