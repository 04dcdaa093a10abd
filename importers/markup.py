"""Foreign XML in one pass: elements with their attributes; entities, DTD and deep nesting are refused."""

from __future__ import annotations

import io
import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from actions.intake.refusal import ImportRefused
from importers.limits import DEFAULT, Limits

TOO_COMPLEX = "Разметка XML слишком велика или вложена: файл не читается"

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True)
class Element:
    """Name and attributes without their namespaces, and the line it starts on."""

    name: str
    attributes: dict[str, str]
    line: int

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


def read_elements(text: str, wanted: Container[str], limits: Limits = DEFAULT) -> list[Element]:
    """The wanted elements in the order of the file; the declared encoding is ignored: the text is decoded."""
    _check_tags(text, limits)
    head = _DECLARATION.match(text)
    start = head.end() if head else 0
    lines_cut = text.count("\n", 0, start)
    collector = _Collector(wanted, limits, lines_cut)
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(collector)
    try:
        parser.parse(io.BytesIO(text[start:].lstrip("\ufeff").encode("utf-8", "replace")))
    except DefusedXmlException as error:
        raise ImportRefused.because(
            "В файле объявлены сущности или внешние ссылки (DTD): такой файл не читается"
        ) from error
    except SAXParseException as error:
        raise ImportRefused.because(
            "Файл оборван или испорчен: разметка XML не читается дальше этого места",
            line=(error.getLineNumber() or 1) + lines_cut,
        ) from error
    return collector.found


def _check_tags(text: str, limits: Limits) -> None:
    """A parser reads a whole tag before it can be stopped, so long ones are found first."""
    place, tags = text.find("<"), 0
    while place >= 0:
        following = text.find("<", place + 1)
        tags += 1
        if (following if following >= 0 else len(text)) - place > limits.tag_chars or tags > 3 * limits.elements:
            raise ImportRefused.because(TOO_COMPLEX, line=text.count("\n", 0, place) + 1)
        place = following


class _Collector(ContentHandler):
    def __init__(self, wanted: Container[str], limits: Limits, lines_cut: int) -> None:
        super().__init__()
        self.wanted = wanted
        self.limits = limits
        self.lines_cut = lines_cut
        self.found: list[Element] = []
        self.depth = 0
        self.count = 0
        self.locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:
        self.locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.depth += 1
        self.count += 1
        line = self.locator.getLineNumber() + self.lines_cut
        if self.depth > self.limits.depth or len(attrs) > self.limits.attributes or self.count > self.limits.elements:
            raise ImportRefused.because(TOO_COMPLEX, line=line)
        local = name.rpartition(":")[2]
        if local in self.wanted:
            plain = {key.rpartition(":")[2]: value for key, value in attrs.items()}
            self.found.append(Element(local, plain, line))

    def endElement(self, name: str) -> None:
        self.depth -= 1
