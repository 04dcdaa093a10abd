"""How each single form is laid out for paper and for a spreadsheet (п. 4.1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from documents.forms.absence_sheet import absence_sheet_layout
from documents.forms.diploma import diploma_layout, diploma_tables
from documents.forms.exam_sheet import exam_sheet_layout, exam_sheet_table
from documents.forms.frame import Frame, form_pdf
from documents.forms.group_sheet import group_sheet_layout
from documents.forms.layout import Layout
from documents.forms.of_report import report_layout
from documents.forms.orders import orders_layout
from documents.forms.practice import attestation_layout, characteristic_layout, diary_layout
from documents.forms.studies import studies_layout
from documents.forms.transcript import transcript_layout, transcript_table
from documents.group_journal import group_journal_pdf
from documents.inspection_act import act_layout
from documents.reports.layouts import lay_out
from documents.table import Table
from documents.xlsx import xlsx_bytes
from queries.reports.ask import Letterhead


def _report(data: Any, head: Letterhead) -> Layout:
    return report_layout(lay_out(data, head))


def _of_student(layout: Callable[[Any], Layout]) -> Callable[[Any, Letterhead], Layout]:
    """A paper of practice is signed by those who led it, the college's head does not matter."""
    return lambda data, _: layout(data[0])


LAYOUTS: dict[str, Callable[[Any, Letterhead], Layout]] = {
    "exam-sheet": exam_sheet_layout, "resit-sheet": exam_sheet_layout, "group-sheet": group_sheet_layout,
    "absence-sheet": absence_sheet_layout,
    "hours-month": _report, "hours-year": _report, "curator-report": _report, "orders": orders_layout,
    "studies": lambda data, _: studies_layout(data), "transcript": transcript_layout, "diploma": diploma_layout,
    "inspection-act": lambda data, head: act_layout(data.act, data.readers, data.answers, head),
    "attestation-sheet": _of_student(attestation_layout),
    "characteristic": _of_student(characteristic_layout), "practice-diary": _of_student(diary_layout),
}
BOOKS: dict[str, Callable[[Any, Letterhead, Frame], bytes]] = {"group-journal": group_journal_pdf}
TABLES: dict[str, Callable[[Any], Sequence[Table]]] = {
    "exam-sheet": lambda data: [exam_sheet_table(data)], "resit-sheet": lambda data: [exam_sheet_table(data)],
    "transcript": lambda data: [transcript_table(data)],
    "diploma": diploma_tables,
}


def form_paper(code: str, data: Any, head: Letterhead, frame: Frame) -> bytes:
    """The numbered paper: a layout in the common frame, or a book that has pages of its own."""
    return BOOKS[code](data, head, frame) if code in BOOKS else form_pdf(LAYOUTS[code](data, head), frame)


def form_xlsx(code: str, data: Any) -> bytes:
    """The form as a workbook."""
    return xlsx_bytes(*TABLES[code](data))
