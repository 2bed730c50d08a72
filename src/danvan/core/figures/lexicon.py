"""The words units are made of.

Keys group what may be added up: all money of one currency, all areas; things counted
go by the first word of their noun unless a line below says they are one kind.
"""

from decimal import Decimal

SCALES = {
    "chục": Decimal(10),
    "trăm": Decimal(100),
    "nghìn": Decimal(10) ** 3,
    "ngàn": Decimal(10) ** 3,
    "vạn": Decimal(10) ** 4,
    "triệu": Decimal(10) ** 6,
    "tỷ": Decimal(10) ** 9,
    "tỉ": Decimal(10) ** 9,
}

# Each line: the key, then the ways to write it, apart by "|".
_MEASURES = """
VND: đồng | đ | vnđ | vnd | đồng việt nam
USD: usd | đô la mỹ | đô la | đô-la | đôla
EUR: euro | eur
JPY: yên | yên nhật | jpy
CNY: nhân dân tệ | tệ
KRW: won
area: ha | héc ta | hecta | héc-ta | hécta | m2 | m² | km2 | km² | mét vuông | ki lô mét vuông | sào | mẫu
length: km | m | mét | cm | mm | ki lô mét | kilômét | kilomet | cây số | hải lý
mass: tấn | kg | tạ | yến | gam | kilôgam | ki lô gam | g | mg
volume: m3 | m³ | lít | mét khối
energy: kwh | mw | kw | mwh | gwh | kva | mva | mwp | kwp
%: % | phần trăm
points: điểm phần trăm | điểm %
‰: ‰ | phần nghìn
times: lần
score: điểm
bytes: mb | gb | tb
mg/l: mg
time: ngày | ngày làm việc | ngày công | tháng | năm | giờ | giờ làm việc | phút | giây | tuần | quý
age: tuổi
rank: bậc
temperature: °c | độ c
speed: mbps | gbps
"""

# Things counted that are several words long, or that may be added to one another.
_NOUNS = """
người: người | người dân | cá nhân | công dân | lao động | người lao động | cán bộ | công chức | viên chức | học sinh | học viên | sinh viên | giáo viên | đảng viên | đoàn viên | hội viên | bệnh nhân | nạn nhân | đối tượng | nhân khẩu | khẩu | thành viên | đại biểu | cử tri | hành khách | khách | trẻ | trẻ em | em | cháu | phụ nữ | thanh niên | chiến sĩ | chiến sỹ | bác sĩ | nhân viên | thí sinh | tổ viên | thân nhân | mẹ | cán bộ, công chức | cán bộ, công chức, viên chức | đồng chí | tình nguyện viên | hòa giải viên | dân | nam | nữ | bị can | bị cáo | con nghiện
lượt: lượt | lượt người | lượt người dân | lượt công dân | lượt khách | lượt cử tri | lượt phương tiện | lượt đối tượng | lượt hộ | lượt ý kiến | lượt dự án | lượt đơn vị | lượt cán bộ | lượt đoàn đông người | lượt xe | lượt hội viên | lượt học sinh
đơn: đơn | đơn thư | đơn khiếu nại | đơn tố cáo | đơn kiến nghị | đơn phản ánh | lá đơn | đơn hàng
đơn vị: đơn vị | đơn vị hành chính | đơn vị cấp xã | đơn vị hành chính cấp xã
vụ: vụ | vụ việc | vụ án | việc | vụ tai nạn | vụ vi phạm
trường hợp: trường hợp
ca: ca | ca mắc | ca bệnh | ca nhiễm | ca tử vong
hồ sơ: hồ sơ | hồ sơ tthc | hồ sơ thủ tục hành chính | bộ hồ sơ
thủ tục: thủ tục | thủ tục hành chính | tthc | dịch vụ công | dvc
tờ khai: tờ khai | tk | tờ khai hải quan
tờ: tờ | tờ rơi | tờ gấp | tờ trình
hộ: hộ | hộ dân | hộ gia đình | hộ nghèo | hộ cận nghèo | hộ kinh doanh
xe: xe | xe con | xe khách | xe tải | xe container | xe máy | xe mô tô | mô tô | ô tô | phương tiện | chiếc
doanh nghiệp: doanh nghiệp | dn | công ty
hợp tác xã: hợp tác xã | htx
tổ hợp tác: tổ hợp tác
dự án: dự án | dự án fdi
mô hình: mô hình
cuộc: cuộc | cuộc họp | cuộc thanh tra | cuộc kiểm tra | cuộc giám sát | cuộc hội nghị | cuộc đối thoại
hội nghị: hội nghị
buổi: buổi
lớp: lớp | lớp tập huấn
kỳ: kỳ | kỳ tiếp | kỳ đối thoại
nội dung: nội dung
ý kiến: ý kiến | kiến nghị | phản ánh
văn bản: văn bản
quyết định: quyết định
xã: xã
xã, phường: xã, phường, thị trấn | xã, phường | phường, xã | đơn vị cấp xã
phường: phường
thị trấn: thị trấn
huyện: huyện | quận | thị xã
tỉnh: tỉnh | thành phố | tỉnh, thành phố | tỉnh, thành | địa phương
thôn: thôn | ấp | khóm | khu phố | tổ dân phố | bản | làng | buôn | khu dân cư
căn: căn | căn nhà | căn hộ | nhà | ngôi nhà | nhà ở
con: con | con gia súc
giường: giường | giường bệnh
trường: trường | trường học | cơ sở | cơ sở giáo dục
phòng: phòng | phòng học
công trình: công trình | công trình thủy lợi
phần quà: phần quà | suất quà | suất | phần
phiếu: phiếu | phiếu khảo sát
nhiệm vụ: nhiệm vụ
tiêu chí: tiêu chí
chỉ tiêu: chỉ tiêu
tổ chức: tổ chức | tổ chức, cá nhân | tập thể
chi bộ: chi bộ | đảng bộ
tin: tin | bài | tin, bài | tin bài | bài viết
bằng lái: bằng lái
C/O: c/o
khu: khu | khu công nghiệp | kcn | cụm công nghiệp | ccn | khu tái định cư
sở: sở | sở, ngành | sở, ban, ngành | ban, ngành
trụ sở: trụ sở
trụ: trụ | trụ điện
đoàn: đoàn | đoàn đông người
hợp đồng: hợp đồng
hiệp định: hiệp định
gói thầu: gói thầu
công văn: công văn
chỉ thị: chỉ thị
báo cáo: báo cáo
thông báo: thông báo
kết luận: kết luận | kết luận thanh tra
chi hội: chi hội | chi đoàn
giải pháp: giải pháp
giải: giải thưởng | giải nhất | giải nhì | giải ba | giải tư | giải khuyến khích
huy chương: huy chương
đặc khu: đặc khu
đề tài: đề tài | đề xuất
trung tâm: trung tâm
hoàn cảnh: hoàn cảnh
thuê bao: thuê bao
giấy: giấy chứng nhận | giấy phép
sản phẩm: sản phẩm
tổ: tổ
câu lạc bộ: câu lạc bộ | clb
ban: ban | ban chỉ đạo
nhà văn hóa: nhà văn hóa | nhà văn hóa cộng đồng
công viên: công viên
chi cục: chi cục
chương trình: chương trình
đề án: đề án
kế hoạch: kế hoạch
nghị quyết: nghị quyết
cây: cây | cây xanh
trạm: trạm | trạm y tế | trạm bơm
đợt: đợt
liều: liều | liều vắc xin | mũi | mũi tiêm
"""

# A word that begins something else than the noun a number counts.
_NO_UNIT_WORDS = """
    so với và hoặc hay đã được có trong ngoài của cho tại ở là thì mà để theo từ đến tới trên dưới do bị
    đang sẽ không chưa gồm bao chiếm đạt tăng giảm thuộc qua khi này nay nêu vào ra lên xuống còn nhưng
    nên vì như tương bằng cùng giữa sau trước đều chỉ vẫn mới rồi cũng nhất cao thấp hơn kém tiếp nhận
    giải xử thực hoàn kể tính trở gần khoảng phải cần đủ kết liên kịp góp nhằm đó đây kia ấy các những
    một hai ba bốn mỗi từng cả toàn tổng tỷ số lần_thứ vượt thu chi đầu cuối hiện đề ban_hành phục hưởng
    khá nhiều ít rất lại nữa thêm bình trung ước xấp đi về nếu dù tuy bởi hết
    """
NO_UNIT = frozenset(_NO_UNIT_WORDS.split())


def _table(lines: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for line in lines.strip().splitlines():
        key, _, names = line.partition(":")
        for name in names.split("|"):
            table[name.strip()] = key.strip()
    return table


_MEASURED = _table(_MEASURES)
DIMENSIONS = frozenset(_MEASURED.values())
COUNTED = _table(_NOUNS) | _MEASURED

# Units of one dimension in its base unit: ha, m, kg.
FACTORS = {
    "m2": Decimal("0.0001"),
    "m²": Decimal("0.0001"),
    "mét vuông": Decimal("0.0001"),
    "km2": Decimal(100),
    "km²": Decimal(100),
    "ki lô mét vuông": Decimal(100),
    "km": Decimal(1000),
    "ki lô mét": Decimal(1000),
    "kilômét": Decimal(1000),
    "kilomet": Decimal(1000),
    "cây số": Decimal(1000),
    "cm": Decimal("0.01"),
    "mm": Decimal("0.001"),
    "tấn": Decimal(1000),
    "tạ": Decimal(100),
    "yến": Decimal(10),
    "g": Decimal("0.001"),
    "gam": Decimal("0.001"),
}
