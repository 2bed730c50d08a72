"""The forms of a page as a browser would send them back."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """Where a form is sent, what it would send untouched, and its file fields."""

    action: str = ""
    method: str = "get"
    said: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._area = ""

    def handle_starttag(self, tag, attrs):
        said = {key: value or "" for key, value in attrs}
        name = said.get("name", "")
        if tag == "form":
            method = said.get("method", "get").lower()
            self._form = Form(said.get("action", ""), method)
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "option" and self._select:
            if "selected" in said or self._select not in self._form.said:
                self._form.said[self._select] = said.get("value", "")
        elif not name:
            return
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
            self._form.said[name] = ""
        elif tag == "input" and said.get("type") == "file":
            self._form.files.append(name)
        elif tag == "input" and said.get("type") in {"radio", "checkbox"}:
            if "checked" in said or name not in self._form.said:
                self._form.said[name] = said.get("value", "on")
        elif tag in {"input", "button"}:
            self._form.said.setdefault(name, said.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data):
        if self._area and self._form is not None:
            self._form.said[self._area] += data


def forms(html: str) -> list[Form]:
    """Return the forms of a page; the token against forgery is left out."""
    reader = _Reader()
    reader.feed(html)
    for form in reader.forms:
        form.said.pop("csrfmiddlewaretoken", None)
    return reader.forms
