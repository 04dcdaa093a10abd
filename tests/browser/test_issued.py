"""Lists of a document's form follow each other and keep what is chosen: a paper is issued for whom it was asked."""

from __future__ import annotations

import sqlalchemy as sa

from models import IssuedDocument
from rules.terms import FinalKind, Role
from tests import factories as f
from tests.report_world import journal, result, student


def test_lists_keep_what_was_chosen(db, open_browser, axe):
    groups = [f.GroupFactory(name=name) for name in ("ИС-21", "СВ-31", "ЭО-11")]
    for group in groups:
        of = journal(group, f"Математика {group.name[:2]}")
        result(of, student(group, f"Абрамова-{group.name[:2].capitalize()}"), "5", kind=FinalKind.EXAM)
    deputy = f.UserFactory(roles=(Role.DEPUTY_UPR,))
    db.commit()
    page = open_browser(deputy)
    page.goto("/documents/new/transcript")
    chosen = {}

    def choose(name, number):
        with page.expect_response(lambda one: "/documents/new/transcript?" in one.url):
            page.select_option(f"#{name}", index=number)
        page.wait_for_function("() => document.readyState === 'complete'")
        chosen[name] = page.locator(f"#{name}").input_value()
        page.wait_for_timeout(100)
        shown = {one.get_attribute("id"): one.input_value() for one in page.locator("form select").all()}
        assert {key: value for key, value in shown.items() if value} == chosen, "what was not chosen is «Не выбрано»"
    choose("group", 1)
    choose("student", 1)
    choose("period", 1)
    axe(page)
    page.get_by_role("button", name="Выдать с номером").click()
    page.wait_for_url("**/documents/*")
    db.rollback()
    paper = db.scalars(sa.select(IssuedDocument)).one()
    assert {key: str(value) for key, value in paper.arguments.items() if value} == {
        key: value for key, value in chosen.items() if key in paper.arguments}
