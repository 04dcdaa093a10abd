"""What every printed form has around its body (п. 4.1)."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from documents.forms.copies import copies_pdf
from documents.forms.layout import Layout, Page
from queries.reports.ask import Letterhead

LONG = "Аттестационные листы, ПП.02 Производственная практика по профилю специальности, ИС-21"


@pytest.mark.parametrize("page", ["portrait", "landscape", "a3"])
def test_a_long_title_stays_on_the_line_of_the_footer(caplog, page: Page):
    layout = Layout("Лист", (), Markup("<p>Текст</p>"), page=page)
    assert copies_pdf(LONG, [layout], Letterhead()).startswith(b"%PDF")
    assert "footer" not in caplog.text, "two lines do not fit and are shrunk"
