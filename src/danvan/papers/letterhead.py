"""What a unit prints above and below its papers (Decree 30/2020/NĐ-CP, annex I)."""

from danvan.orgs.models import Kind, Level, Unit
from danvan.papers.models import Signer
from danvan.papers.templates import Template
from danvan.writers.paper import Letterhead, Signature

_COMMITTEES = frozenset({Kind.TERRITORY, Kind.PEOPLES_COMMITTEE})
_HEADS = {
    Kind.PEOPLES_COUNCIL: "Chủ tịch",
    Kind.FATHERLAND_FRONT: "Chủ tịch",
    Kind.INSPECTORATE: "Chánh Thanh tra",
    Kind.POLICE: "Trưởng Công an",
    Kind.SERVICE_UNIT: "Giám đốc",
    Kind.STATE_ENTERPRISE: "Tổng Giám đốc",
}
_SYMBOLS = {
    Kind.PEOPLES_COUNCIL: "HĐND",
    Kind.FATHERLAND_FRONT: "MTTQ",
    Kind.INSPECTORATE: "TT",
}


def letterhead(unit: Unit) -> Letterhead:
    """Return the issuer, the body above it where one prints it, and the place."""
    above = unit.parent
    shown = above.office_name if above and above.level != Level.CENTRAL else ""
    if above and unit.kind == Kind.PEOPLES_COMMITTEE and above.kind == Kind.TERRITORY:
        # The committee sits in its own territory: above it is the territory's parent.
        shown = ""
    return Letterhead(shown, unit.office_name, _place(unit))


def head_title(unit: Unit) -> str:
    """Return what the head of the unit is called, as a title ("Chủ tịch")."""
    if unit.kind in _COMMITTEES:
        return "Chủ tịch"
    if unit.kind == Kind.DEPARTMENT:
        return "Giám đốc" if unit.level == Level.PROVINCE else "Trưởng phòng"
    return _HEADS.get(Kind(unit.kind), "Thủ trưởng đơn vị")


def head_name(unit: Unit) -> str:
    """Return the head with the office, as a paper addresses it.

    "Chủ tịch Ủy ban nhân dân phường Ninh Kiều".
    """
    name = unit.office_name
    return f"{head_title(unit)} {name}" if name else head_title(unit)


def signature(unit: Unit, template: Template, signer: str) -> Signature:
    """Return authority and post; the name is written when it is signed."""
    if template.signs in {"", "officer"}:
        return Signature()
    title = head_title(unit)
    above = ""
    if template.signs == "committee" and unit.kind in _COMMITTEES:
        above = "TM. Ủy ban nhân dân"
    if signer == Signer.DEPUTY:
        deputy = "Phó " + title[:1].lower() + title[1:]
        behalf = f"KT. {title}"
        return Signature(f"{above}\n{behalf}" if above else behalf, deputy)
    return Signature(above, title)


def frozen(unit: Unit, template: Template, signer: str) -> dict[str, str]:
    """Return letterhead and signature as texts, to be kept with the paper."""
    top, below = letterhead(unit), signature(unit, template, signer)
    return {
        "parent": top.parent,
        "issuer": top.issuer,
        "place": top.place,
        "authority": below.authority,
        "post": below.post,
    }


def symbol(unit: Unit, template: Template) -> str:
    """Return what follows the number: "TB-UBND", or "UBND-VP" for a letter."""
    short = short_name(unit)
    if template.kind:
        return f"{template.symbol}-{short}"
    return f"{short}-VP" if unit.kind in _COMMITTEES else short


def short_name(unit: Unit) -> str:
    """Return the unit's short name for symbols: UBND, or that of its code (SXD).

    >>> short_name(Unit(code="P92.SXD", name="Sở Xây dựng", kind="department"))
    'SXD'
    """
    if unit.kind in _COMMITTEES:
        return "UBND"
    if unit.kind in _SYMBOLS:
        return _SYMBOLS[Kind(unit.kind)]
    _place_code, dot, suffix = unit.code.partition(".")
    if dot:
        return suffix
    initials = "".join(word[0] for word in unit.name.split() if word[0].isalpha())
    return initials.upper()[:8]


def _place(unit: Unit) -> str:
    """Return the place that stands before the date, without its rank."""
    named = unit
    while named.kind != Kind.TERRITORY and named.parent is not None:
        named = named.parent
    for rank in ("Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Đặc khu "):
        if named.name.startswith(rank):
            return named.name.removeprefix(rank)
    return named.name
