//! What invented people come for.
//!
//! Purpose: complaints, petitions and advice in the words people use, put together from lists of
//! our own. Must never: name a real body, decision or place.

use std::collections::BTreeMap;

use domain::file::Document;
use domain::moment::Day;
use serde_json::Value;

use super::dice::Dice;
use crate::intake::MatterTold;

/// A decision complained of: its subject, what the person says of it, what she asks for.
const DECISIONS: [(&str, &str, &str); 8] = [
    (
        "xử phạt vi phạm hành chính về hành vi đỗ xe không đúng nơi quy định",
        "Hôm đó xe của tôi bị hỏng giữa đường, tôi đã bật đèn cảnh báo và gọi cứu hộ nhưng vẫn bị lập biên bản.",
        "Đề nghị xem lại biên bản và hủy quyết định xử phạt.",
    ),
    (
        "xử phạt vi phạm hành chính về hành vi lấn chiếm vỉa hè",
        "Phần hiên nhà tôi xây từ trước khi có vạch kẻ vỉa hè, gia đình không cơi nới thêm.",
        "Đề nghị đo đạc lại và rút quyết định.",
    ),
    (
        "tạm giữ phương tiện vi phạm giao thông",
        "Đã quá thời hạn ghi trong quyết định mà tôi chưa nhận lại được xe, hỏi hai lần không ai trả lời.",
        "Đề nghị trả lại xe và cho biết lý do chậm.",
    ),
    (
        "không cấp đổi giấy tờ do hồ sơ thiếu thông tin",
        "Tôi đã bổ sung đủ giấy tờ theo hướng dẫn lần trước, lần này lại yêu cầu thêm giấy khác.",
        "Đề nghị hướng dẫn đầy đủ một lần và giải quyết hồ sơ.",
    ),
    (
        "từ chối xác nhận thông tin về cư trú",
        "Tôi ở địa chỉ này từ năm 2015, có hợp đồng thuê nhà và hàng xóm làm chứng.",
        "Đề nghị xác minh lại tại chỗ và xác nhận.",
    ),
    (
        "xử phạt vi phạm hành chính về tiếng ồn",
        "Buổi tối hôm đó nhà tôi có giỗ, kết thúc trước 22 giờ, không dùng loa ngoài trời.",
        "Đề nghị xem lại thời điểm vi phạm ghi trong biên bản.",
    ),
    (
        "xử phạt về phòng cháy, chữa cháy đối với cửa hàng",
        "Bình chữa cháy của cửa hàng còn hạn kiểm định, đoàn kiểm tra ghi nhầm số bình.",
        "Đề nghị kiểm tra lại và sửa biên bản.",
    ),
    (
        "xử phạt người điều khiển xe không có giấy tờ xe mang theo",
        "Tôi đã xuất trình giấy tờ trên ứng dụng định danh nhưng không được chấp nhận.",
        "Đề nghị xem lại và hoàn tiền phạt.",
    ),
];

/// Petitions and feedback: kind, content, what is asked for.
const PETITIONS: [(&str, &str, &str); 10] = [
    (
        "feedback",
        "Ngõ nhà tôi tối nào cũng có nhóm thanh niên tụ tập rú ga xe máy đến quá nửa đêm, trẻ con không ngủ được.",
        "Đề nghị tuần tra vào buổi tối.",
    ),
    (
        "petition",
        "Trước cổng trường giờ tan học xe đỗ kín lòng đường, các cháu phải đi ra giữa đường.",
        "Kiến nghị phân luồng và cắm biển cấm đỗ trong giờ cao điểm.",
    ),
    (
        "feedback",
        "Chó thả rông trong tổ dân phố, tuần trước đã cắn một cụ già phải đi tiêm.",
        "Đề nghị nhắc nhở và xử lý chủ nuôi.",
    ),
    (
        "petition",
        "Camera an ninh của khu tập thể hỏng đã ba tháng, vừa rồi mất hai xe đạp điện.",
        "Kiến nghị hướng dẫn lắp lại và nối về phường.",
    ),
    (
        "feedback",
        "Có người tự xưng cán bộ gọi điện yêu cầu cài ứng dụng lạ, nhiều người già trong thôn đã suýt làm theo.",
        "Đề nghị thông báo rộng rãi trên loa phường.",
    ),
    (
        "petition",
        "Chốt đèn giao thông ngã tư đầu phố đổi màu quá nhanh, người đi bộ không kịp qua đường.",
        "Kiến nghị kéo dài thời gian cho người đi bộ.",
    ),
    (
        "feedback",
        "Quán hát đầu ngõ mở nhạc lớn sau 23 giờ, đã góp ý nhiều lần không được.",
        "Đề nghị kiểm tra giờ hoạt động và tiếng ồn.",
    ),
    (
        "feedback",
        "Cán bộ tiếp tôi hôm thứ Hai hướng dẫn tận tình, tôi muốn gửi lời cảm ơn.",
        "",
    ),
    (
        "petition",
        "Người cao tuổi đi làm giấy tờ phải chờ lâu, ghế ngồi ít, không có nước uống.",
        "Kiến nghị có hàng ưu tiên và thêm ghế.",
    ),
    (
        "feedback",
        "Bãi đất trống cuối phố bị đổ trộm phế thải xây dựng vào ban đêm.",
        "Đề nghị tìm người đổ và yêu cầu dọn đi.",
    ),
];

/// What was said where no matter was taken in.
const ADVICE: [&str; 10] = [
    "Hỏi cách đăng ký tạm trú cho người thuê trọ. Đã hướng dẫn hồ sơ và nộp trên cổng dịch vụ công.",
    "Hỏi làm lại thẻ căn cước bị mất. Đã hướng dẫn đến bộ phận căn cước, mang theo số định danh.",
    "Hỏi về mức phạt khi đỗ xe dưới lòng đường. Đã giải thích quy định.",
    "Hỏi cách sang tên xe máy mua lại. Đã đưa danh mục giấy tờ cần chuẩn bị.",
    "Hỏi cách xin xác nhận thông tin về cư trú. Đã hướng dẫn làm trên ứng dụng định danh.",
    "Muốn gặp chỉ huy về đơn đã nộp. Đã hẹn lịch tiếp định kỳ.",
    "Hỏi kết quả đơn đã gửi tuần trước. Đã tra cứu và cho biết đang xác minh.",
    "Báo nhặt được ví tiền. Đã lập biên bản nhận và hướng dẫn chờ thông báo.",
    "Hỏi cách tách hộ. Đã hướng dẫn điều kiện và mẫu tờ khai.",
    "Trình báo việc thuộc thẩm quyền của tòa án. Đã giải thích nơi nộp đơn khởi kiện.",
];

/// Papers people bring: name, original.
const PAPERS: [(&str, bool); 6] = [
    ("Đơn viết tay", true),
    ("Biên bản vi phạm hành chính", false),
    ("Ảnh chụp hiện trường", false),
    ("Hợp đồng thuê nhà", false),
    ("Giấy xác nhận của tổ dân phố", true),
    ("Giấy nộp tiền phạt", false),
];

fn texts(pairs: &[(&str, String)]) -> BTreeMap<String, Value> {
    let told = pairs.iter().filter(|(_, text)| !text.is_empty());
    told.map(|(key, text)| ((*key).to_owned(), Value::String(text.clone())))
        .collect()
}

/// A complaint (service A1) brought on a day.
pub fn complaint(dice: &mut Dice, today: Day) -> MatterTold {
    let (subject, story, demand) = dice.pick(&DECISIONS);
    let mut known = today.date();
    for _ in 0..dice.between(2, 40) {
        known = known.previous_day().unwrap_or(known);
    }
    let number = dice.between(11, 890);
    let dated = format!(
        "{:02}/{:02}/{}",
        known.day(),
        u8::from(known.month()),
        known.year()
    );
    let decision = format!("Quyết định số {number}/QĐ-MẪU ngày {dated} về việc {subject}");
    let written = dice.percent(70);
    let fields = texts(&[
        (
            "content",
            format!("Tôi không đồng ý với {}. {story}", lower_first(&decision)),
        ),
        ("respondent", "Công an Phường Mẫu".to_owned()),
        ("decision", decision),
        ("known_on", Day::new(known).to_string()),
        ("demand", demand.to_owned()),
        (
            "written",
            if written { "petition_paper" } else { "oral" }.to_owned(),
        ),
    ]);
    let mut documents = documents(dice);
    if written {
        documents.insert(0, paper("Đơn khiếu nại", true, dice));
    }
    MatterTold {
        service: "A1".to_owned(),
        fields,
        documents,
        code: String::new(),
    }
}

/// A petition or feedback (service A3).
pub fn petition(dice: &mut Dice) -> MatterTold {
    let (kind, content, demand) = dice.pick(&PETITIONS);
    let written = dice.percent(40);
    let fields = texts(&[
        ("kind", kind.to_owned()),
        ("content", content.to_owned()),
        ("demand", demand.to_owned()),
        (
            "written",
            if written { "petition_paper" } else { "oral" }.to_owned(),
        ),
    ]);
    let documents = if written {
        vec![paper("Đơn kiến nghị, phản ánh", true, dice)]
    } else {
        Vec::new()
    };
    MatterTold {
        service: "A3".to_owned(),
        fields,
        documents,
        code: String::new(),
    }
}

/// What was advised, in short.
pub fn advice(dice: &mut Dice) -> &'static str {
    dice.pick(&ADVICE)
}

fn documents(dice: &mut Dice) -> Vec<Document> {
    let count = dice.below(3);
    let mut documents: Vec<Document> = Vec::new();
    for _ in 0..count {
        let (name, original) = dice.pick(&PAPERS);
        if documents.iter().all(|known| known.name != name) {
            documents.push(paper(name, original, dice));
        }
    }
    documents
}

fn paper(name: &str, original: bool, dice: &mut Dice) -> Document {
    let pages = dice.percent(80).then(|| dice.between(1, 6));
    Document {
        name: name.to_owned(),
        copies: 1,
        original,
        pages,
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
