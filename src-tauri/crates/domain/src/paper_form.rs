//! The papers that go to a citizen (*giấy, phiếu, văn bản*): receipts, and what tells what became of a
//! matter.
//!
//! Purpose: one list of forms; each is numbered, signed, printed and checked alike, and differs by its
//! words (`paper.form.<form>`). Sources: TT 98/2021/TT-BCA (A1, A3), TT 03/2025/TT-VPCP Annex I
//! (Mẫu 01–06), TT 53/2025/TT-BCA (CT04–CT06). Must never: carry a layout.

use serde::{Deserialize, Serialize};

/// Declares the forms with the text that catalogue, journal and messages name them by.
macro_rules! forms {
    ($($(#[$doc:meta])* $form:ident = $text:literal),+ $(,)?) => {
        /// A form of paper.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
        pub enum PaperForm {
            $($(#[$doc])* #[serde(rename = $text)] $form),+
        }

        impl PaperForm {
            /// Every form.
            pub const ALL: &'static [Self] = &[$(Self::$form),+];

            /// As catalogue, journal and messages name it.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$form => $text),+ }
            }
        }
    };
}

forms! {
    /// *Giấy biên nhận* (TT 98/2021/TT-BCA).
    GiayBienNhan = "giay_bien_nhan",
    /// *Giấy tiếp nhận hồ sơ và hẹn trả kết quả* (Mẫu 01).
    GiayTiepNhan = "giay_tiep_nhan",
    /// *Phiếu tiếp nhận hồ sơ và hẹn trả kết quả* (CT04).
    PhieuTiepNhan = "phieu_tiep_nhan",
    /// *Giấy hẹn trả kết quả*, of cards and passports.
    GiayHen = "giay_hen",
    /// *Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ* (Mẫu 02).
    PhieuBoSung = "phieu_bo_sung",
    /// *Phiếu hướng dẫn bổ sung, hoàn thiện hồ sơ* (CT05).
    PhieuHuongDanBoSung = "phieu_huong_dan_bo_sung",
    /// *Phiếu từ chối tiếp nhận giải quyết hồ sơ* (Mẫu 03).
    PhieuTuChoi = "phieu_tu_choi",
    /// *Phiếu từ chối tiếp nhận, giải quyết hồ sơ* (CT06).
    PhieuTuChoiCuTru = "phieu_tu_choi_cu_tru",
    /// *Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết* (Mẫu 04).
    XinLoi = "xin_loi",
    /// *Thông báo dừng giải quyết hồ sơ* (Mẫu 05).
    ThongBaoDung = "thong_bao_dung",
    /// *Phiếu kiểm soát quá trình giải quyết hồ sơ* (Mẫu 06).
    PhieuKiemSoat = "phieu_kiem_soat",
    /// *Phiếu hướng dẫn* (A1–A3).
    PhieuHuongDan = "phieu_huong_dan",
    /// *Phiếu chuyển đơn* (A1–A3).
    PhieuChuyenDon = "phieu_chuyen_don",
    /// *Trích lục nội dung tố cáo*: what goes along with it of a denunciation, without who told it.
    TrichLuc = "trich_luc",
    /// *Thông báo về việc không thụ lý* (A1, A2).
    KhongThuLy = "khong_thu_ly",
    /// *Giấy biên nhận* of papers and evidence that came later.
    BienNhanThem = "bien_nhan_them",
    /// *Giấy ký nhận kết quả*: who took the result home.
    KyNhan = "ky_nhan",
    /// *Phiếu hẹn* of a private reception: it names nobody and says of nothing what it is about.
    PhieuHen = "phieu_hen",
}

impl Default for PaperForm {
    /// The form of the first papers: what is not said in the journal.
    fn default() -> Self {
        Self::GiayBienNhan
    }
}

impl PaperForm {
    /// The receipt of an administrative procedure, which another system may have a code for.
    pub const fn is_administrative(self) -> bool {
        matches!(
            self,
            Self::GiayTiepNhan | Self::PhieuTiepNhan | Self::GiayHen
        )
    }

    /// Handed out when a matter is taken in.
    pub const fn is_receipt(self) -> bool {
        matches!(
            self,
            Self::GiayBienNhan | Self::GiayTiepNhan | Self::PhieuTiepNhan | Self::GiayHen
        )
    }

    /// Handed out when a matter enters a state; the others belong to acts of their own.
    pub const fn of_state(self) -> bool {
        let own = matches!(
            self,
            Self::XinLoi
                | Self::PhieuKiemSoat
                | Self::TrichLuc
                | Self::KyNhan
                | Self::BienNhanThem
                | Self::PhieuHen
        );
        !self.is_receipt() && !own
    }

    /// It goes on to another body, which is named.
    pub const fn goes_to_another_body(self) -> bool {
        matches!(self, Self::PhieuChuyenDon | Self::TrichLuc)
    }

    /// The citizen takes a copy home, and signs the other.
    pub const fn is_for_citizen(self) -> bool {
        !self.goes_to_another_body() && !matches!(self, Self::PhieuKiemSoat)
    }

    /// Whose it is stands nowhere on it, not even that nobody is named.
    pub const fn names_nobody(self) -> bool {
        matches!(self, Self::TrichLuc | Self::PhieuHen)
    }

    /// It lists papers that were handed in.
    pub const fn lists_documents(self) -> bool {
        self.is_receipt() || matches!(self, Self::BienNhanThem)
    }

    /// The journal leaves it out.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde asks with a reference"
    )]
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
