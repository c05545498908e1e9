//! Whether the places are all there and are found as people type them.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::fault::Code;

const HOME: Option<&str> = Some("31");

fn places() -> &'static Places {
    Places::shipped().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn today() -> Day {
    day("2026-11-27")
}

fn find(query: &str) -> Vec<Found> {
    places().find(query, today(), HOME, 8)
}

/// What was typed, the address offered first, the older name it was found by (begins with).
const TYPED: &[(&str, &str, &str)] = &[
    // Type words: none, shortened, in full, fused with a number.
    ("le chan", "Phường Lê Chân, Thành phố Hải Phòng", ""),
    ("p le chan hp", "Phường Lê Chân, Thành phố Hải Phòng", ""),
    ("P.Lê Chân,HP", "Phường Lê Chân, Thành phố Hải Phòng", ""),
    ("phuong le chan", "Phường Lê Chân, Thành phố Hải Phòng", ""),
    (
        "le chan hai phong",
        "Phường Lê Chân, Thành phố Hải Phòng",
        "",
    ),
    (
        "le chan tp hai phong",
        "Phường Lê Chân, Thành phố Hải Phòng",
        "",
    ),
    (
        "le chan thanh pho hai phong",
        "Phường Lê Chân, Thành phố Hải Phòng",
        "",
    ),
    ("le cha", "Phường Lê Chân, Thành phố Hải Phòng", ""),
    ("l chan hp", "Phường Lê Chân, Thành phố Hải Phòng", ""),
    ("p tan dinh", "Phường Tân Định, Thành phố Hồ Chí Minh", ""),
    (
        "tan dinh sai gon",
        "Phường Tân Định, Thành phố Hồ Chí Minh",
        "",
    ),
    ("tan dinh sg", "Phường Tân Định, Thành phố Hồ Chí Minh", ""),
    (
        "tan dinh tphcm",
        "Phường Tân Định, Thành phố Hồ Chí Minh",
        "",
    ),
    (
        "p tan dinh tp.hcm",
        "Phường Tân Định, Thành phố Hồ Chí Minh",
        "",
    ),
    ("dk cat hai", "Đặc khu Cát Hải, Thành phố Hải Phòng", ""),
    (
        "dac khu bach long vi",
        "Đặc khu Bạch Long Vĩ, Thành phố Hải Phòng",
        "",
    ),
    ("x kien thuy", "Xã Kiến Thụy, Thành phố Hải Phòng", ""),
    ("p hong bang", "Phường Hồng Bàng, Thành phố Hải Phòng", ""),
    ("ha long qn", "Phường Hạ Long, Thành phố Quảng Ninh", ""),
    (
        "da lat lam dong",
        "Phường Xuân Hương - Đà Lạt, Tỉnh Lâm Đồng",
        "Thành phố Đà Lạt",
    ),
    // Provinces: in full, in part, joined, by initials.
    ("hp", "Thành phố Hải Phòng", ""),
    ("h", "Thành phố Hải Phòng", ""),
    ("haiphong", "Thành phố Hải Phòng", ""),
    ("hn", "Thành phố Hà Nội", ""),
    ("tphcm", "Thành phố Hồ Chí Minh", ""),
    ("sai gon", "Thành phố Hồ Chí Minh", ""),
    ("quang ninh", "Thành phố Quảng Ninh", ""),
    ("t nghe an", "Tỉnh Nghệ An", ""),
    ("tinh thai binh", "Tỉnh Hưng Yên", "Tỉnh Thái Bình"),
    ("tinh hai duong", "Thành phố Hải Phòng", "Tỉnh Hải Dương"),
    // The street stays to the letter.
    (
        "so 1 duong mau p le chan hp",
        "so 1 duong mau, Phường Lê Chân, Thành phố Hải Phòng",
        "",
    ),
    (
        "Số 1/2A đường Mẫu,  P. le chan",
        "Số 1/2A đường Mẫu, Phường Lê Chân, Thành phố Hải Phòng",
        "",
    ),
    (
        "12 Trần Phú, Lê Chân, Hải Phòng",
        "12 Trần Phú, Phường Lê Chân, Thành phố Hải Phòng",
        "",
    ),
    (
        "ngo 5 to hieu le chan hp",
        "ngo 5 to hieu, Phường Lê Chân, Thành phố Hải Phòng",
        "",
    ),
    (
        "to dan pho 5, dong hai",
        "to dan pho 5, Phường Đông Hải, Thành phố Hải Phòng",
        "",
    ),
    (
        "thon dong, x kien thuy",
        "thon dong, Xã Kiến Thụy, Thành phố Hải Phòng",
        "",
    ),
    (
        "12 nguyen trai thanh xuan hn",
        "12 nguyen trai, Phường Thanh Xuân, Thành phố Hà Nội",
        "",
    ),
    (
        "so 9 duong tran hung dao hp",
        "so 9 duong tran hung dao, Thành phố Hải Phòng",
        "",
    ),
    // Older names: of communes, districts, provinces.
    (
        "an bien q le chan hp",
        "Phường Lê Chân, Thành phố Hải Phòng",
        "Phường An Biên, Quận Lê Chân, Thành phố Hải Phòng",
    ),
    (
        "dong khe ngo quyen",
        "Phường Gia Viên, Thành phố Hải Phòng",
        "Phường Đông Khê, Quận Ngô Quyền",
    ),
    (
        "Phường Đông Khê, Ngô Quyền, Hải Phòng, Việt Nam",
        "Phường Gia Viên, Thành phố Hải Phòng",
        "Phường Đông Khê",
    ),
    (
        "q le chan",
        "Phường Lê Chân, Thành phố Hải Phòng",
        "Quận Lê Chân",
    ),
    (
        "tt cat ba",
        "Đặc khu Cát Hải, Thành phố Hải Phòng",
        "Thị trấn Cát Bà, Huyện Cát Hải",
    ),
    (
        "p1 q3 hcm",
        "Phường Bàn Cờ, Thành phố Hồ Chí Minh",
        "Phường 1, Quận 3",
    ),
    (
        "Phường 01, Quận 3, TP. Hồ Chí Minh",
        "Phường Bàn Cờ, Thành phố Hồ Chí Minh",
        "Phường 1, Quận 3",
    ),
    (
        "p.12 q.go vap",
        "Phường An Hội Tây, Thành phố Hồ Chí Minh",
        "Phường 12, Quận Gò Vấp",
    ),
    (
        "tp thu duc",
        "Phường Thủ Đức, Thành phố Hồ Chí Minh",
        "Thành phố Thủ Đức",
    ),
    (
        "h con dao",
        "Đặc khu Côn Đảo, Thành phố Hồ Chí Minh",
        "Huyện Côn Đảo, Tỉnh Bà Rịa - Vũng Tàu",
    ),
    (
        "le thanh nghi hai duong",
        "Phường Lê Thanh Nghị, Thành phố Hải Phòng",
        "Tỉnh Hải Dương",
    ),
    (
        "thanh dong hai duong",
        "Phường Thành Đông, Thành phố Hải Phòng",
        "Tỉnh Hải Dương",
    ),
    (
        "x lang giang",
        "Phường Lạng Giang, Thành phố Bắc Ninh",
        "Xã Lạng Giang",
    ),
    // Marks: as typed first, composed or not, either place of the tone, i for y.
    ("Lệ Chi", "Xã Thuận An, Thành phố Hà Nội", "Xã Lệ Chi"),
    (
        "Le\u{302} Cha\u{302}n",
        "Phường Lê Chân, Thành phố Hải Phòng",
        "",
    ),
    (
        "Số 5 đu\u{31B}ơ\u{300}ng A\u{309}nh, P. Hu\u{31B}ng Đa\u{323}o hp",
        "Số 5 đu\u{31B}ơ\u{300}ng A\u{309}nh, Phường Hưng Đạo, Thành phố Hải Phòng",
        "",
    ),
    ("việt hoà hp", "Phường Việt Hòa, Thành phố Hải Phòng", ""),
    ("việt hòa hp", "Phường Việt Hòa, Thành phố Hải Phòng", ""),
    (
        "li thuong kiet",
        "Phường Lý Thường Kiệt, Tỉnh Ninh Bình",
        "",
    ),
    ("krong no", "Xã Krông Nô, Tỉnh Đắk Lắk", ""),
    ("ea hleo", "Xã Ea H'Leo, Tỉnh Đắk Lắk", ""),
];

#[test]
fn an_address_typed_as_people_type_is_completed() {
    let wrong: Vec<String> = TYPED
        .iter()
        .filter_map(|(typed, text, former)| {
            let found = find(typed);
            let first = found.first();
            let told = first.and_then(|first| first.former.as_ref());
            let right = first.is_some_and(|first| first.text == *text)
                && match told {
                    None => former.is_empty(),
                    Some(told) => !former.is_empty() && told.text.starts_with(former),
                };
            (!right).then(|| format!("{typed}: {first:?}"))
        })
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn what_is_no_unit_is_left_alone() {
    for typed in [
        "",
        " , ",
        "so 1 duong mau",
        "so 1 duong le chan",
        "so 12 pho tan dinh",
        "12",
        "xin chào",
        "👩‍👧",
    ] {
        assert_eq!(find(typed), [], "{typed}");
    }
}

#[test]
fn a_street_called_like_a_unit_can_keep_its_province_alone() {
    let found = find("12 lach tray hp");
    let texts: Vec<&str> = found.iter().map(|found| found.text.as_str()).collect();
    assert!(
        texts.contains(&"12 lach tray, Thành phố Hải Phòng"),
        "{texts:?}"
    );
    assert!(
        texts.contains(&"12, Phường Gia Viên, Thành phố Hải Phòng"),
        "{texts:?}"
    );
}

#[test]
fn the_offices_own_province_goes_first_among_equals() {
    let first = |home| places().find("dong hai", today(), home, 8).remove(0).text;
    assert_eq!(first(Some("31")), "Phường Đông Hải, Thành phố Hải Phòng");
    assert_eq!(first(Some("56")), "Phường Đông Hải, Tỉnh Khánh Hòa");
    assert_eq!(first(None), "Phường Đông Hải, Thành phố Hải Phòng");
    assert_eq!(places().province_named("Hải Phòng", today()), HOME);
    assert_eq!(
        places().province_named("P. Mẫu, TP. Hải Phòng", today()),
        HOME
    );
    assert_eq!(places().province_named("Nơi Không Có", today()), None);
    assert_eq!(places().province_named("", today()), None);
}

#[test]
fn a_divided_unit_leads_to_each_of_its_parts_the_greatest_first() {
    let found = find("phuong cong vi, quan ba dinh");
    let codes: Vec<&str> = found.iter().map(|found| found.code.as_str()).collect();
    assert_eq!(codes, ["00008", "00025"]);
    assert!(
        found
            .iter()
            .all(|found| found.former.as_ref().unwrap().divided)
    );
    let whole = find("phuong lieu giai, quan ba dinh");
    assert!(!whole[0].former.as_ref().unwrap().divided);
}

#[test]
fn a_unit_is_what_it_is_on_the_day_asked_for() {
    let text = |on: &str| {
        let found = places().find("lang giang bac ninh", day(on), None, 1);
        found
            .first()
            .map(|found| (found.text.clone(), found.certainty))
    };
    let ward = "Phường Lạng Giang, Thành phố Bắc Ninh".to_owned();
    let between = "Phường Lạng Giang, Tỉnh Bắc Ninh".to_owned();
    let before = "Xã Lạng Giang, Tỉnh Bắc Ninh".to_owned();
    assert_eq!(text("2026-11-27"), Some((ward, Certainty::Unsure)));
    assert_eq!(text("2026-08-23"), Some((between, Certainty::Unsure)));
    assert_eq!(text("2026-08-03"), Some((before, Certainty::Unsure)));
    assert_eq!(text("2025-06-30"), None);
    assert_eq!(find("le chan hp")[0].certainty, Certainty::Sure);
}

fn counted(on: &str) -> BTreeMap<&'static str, usize> {
    let mut counted = BTreeMap::new();
    for unit in places().in_force(day(on)) {
        let level = if unit.code.len() == 2 {
            "province"
        } else {
            "commune"
        };
        for key in [level, unit.kind.word()] {
            *counted.entry(key).or_default() += 1;
        }
    }
    counted
}

#[test]
fn all_units_are_there() {
    let first = counted("2025-07-01");
    let now = counted("2026-11-27");
    for (key, then, today) in [
        ("province", 34, 34),
        ("Thành phố", 6, 9),
        ("Tỉnh", 28, 25),
        ("commune", 3321, 3321),
        ("Xã", 2621, 2599),
        ("Phường", 687, 709),
        ("Đặc khu", 13, 13),
    ] {
        assert_eq!((first[key], now[key]), (then, today), "{key}");
    }
    let here = places()
        .provinces
        .iter()
        .position(|one| one.on(today()).unwrap().code == "31");
    let ours = places().communes.iter();
    let ours = ours.filter(|unit| Some(unit.province) == here && unit.is_on(today()));
    assert_eq!(ours.count(), 114);
    assert_eq!(places().former_provinces.len(), 63);
    let (communes, districts): (Vec<&Former>, Vec<&Former>) = places()
        .former
        .iter()
        .partition(|old| old.district.is_some());
    assert_eq!((communes.len(), districts.len()), (10_035, 696));
    // Every older name leads somewhere, and every commune of today came from somewhere.
    assert!(places().former.iter().all(|old| !old.codes.is_empty()));
    assert!(places().came_from.iter().all(|from| *from != 0));
}

#[test]
fn a_unit_is_found_first_by_its_own_address() {
    for unit in places().in_force(today()).step_by(7) {
        let (address, _) = places().address(unit, today()).unwrap();
        for typed in [address.clone(), crate::fold::folded_key(&address)] {
            let found = places().find(&typed, today(), None, 3);
            let same = found.iter().find(|found| found.code == unit.code);
            assert_eq!(same.map(|found| &found.text), Some(&address), "{typed}");
        }
    }
}

#[test]
fn an_older_address_leads_to_what_it_became() {
    for old in places()
        .former
        .iter()
        .filter(|old| old.district.is_some())
        .step_by(29)
    {
        let district = &places().former[old.district.unwrap()];
        let province = &places().former_provinces[old.province].states[0];
        let typed = format!("{}, {}, {}", old.full(), district.full(), province.full());
        let found = places().find(&typed, today(), None, 8);
        let codes: Vec<&String> = found.iter().map(|found| &found.code).collect();
        let told = |found: &Found| {
            found
                .former
                .as_ref()
                .is_some_and(|former| former.text == typed)
        };
        assert!(
            old.codes.iter().all(|code| codes.contains(&code)),
            "{typed}: {codes:?}"
        );
        assert!(found.first().is_some_and(told), "{typed}: {found:?}");
    }
}

#[test]
fn a_wrong_line_refuses_all_with_its_place() {
    let provinces = "01\ttỉnh\tMẫu\t2025-07-01\n";
    let communes = "# head\n00001\txã\tMẫu\t01\t2025-07-01\n";
    let former = "= tỉnh\tMẫu Cũ\t01\n- huyện\tMẫu\nxã\tMẫu Nhỏ\t00001\n";
    let read = |a: &str, b: &str, c: &str| Places::read(a, b, c).map(|_places| ());
    read(provinces, communes, former).unwrap();
    let refused = |a: &str, b: &str, c: &str| {
        let fault = read(a, b, c).unwrap_err().first;
        let told = |name: &str| fault.params.get(name).cloned().unwrap_or_default();
        (fault.code, told("file"), told("line"))
    };
    let at = |code: Code, file: &str, line: &str| (code, file.to_owned(), line.to_owned());
    let bad = |file: &str, line: &str| at(Code::CatalogueBadValue, file, line);
    for (line, code) in [
        ("1\ttỉnh\tMẫu\t2025-07-01", Code::CatalogueBadValue),
        ("01\tquận\tMẫu\t2025-07-01", Code::CatalogueBadValue),
        ("01\ttỉnh\t-\t2025-07-01", Code::CatalogueBadValue),
        ("01\ttỉnh\tMẫu\t01/07/2025", Code::CatalogueBadValue),
        (
            "01\ttỉnh\tMẫu\t2025-07-01\t\tperhaps",
            Code::CatalogueBadValue,
        ),
        (
            "01\ttỉnh\tMẫu\t2025-07-01\t2025-06-30",
            Code::CatalogueDates,
        ),
    ] {
        assert_eq!(
            refused(line, communes, former),
            at(code, "provinces.tsv", "1"),
            "{line}"
        );
    }
    let twice = format!("{provinces}{provinces}");
    let duplicate = at(Code::CatalogueDuplicate, "provinces.tsv", "2");
    assert_eq!(refused(&twice, communes, former), duplicate);
    assert_eq!(refused("", communes, former), bad("communes.tsv", "2"));
    let twice = format!("{communes}{communes}");
    assert_eq!(
        refused(provinces, &twice, former).0,
        Code::CatalogueDuplicate
    );
    let unknown = former.replace("00001", "00002");
    let missing = at(Code::CatalogueUnknownName, "former.tsv", "3");
    assert_eq!(refused(provinces, communes, &unknown), missing);
    assert_eq!(
        refused(provinces, communes, "xã\tMẫu\t00001"),
        bad("former.tsv", "1")
    );
    assert_eq!(
        refused(provinces, communes, "= tỉnh\tMẫu\t02"),
        bad("former.tsv", "1")
    );
}

/// Anything, and words that look like addresses, mixed.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "((so|1|p|p1|q10|x|tp|tphcm|le|Lê|Cha\u{302}n|le chan|hp|hcm|an|bien|duong|to|thanh pho|vn|viet nam|H'M|\u{301}|đ|,|-)[ ,.]?){0,14}",
    ]
}

proptest! {
    #[test]
    fn whatever_is_typed_only_units_in_force_are_offered_and_the_street_is_kept(
        text in any_text(),
        on in 0_u16..900,
        home in proptest::option::of("[0-9]{2}"),
    ) {
        let on = (0..on).fold(day("2025-06-01"), |day, _| day.next());
        let found = places().find(&text, on, home.as_deref(), 8);
        prop_assert!(found.len() <= 8);
        for found in found {
            let unit = places().in_force(on).find(|unit| unit.code == found.code);
            let (address, certainty) = places().address(unit.unwrap(), on).unwrap();
            prop_assert_eq!(certainty, found.certainty);
            let street = found.text.strip_suffix(&address);
            let street = street.unwrap().trim_end_matches(", ");
            prop_assert!(text.trim_start().starts_with(street));
        }
    }
}
