"""Find the article in a web page, and strip what is not of it."""

import re
from collections.abc import Iterator

from lxml import etree

_DROPPED = frozenset(
    {
        *("script", "style", "noscript", "template", "svg", "canvas", "iframe"),
        *("object", "embed", "audio", "video", "head", "nav", "aside", "button"),
        *("select", "option", "input", "textarea", "dialog", "map"),
    }
)
_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu"}
)
# Whole words of class and id names: "menu", "main-menu", "menu_top"; not "document".
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|breadcrumbs?|sidebar|footer|masthead"
    r"|topbar|comments?|share|sharing|social|related|lienquan|tinlienquan|tin-khac"
    r"|other-?news|counter|visitors?|thongke|luottruycap|banner|ads?|advert\w*|popup"
    r"|modal|cookie\w*|pagination|pager|paging|login|search|searchbox|tags?|hotline"
    r"|weather|rating|toolbar|print|widget)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST = 0.75
_ARTICLE_LEAST = 0.4
_LONG_CELL = 600


def article_of(root: etree._Element) -> etree._Element:
    """Return the smallest element that holds most of what is said, links apart.

    The tree is changed: menus, scripts and hidden parts are taken out of it.
    """
    body = next(root.iter("body"), root)
    _strip(body)
    weight = _weigh(body)
    whole = weight[body] or 1
    found = _named(body, weight, _ARTICLE_LEAST * whole)
    if found is None:
        found = _descend(body, weight, whole)
    _strip_link_lists(found, weight)
    return found


def _strip(body: etree._Element) -> None:
    doomed = [e for e in body.iterdescendants() if e is not body and _is_furniture(e)]
    for element in doomed:
        _drop(element)


def _is_furniture(element: etree._Element) -> bool:
    if not isinstance(element.tag, str):
        return True
    if element.tag in _DROPPED or element.get("role") in _ROLES:
        return True
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    if element.tag in ("header", "footer"):
        return not any(a.tag == "article" for a in element.iterancestors())
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag not in ("body", "main", "article") and bool(
        _FURNITURE.search(names)
    )


def _drop(element: etree._Element) -> None:
    """Take an element out, keeping the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _weigh(body: etree._Element) -> dict[etree._Element, int]:
    """Count the characters under each element that are not links, bottom up."""
    weight: dict[etree._Element, int] = {}
    for _, element in etree.iterwalk(body, events=("end",)):
        own = 0 if element.tag == "a" else len((element.text or "").strip())
        for child in element:
            inner = 0 if element.tag == "a" else weight.get(child, 0)
            own += inner + len((child.tail or "").strip())
        weight[element] = own
    return weight


def _named(
    body: etree._Element, weight: dict[etree._Element, int], least: float
) -> etree._Element | None:
    marked = body.xpath(
        "//*[@itemprop='articleBody'] | //article | //main | //*[@role='main']"
    )
    heavy = [e for e in marked if weight.get(e, 0) >= max(least, 1)]
    # Of several nested ones the article, with its title, rather than its body.
    order = {"article": 0, "main": 2}
    return min(
        heavy, key=lambda e: (order.get(e.tag, 1), -weight.get(e, 0)), default=None
    )


def _descend(
    element: etree._Element, weight: dict[etree._Element, int], whole: int
) -> etree._Element:
    while True:
        heavy = (c for c in _inner(element) if weight.get(c, 0) >= _MOST * whole)
        inner = next(heavy, None)
        if inner is None:
            return element
        element = inner


def _inner(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the parts of an element, through tables that only lay out the page."""
    for child in element:
        if child.tag in ("div", "section", "center", "form"):
            yield child
        elif child.tag == "table":
            cells = list(child.iter("td"))
            yield from cells if any(map(is_layout, cells)) else ()


def is_layout(cell: etree._Element) -> bool:
    """Say whether a cell is a column of a page rather than a cell of a table."""
    inner = next(cell.iter("table"), None) is not None
    return inner or len(cell.xpath("normalize-space()")) > _LONG_CELL


def _strip_link_lists(found: etree._Element, weight: dict[etree._Element, int]) -> None:
    """Drop lists that are little else than links: related news, menus unnamed."""
    for element in [
        e for e in found.iter("ul", "ol", "div", "table") if e is not found
    ]:
        links = list(element.iter("a"))
        linked = sum(len("".join(a.itertext()).strip()) for a in links)
        if len(links) >= 3 and linked > 2 * weight.get(element, 0):
            _drop(element)
