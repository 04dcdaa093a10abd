"""The forms that stand on a page, with what a browser would send of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass
class PageForm:
    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.select = page, list[PageForm](), ""
        self.outside: dict[str, str] = {}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append(PageForm(given.get("method", "get").lower(),
                                       urljoin(self.page, given.get("action") or self.page)))
        elif self.forms and (name := given.get("name", "")):
            if given.get("type") == "file":
                self.forms[-1].files.append(name)
            elif tag in ("input", "textarea", "select"):
                self.forms[-1].fields.setdefault(name, given.get("value", ""))
                self.select = name if tag == "select" else ""
        elif tag == "option" and self.forms and self.select and "selected" in given:
            self.forms[-1].fields[self.select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""


def forms_on(page: str, html: str) -> list[PageForm]:
    reader = _Reader(page)
    reader.feed(html)
    return reader.forms
