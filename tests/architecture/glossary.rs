//! The words of the desk: what docs/glossary.md forbids stands nowhere a person reads.

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::sources::{Source, files, none, read, table};

/// A phrase that is wrong, but for some longer phrases that hold it rightly.
struct Forbidden {
    phrase: String,
    rightly: Vec<String>,
}

/// The column `never`: phrases in backticks, `;` between them, exceptions after `except`.
fn forbidden() -> Vec<Forbidden> {
    table(&read("docs/glossary.md"), &["Tiếng Việt", "never"])
        .iter()
        .flat_map(|cells| {
            cells
                .last()
                .cloned()
                .unwrap_or_default()
                .split(';')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter_map(|item| {
            let mut words = crate::sources::ticked(&plain(&item)).into_iter();
            Some(Forbidden {
                phrase: words.next()?,
                rightly: words.collect(),
            })
        })
        .collect()
}

/// Files whose text people read, all of it: sentences, services, papers, screens.
fn read_by_people() -> Vec<Source> {
    let mut sources = files("src-tauri/catalogue", &["json", "toml"]);
    sources.extend(files("src-tauri/paper", &["typ"]));
    sources.extend(files("ui/src", &["svelte", "ts"]));
    sources.extend(files("ui", &["html"]));
    sources.extend(files("src-tauri/linux", &["desktop"]));
    for path in [
        "src-tauri/tauri.conf.json",
        "src-tauri/Cargo.toml",
        "docs/using.vi.md",
    ] {
        let text = read(path);
        let path = path.to_owned();
        sources.push(Source { path, text });
    }
    sources
}

/// Rust whose text reaches people: papers, the practice office, the terminal, the window, names and
/// reasons.
/// Comments and tests stay among those who build it.
fn said_by_the_core() -> Vec<Source> {
    [
        "src-tauri/crates/paper/src",
        "src-tauri/crates/office/src",
        "src-tauri/crates/domain/src",
        "src-tauri/crates/deskctl/src",
        "src-tauri/src",
    ]
    .iter()
    .flat_map(|folder| crate::sources::rust(folder))
    .filter(|source| !source.path.ends_with("tests.rs") && !source.path.contains("/tests/"))
    .map(|source| Source {
        text: without_comments(&source),
        path: source.path,
    })
    .collect()
}

/// The same lines with nothing where a comment or a test stood.
fn without_comments(source: &Source) -> String {
    let mut lines = vec![""; source.text.lines().count()];
    for (number, line) in source.code() {
        lines[number - 1] = line;
    }
    lines.join("\n")
}

/// Letters and marks together, nothing in capitals.
fn plain(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc()
        .normalize(text)
        .to_lowercase()
}

/// A text in one line: any white space is one space, also where a string goes on in the next line
/// (`\` at the end, `' + '` between) and where a sentence says `\n`. With it the line of each byte.
fn folded(text: &str) -> (String, Vec<usize>) {
    let (mut one, mut lines) = (String::new(), Vec::new());
    for (index, line) in text.lines().enumerate() {
        let line = plain(line).replace("\\n", " ").replace("&nbsp;", " ");
        let line = line.trim_end_matches('\\');
        // Two halves of one string on two lines.
        let goes_on = [("' +", '\''), ("\" +", '"'), ("` +", '`')]
            .iter()
            .filter(|(end, _)| one.trim_end().ends_with(end))
            .find_map(|(end, quote)| Some((end, line.trim_start().strip_prefix(*quote)?)));
        let line = goes_on.map_or(line, |(end, rest)| {
            one.truncate(one.trim_end().len() - end.len());
            lines.truncate(one.len());
            rest
        });
        for word in line.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            let spaced = bare.len() < word.len();
            one.push_str(bare);
            if spaced && !one.ends_with(' ') {
                one.push(' ');
            }
            lines.resize(one.len(), index + 1);
        }
        if !one.ends_with(' ') {
            one.push(' ');
        }
        lines.resize(one.len(), index + 1);
    }
    (one, lines)
}

fn findings(source: &Source, rules: &[Forbidden]) -> Vec<String> {
    let (text, lines) = folded(&source.text);
    let mut found = Vec::new();
    for rule in rules {
        // What is right is struck out, letter by letter, so that every place keeps its line.
        let rest = rule.rightly.iter().fold(text.clone(), |text, right| {
            text.replace(right.as_str(), &"\u{0}".repeat(right.len()))
        });
        for (at, _) in rest.match_indices(&rule.phrase) {
            found.push((lines[at], &rule.phrase));
        }
    }
    found.sort();
    found.dedup();
    found
        .into_iter()
        .map(|(line, phrase)| format!("{}:{line} says `{phrase}`", source.path))
        .collect()
}

#[test]
fn no_wrong_word_stands_in_what_people_read() {
    let rules = forbidden();
    assert!(
        rules.len() > 10,
        "the glossary forbids too little to mean anything"
    );
    let mut sources = read_by_people();
    sources.extend(said_by_the_core());
    let found: Vec<String> = sources
        .iter()
        .flat_map(|source| findings(source, &rules))
        .collect();
    none(&found, "docs/glossary.md has the right word for each:");
}

/// Every word that must never stand, and what is right instead, as the glossary now holds them.
#[test]
fn the_glossary_forbids_what_the_room_must_never_read() {
    let rules = forbidden();
    for wrong in [
        "hồ sơ mật",
        "hồ sơ bạo lực",
        "hẹn riêng",
        "phòng kín",
        "nạn nhân",
        "đối tượng",
        "thủ phạm",
        "liên hệ bảo mật",
        "biên lai",
        "đập kính",
        "sửa",
        "xóa",
        "xoá",
        "thanh tra",
        "hộ khẩu",
        "lăn tay",
        "gia hạn",
        "chấp thuận",
    ] {
        assert!(rules.iter().any(|rule| rule.phrase == wrong), "{wrong}");
    }
}

fn told_of(path: &str, text: &str) -> Vec<String> {
    let source = Source {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    findings(&source, &forbidden())
}

#[test]
fn a_wrong_word_is_found_and_its_right_use_is_not() {
    let text = "Phòng kín\nbiên lai\nbiên lai thu lệ phí\nGiấy biên nhận\nXóa hồ sơ\n\
        Xóa đăng ký thường trú (sửa đổi, bổ sung)\nsửa biên nhận\n";
    assert_eq!(
        told_of("x.json", text),
        [
            "x.json:1 says `phòng kín`",
            "x.json:2 says `biên lai`",
            "x.json:5 says `xóa`",
            "x.json:7 says `sửa`",
        ]
    );
}

#[test]
fn a_wrong_word_is_found_however_it_is_written() {
    let apart = "pho\u{300}ng ki\u{301}n";
    for (text, line) in [
        ("<p>Mời vào phòng\n   kín</p>", 1),
        ("x\n\"Mời vào phòng \\\n   kín\"", 2),
        ("'Mời vào phòng ' +\n  'kín'", 1),
        ("'Mời vào ' +\n  'phòng' +\n ' kín'", 2),
        ("\"Mời vào phòng\\nkín\"", 1),
        ("phòng \t kín", 1),
        ("phòng\u{a0}kín", 1),
        ("PHÒNG KÍN", 1),
        (apart, 1),
        (&apart.replace(' ', "\n"), 1),
    ] {
        let found = told_of("x.svelte", text);
        assert_eq!(
            found,
            [format!("x.svelte:{line} says `phòng kín`")],
            "{text:?}"
        );
    }
    // What is right stays right when it is broken too, and two sentences are not one.
    assert_eq!(told_of("x.toml", "Xóa\n  đăng ký"), [""; 0]);
    assert_eq!(
        told_of("x.json", "\"a\": \"căn phòng\",\n\"b\": \"kín đáo\""),
        [""; 0]
    );
}

#[test]
fn comments_and_tests_of_the_core_are_not_what_people_read() {
    let text = "/// phòng kín\nlet said = \"căn phòng \\\n  kín\"; // biên lai\n\
        #[cfg(test)]\nmod tests { \"thủ phạm\" }\n";
    let source = Source {
        path: "x.rs".to_owned(),
        text: text.to_owned(),
    };
    let code = Source {
        text: without_comments(&source),
        path: source.path,
    };
    assert_eq!(findings(&code, &forbidden()), ["x.rs:2 says `phòng kín`"]);
}
