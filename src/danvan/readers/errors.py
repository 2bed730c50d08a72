"""Why a file cannot be read, and what its owner may do about it."""

from typing import Final

MESSAGES: Final[dict[str, dict[str, str]]] = {
    "unknown_type": {
        "vi": "Không đọc được loại tệp này. Hãy lưu thành DOCX, PDF, XLSX, HTML hoặc TXT rồi thử lại.",
        "en": "This type of file cannot be read. Save it as DOCX, PDF, XLSX, HTML or TXT and try again.",
    },
    "broken": {
        "vi": "Tệp bị hỏng hoặc chưa tải đủ. Hãy mở tệp bằng chương trình đã tạo ra nó, lưu lại rồi thử lại.",
        "en": "The file is damaged or incomplete. Open it in the program that made it, save it again and retry.",
    },
    "encrypted": {
        "vi": "Tệp đặt mật khẩu. Hãy bỏ mật khẩu rồi thử lại.",
        "en": "The file is protected by a password. Remove the password and try again.",
    },
    "empty": {
        "vi": "Tệp không có chữ nào. Hãy chọn tệp có nội dung báo cáo.",
        "en": "The file holds no text. Choose a file that holds the report.",
    },
    "too_large": {
        "vi": "Tệp quá lớn (giới hạn 50 MB, kể cả sau khi giải nén). Hãy bỏ bớt hình ảnh hoặc tách thành nhiều tệp.",
        "en": "The file is too large (at most 50 MB, unpacked contents likewise bounded). Take out pictures or split it.",
    },
    "too_long": {
        "vi": "Văn bản quá dài để kiểm tra trên trang này (giới hạn 300.000 ký tự). Hãy tách thành nhiều phần, hoặc kiểm tra cả tệp ngay trên máy bằng lệnh: danvan audit TỆP",
        "en": "The text is too long to be checked on this page (at most 300,000 characters). Split it, or check the whole file on the machine with the command: danvan audit FILE",
    },
    "scanned": {
        "vi": "Tệp PDF chỉ có ảnh quét, không có chữ. Hãy dùng tệp Word gốc hoặc bản PDF xuất từ Word.",
        "en": "The PDF holds scanned pictures only, no text. Use the Word file or a PDF exported from it.",
    },
    "secret": {
        "vi": "Văn bản có dấu chỉ độ mật. Không đưa tài liệu mật vào hệ thống này; tệp không được lưu.",
        "en": "The document bears a secrecy stamp. Secret papers must not enter this system; nothing was kept.",
    },
}


class Unreadable(Exception):
    """A file that no reader could turn into a text.

    ``code`` is one of the keys of ``MESSAGES``; ``message`` says in Vietnamese and
    English what is wrong and what to do: ``{"vi": …, "en": …}``.
    """

    def __init__(self, code: str, message: dict[str, str] | None = None) -> None:
        self.code = code
        self.message = message or MESSAGES[code]
        super().__init__(code, self.message)

    def __str__(self) -> str:
        return f"{self.code}: {self.message['en']}"
