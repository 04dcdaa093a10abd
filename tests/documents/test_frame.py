"""What every printed form has around its body (п. 4.1)."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from documents.forms.copies import copies_pdf
from documents.forms.layout import Layout, Page
from documents.journal import journal_pdf
from queries.reports.ask import Letterhead
from tests.documents.sheets import make_sheet

LONG = "Аттестационные листы, ПП.02 Производственная практика по профилю специальности, ИС-21"
LONGER = f"{LONG}: техническое обслуживание и ремонт электрического и электромеханического оборудования, {LONG}"


@pytest.mark.parametrize("page", ["portrait", "landscape", "a3"])
@pytest.mark.parametrize("title", [LONG, LONGER])
def test_a_long_title_stays_on_the_line_of_the_footer(caplog, title: str, page: Page):
    layout = Layout("Лист", (), Markup("<p>Текст</p>"), page=page)
    assert copies_pdf(title, [layout], Letterhead()).startswith(b"%PDF")
    assert "footer" not in caplog.text, "two lines do not fit and are shrunk"


@pytest.mark.parametrize("subject", [LONG, LONGER])
def test_a_long_subject_stays_on_the_line_of_the_footer(caplog, subject: str):
    assert journal_pdf(make_sheet(1, 1, subject=subject, index="")).startswith(b"%PDF")
    assert "footer" not in caplog.text, "two lines do not fit and are shrunk"
