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

from importers.limits import DEFAULT, Limits
from importers.refusal import ImportRefused

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True)
class Element:
    """Name and attributes without their namespaces, and the line the element ends its opening on."""

    name: str
    attributes: dict[str, str]
    line: int

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


def read_elements(text: str, wanted: Container[str], limits: Limits = DEFAULT) -> list[Element]:
    """The wanted elements in the order of the file; the declared encoding is ignored: the text is decoded."""
    head = _DECLARATION.match(text)
    lines_cut = head.group().count("\n") if head else 0
    collector = _Collector(wanted, limits, lines_cut)
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(collector)
    try:
        parser.parse(io.BytesIO(text[head.end() if head else 0 :].lstrip("\ufeff").encode("utf-8", "replace")))
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
            raise ImportRefused.because("Разметка XML слишком велика или вложена: файл не читается", line=line)
        local = name.rpartition(":")[2]
        if local in self.wanted:
            plain = {key.rpartition(":")[2]: value for key, value in attrs.items()}
            self.found.append(Element(local, plain, line))

    def endElement(self, name: str) -> None:
        self.depth -= 1
