"""Tables of a web page as rows of text; merged cells are repeated down and across."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from actions.intake.refusal import ImportRefused
from importers.limits import DEFAULT, Limits
from importers.sheet import Line
from importers.text import clean

LARGEST = 2 * 2**20  # signs: a parser of web pages is slow on garbage
SILENT = ("script", "style", "noscript")
BREAKS = ("br", "p", "div", "td", "th", "tr", "li")


@dataclass
class Page:
    """Text outside of tables, line by line, and the rows of all tables, numbered by lines of the file."""

    texts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def read_page(text: str, limits: Limits = DEFAULT) -> Page:
    if len(text) > LARGEST:
        raise ImportRefused.because("Страница слишком велика: сохраните таблицу как xlsx")
    reader = _Reader(limits)
    reader.feed(text)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits, self.page = limits, Page()
        self.row: dict[int, str] | None = None
        self.cell: list[str] | None = None
        self.spans = (1, 1)
        self.below: dict[int, tuple[int, str]] = {}  # column → rows that a tall cell still covers, its text
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in SILENT:
            self.silent += 1
        elif tag == "table":
            self.below = {}
        elif tag == "tr":
            self._end_row()
            self.row = {}
        elif tag in ("td", "th") and self.row is not None:
            self._end_cell()
            self.cell = []
            self.spans = (self._span(values.get("rowspan"), self.limits.rows),
                          self._span(values.get("colspan"), self.limits.columns))
        if tag in BREAKS and self.cell is not None:
            self.cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.cell is not None:
            self.cell.append(data)
        elif self.row is None and clean(data):
            self.page.texts.append(clean(data))

    @staticmethod
    def _span(text: str | None, most: int) -> int:
        return min(int(text), most) if text and text.isdigit() and int(text) else 1

    def _end_cell(self) -> None:
        if self.cell is None or self.row is None:
            return
        text, self.cell = clean("".join(self.cell)), None
        tall, wide = self.spans
        for _ in range(wide):
            self._put(text, tall)

    def _put(self, text: str, tall: int) -> None:
        assert self.row is not None
        column = self._free()
        if column >= self.limits.columns:
            raise ImportRefused.because(f"В таблице больше {self.limits.columns} столбцов", line=self.getpos()[0])
        self.row[column] = text
        if tall > 1:
            self.below[column] = (tall, text)

    def _free(self) -> int:
        """The next column of the row, past the tall cells of rows above."""
        assert self.row is not None
        column = len(self.row)
        while column in self.below and column not in self.row:
            self.row[column] = self.below[column][1]
            column = len(self.row)
        return column

    def _end_row(self) -> None:
        self._end_cell()
        if self.row is None:
            return
        self._free()
        self.below = {column: (left - 1, text) for column, (left, text) in self.below.items() if left > 1}
        self.page.lines.append(Line(self.getpos()[0], tuple(self.row[column] for column in sorted(self.row))))
        self.row = None
        if len(self.page.lines) > self.limits.rows:
            raise ImportRefused.because(f"В таблице больше {self.limits.rows} строк: разделите файл на части")
