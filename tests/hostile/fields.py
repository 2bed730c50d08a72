"""What is sent to forms that no page shows while the walked world is as it is.

Values are those a browser would send; a form that a page shows needs no line here.
"""

from collections.abc import Mapping

from danvan.core.casework.workflow import Step
from danvan.petitions.step_forms import FORMS
from danvan.ui.widgets import DateField

_DAY = {"day": "1", "month": "2", "year": "2026"}
_ID = "00000000-0000-0000-0000-000000000001"


def _on(name: str) -> dict[str, str]:
    return {f"{name}_{part}": value for part, value in _DAY.items()}


def step(verb: str, version: object) -> dict[str, str]:
    """Return the fields of a step's form, each with something in it."""
    said = {"version": str(version)}
    for name, field in FORMS[Step(verb)].base_fields.items():
        if isinstance(field, DateField):
            said |= _on(name)
        elif choices := [str(value) for value, _label in getattr(field, "choices", ())]:
            said.setdefault(name, choices[-1])
        else:
            said.setdefault(name, "1")
    return {f"{verb}-{name}": value for name, value in said.items()}


_SIGN_IN = {"username": "u-own", "password": "x", "next": "/"}
_PASSPHRASE = {"passphrase": "chín con mèo ngủ trưa"}
_TASK = {"what": "Đo đất", "who": "Tổ xác minh", **_on("due")}
_ORDER = {**_TASK, "kind": "money", "ordered": "1.000", "officials": "1"}

_COMPILE = "office /forms/compile/<int:unit>/<slug:period>/<slug:sheet>/"
FIELDS: Mapping[str, Mapping[str, str]] = {
    f"{_COMPILE}note/": {"note": "Đã đối chiếu"},
    f"{_COMPILE}nothing/": {"code": "XLD22"},
    f"{_COMPILE}send/": {"reason": "Đã quá hạn"},
    f"{_COMPILE}<slug:code>/enter/": {"XLD22-value": "1", "XLD22-reason": "Sổ"},
    "office /sign-in/": _SIGN_IN,
    "office /sign-in/code/": {"code": "123456"},
    "office /petitions/filters/": {"query": "q=a", "name": "Của tôi", "shared": "on"},
    "office /petitions/bulk/<uuid:pk>/go/": {"verb": "screen", "note": "Ghi chú"},
    "office /petitions/succession/<str:code>/": {"successor": "T-own"},
    "office /petitions/<uuid:pk>/part/": {
        "version": "1",
        "kind": "feedback",
        "what": "Cống hỏng",
        "request": "",
    },
    "office /petitions/<uuid:pk>/route/": {
        "version": "1",
        "branch": "KNPA_01",
        "to_unit": "1",
        "to_name": "Sở",
        "reply": "Trả lời",
    },
    "office /petitions/<uuid:pk>/tasks/<int:task>/": {"task-1-result": "Xong"},
    "office /petitions/<uuid:pk>/orders/<int:execution>/": {"order-1-done": "1"},
    "office /petitions/<uuid:pk>/link/": {
        "kind": "copy",
        "reply": "Đã trả lời",
        "of": _ID,
        "version": "1",
    },
    "office /petitions/<uuid:pk>/unlink/": {"kind": "copy", "of": _ID, "version": "1"},
    "office /petitions/<uuid:pk>/tasks/": _TASK,
    "office /petitions/<uuid:pk>/orders/": _ORDER,
    "office /forms/values/<int:unit>/<slug:period>/<slug:code>/choose/": {
        "value": "1",
        "reason": "Đã đối chiếu",
    },
    "office /forms/gather/take/": {"seen": "x", "reason": "Tệp sửa"},
    "office /forms/gather/sheet/": {"seen": "x"},
    "office /forms/gather/forms/sheet/": {"seen": "x"},
    "office /vault/units/<str:code>/add-holder/": {"user": "1", **_PASSPHRASE},
    "office /vault/units/<str:code>/hand-over/": {"holders": "1", **_PASSPHRASE},
    "office /vault/units/<str:code>/remove/<uuid:user>/": {
        "replacements": "1",
        "sure": "on",
        **_PASSPHRASE,
    },
    "office /vault/recovery/": {"public": "x", "offices": "Thanh tra tỉnh"},
    "office /vault/cases/<uuid:pk>/verify/<slug:part>/": {"officer": "1"},
    "office /vault/cases/<uuid:pk>/pass-on/": {
        "to": "T-sibling",
        "extract": "Tóm tắt",
        "accused": "",
        "whole": "0",
        "legal": "Điều 59",
        "forward": "on",
    },
    "office /vault/cases/<uuid:pk>/pass-on/check/": {"to": "T-sibling", "extract": "x"},
    "office /vault/cases/<uuid:pk>/pass-on/send/": {
        "to": "T-sibling",
        "extract": "x",
        "files": "0",
    },
    "office /vault/cases/<uuid:pk>/paper/<slug:name>/": {"subject": "Đơn"},
    "office /receptions/sessions/publish/": {"session": _ID, "month": "2026-11"},
    "office /receptions/sessions/<uuid:pk>/give-hour/": {
        "slot": "1",
        "name": "Người mẫu",
        "phone": "0900000001",
        "key": _ID,
    },
    "office /publishing/editions/new/": {"period": "2025-q3", "title": "Quý III"},
    "office /publishing/sources/<slug:sha256>/": {
        "number": "12/BC-UBND",
        "day": "1/2/2026",
        "issuer": "UBND",
        "published": "on",
        "where": "Báo",
    },
    "portal /tin/<uuid:pk>/viet/": {
        "key": _ID,
        "text": "Ý kiến mẫu",
        "name": "Người mẫu",
        "website": "",
        "token": "",
        "digits": "",
    },
    "portal /lich-tiep/hen/": {
        "name": "Người mẫu",
        "phone": "0900000001",
        "slot": "1",
        "key": _ID,
        "website": "",
        "token": "",
        "digits": "",
    },
    "portal /gui/<slug:flow>/xem-lai/": {"website": "", "token": "x", "digits": "1"},
    "portal /gui/thu-kin/": {"act": "check", "what": "Chuyện mẫu", "remove": _ID},
    "portal /tra-cuu/y-kien/": {"number": "DV26-0000", "code": "x", "answer": "yes"},
}

# Fields for a file that no page shows.
UPLOADS: Mapping[str, str] = {
    "office /papers/<uuid:pk>/signed/": "file",
    "office /forms/submissions/<uuid:pk>/attach/": "file",
}

# Addresses that read no field of what is sent: pages that show the same however they
# are asked, and steps that the address says whole. A new one is named here, with care.
_PAGES = (
    *("healthz", "", "search/", "gallery/", "journal/", "account/", "people/"),
    *("vault/key/", "vault/units/", "receptions/new/earlier/"),
)
_STEPS = (
    "forms/values/<int:unit>/<slug:period>/count/",
    *(f"publishing/drafts/<uuid:pk>/{step}/" for step in ("finish", "reopen")),
    "publishing/drafts/<uuid:pk>/figure/<int:number>/take/",
    *("sign-out/", "people/<uuid:pk>/second-factor/", "people/roles/<int:pk>/end/"),
    *("petitions/filters/<uuid:pk>/drop/", "petitions/bulk/<uuid:pk>/undo/"),
    "registers/views/<uuid:pk>/drop/",
    *(
        f"publishing/editions/<uuid:pk>/{step}/"
        for step in ("approve", "give-back", "publish", "drop")
    ),
    *("papers/<uuid:pk>/own-number/", "vault/key/lock/"),
    "leaders/<int:unit>/urge/",
    "vault/units/<str:code>/intake/<int:decision>/end/",
    *(
        f"vault/cases/<uuid:pk>/{step}/"
        for step in (
            *("end/<int:access>", "take-back/<str:code>", "close"),
            "open/<slug:part>/<uuid:file>",
        )
    ),
    *("vault/requests/<uuid:pk>/approve/", "vault/requests/<uuid:pk>/decline/"),
    *(
        "receptions/visits/<uuid:pk>/petition/",
        "receptions/sessions/<uuid:pk>/mark/<slug:step>/",
    ),
    *(
        "receptions/appointments/<uuid:pk>/arrive/",
        "reports/<uuid:pk>/<slug:key>/take-back/",
    ),
    *(
        f"forms/<int:unit>/<slug:period>/<slug:form>/<slug:part>/{step}/"
        for step in ("count", "nothing", "sign", "send")
    ),
    *(
        f"forms/compile/<int:unit>/<slug:period>/<slug:sheet>/{step}/"
        for step in ("sign", "unsign")
    ),
    *(
        f"forms/submissions/<uuid:pk>/{step}/"
        for step in ("unsign", "approve", "accept", "unaccept", "lock")
    ),
)
BARE = frozenset(
    {f"office /{path}" for path in (*_PAGES, *_STEPS)}
    | {f"portal /{path}" for path in ("healthz", "gui/bien-nhan/", "gui/bo/")}
)
