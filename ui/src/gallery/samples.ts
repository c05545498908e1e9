/**
 * Words of the components page. All people are invented; long names and stacked marks on purpose.
 *
 * Must never: go through the message catalogue, for no officer sees this page.
 */
export const words = {
  /** The probe of the build looks for this. */
  page: 'kit-gallery: components of the desk',
  name: 'Họ và tên',
  long: 'Nguyễn Hoàng Phương Ỷ Lan Thị Ngọc Huyền Trân Công Tằng Tôn Nữ',
  person: 'Đặng Thị Đào',
  born: 'Ngày sinh',
  typed: '010390',
  echo: 'Thứ Năm, 01/03/1990',
  hint: 'gõ không dấu cũng được',
  missing: 'Vui lòng điền mục này.',
  fromCard: 'từ thẻ',
  damaged: 'Bộ gõ có thể đã làm sai dấu khi quét: vui lòng đọc lại.',
  formerly: 'trước: quận Lê Chân',
  address: 'Số 1 Đường Mẫu, Phường Lê Chân, Hải Phòng',
  place: 'Nơi ở hiện nay',
  story: 'Nội dung khiếu nại',
  told: 'Không đồng ý quyết định xử phạt ngày 02/11/2026 về việc đăng ký tạm trú, đề nghị xem xét lại.\nẾ Ỗ Ự Ẫ Ữ: dấu chồng không bị cắt.',
  secret: 'Cụm mật khẩu',
  show: 'Hiện',
  hide: 'Ẩn',
  caps: 'Caps Lock đang bật.',
  pin: 'Mã PIN',
  channel: 'Hình thức',
  priority: 'Ưu tiên',
  aged: 'người cao tuổi, người khuyết tật, có con nhỏ',
  save: 'Lưu',
  print: 'Lưu và in biên nhận',
  quiet: 'Tiếp riêng',
  erase: 'Hủy số biên nhận A-2026-004127',
  notice: 'Bản sao lưu mới nhất đã quá ba ngày. Vui lòng sao lưu trước khi khép ngày.',
  emptyTitle: 'Hôm nay chưa có lượt nào',
  emptyText: 'Mỗi người lấy số sẽ hiện thành một dòng ở đây, cùng giờ đến và trạng thái.',
  take: 'Lấy số',
  backup: 'Đang sao lưu',
  copying: 'chép kho dữ liệu',
  founding: 'Lập đơn vị',
  view: 'Xem',
  stored: 'Đang lưu',
  card: 'Trên thẻ',
  same: 'giống nhau',
  open: 'Mở lớp',
  menu: 'Menu',
  layer: 'So sánh hai người',
  skipped: 'Đã bỏ qua số A-024.',
  idle: 'đang chờ',
  number: 'Số định danh',
  phone: 'Điện thoại',
  check: 'Vui lòng kiểm tra lại',
} as const;

/** What a maintainer may turn here. */
export const looks = {
  theme: 'data-theme',
  density: 'data-density',
  text: 'data-text',
  discreet: 'discreet.on',
  letters: 'keys.letters',
} as const;

export const channels = [
  { value: 'in_person', label: 'Trực tiếp' },
  { value: 'post', label: 'Bưu chính' },
  { value: 'phone', label: 'Điện thoại' },
  { value: 'handed_on', label: 'Nơi khác chuyển', hint: 'có phiếu chuyển đơn' },
];

export const steps = [
  { id: 'office', label: 'Đơn vị và tiêu đề thư' },
  { id: 'founders', label: 'Hai người lập' },
  { id: 'shares', label: 'Mảnh khôi phục' },
  { id: 'printer', label: 'Trang in thử' },
];

export const tabs = [
  { id: 'waiting', label: 'Đang chờ', count: 7 },
  { id: 'served', label: 'Đã tiếp', count: 16 },
];

export const rows = [
  { label: 'Họ và tên', value: 'Đặng Thị Đào', was: 'Đặng Thị Đao' },
  { label: 'Số định danh', value: '031 190 012 345' },
  { label: 'Nơi ở', value: 'Số 1 Đường Mẫu, Phường Lê Chân, Hải Phòng' },
];

export const compared = [
  { key: 'name', label: 'Họ và tên', left: 'Đặng Thị Đào', right: 'Đặng Thị Đào' },
  {
    key: 'address',
    label: 'Nơi ở',
    left: 'Số 1 Đường Mẫu, quận Lê Chân',
    right: 'Số 1 Đường Mẫu, Phường Lê Chân',
  },
  { key: 'phone', label: 'Điện thoại', left: '', right: '0912 345 678' },
];

export const found = [
  { id: '1', text: 'Phường Tân Định', note: 'TP. Hồ Chí Minh' },
  { id: '2', text: 'Phường Tân Mai, Hà Nội' },
];

export const tones = ['urgent', 'high', 'medium', 'low', 'neutral', 'mark'] as const;
export const shapes = { urgent: '▲', high: '◆', medium: '●', low: '○', neutral: '✓', mark: '' };
export const toneWords = {
  urgent: 'Khẩn',
  high: 'Cao',
  medium: 'Trung bình',
  low: 'Thấp',
  neutral: 'Đã tiếp',
  mark: 'Bản mẫu · DEMO',
};
