"""Pages and the forms on them, as a browser without scripts reads them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form as it stands on a page: what it would send."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """An answer, after redirects."""

    status: int
    path: str
    text: str
    retry_after: str | None = None

    def form(self, *names: str) -> Form:
        """Give the form that asks for these."""
        for form in _Forms(self).found:
            if form.fields.keys() >= {*names}:
                return form
        raise AssertionError(f"{self.path} ({self.status}) has no {names}: {self.text}")


class _Forms(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.path, self.found = page.path, list[Form]()
        self.box = self.select = ""
        self.feed(page.text)

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in pairs}
        if tag == "form":
            self.found.append(Form(said.get("action") or self.path))
        if not self.found:
            return
        fields, name = self.found[-1].fields, said.get("name", "")
        if tag == "input" and said.get("type") not in {"checkbox", "radio", "file"}:
            fields[name] = said.get("value", "")
        if tag in {"textarea", "select"}:
            fields[name] = ""
            self.box, self.select = (name, "") if tag == "textarea" else ("", name)
        if tag == "option" and self.select:
            choices = self.found[-1].choices.setdefault(self.select, [])
            choices.append(said.get("value", ""))
            if "selected" in said:
                fields[self.select] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.box:
            fields = self.found[-1].fields
            fields[self.box] = fields[self.box].removeprefix("\n")
            self.box = ""
        if tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.box:
            self.found[-1].fields[self.box] += data
