"""Papers of a practice against days, absences and levels entered by hand (Пр. 12)."""

from __future__ import annotations

import datetime as dt

import pytest

from queries.forms.practice import practice_papers
from queries.practice_programme import practice_of
from rules.terms import FinalValue, PracticeKind, Role, SheetPart
from tests import factories as f
from tests.families import asks
from tests.views.practice_world import absences, day, members, practice


@pytest.fixture
def programme(db):
    """Three days: one worked twice, with an absence between; the other's place is his own."""
    absences()
    made = practice(students=2, hours=36, group__name="ПК-31", order_number="17-П", order_date=dt.date(2023, 11, 1),
                    enterprise=f.EnterpriseFactory(name="Столовая № 1", address="ул. Мира, 2"))
    one, other = members(made)
    made.journal.line.competencies = [f.CompetenceFactory(
        curriculum=made.journal.line.curriculum, code="ПК 1.1", title="Готовить полуфабрикаты")]
    first = day(made, dt.date(2023, 11, 14), [one, other])
    second = day(made, dt.date(2023, 11, 15), [other])
    day(made, dt.date(2023, 11, 16), [one])
    kind = f.m.db.session.query(f.m.AbsenceKind).filter_by(letter="н").one()
    f.AbsenceFactory(cell=f.CellFactory(lesson=second, student=one), kind=kind, hours=6)
    f.MarkFactory(cell=f.CellFactory(lesson=first, student=one), value=4)
    f.PlacementFactory(programme=made, student=other, mentor="Петров П. П.",
                       enterprise=f.EnterpriseFactory(name="Кафе", address=None))
    sheet = f.AttestationSheetFactory(programme=made, student=one, value=FinalValue.FOUR,
                                      signed_on=dt.date(2023, 11, 27), characteristics="Работал хорошо.")
    f.SheetRowFactory(sheet=sheet, part=SheetPart.WORK, position=1, title="Разделка туш", level="high")
    f.SheetRowFactory(sheet=sheet, part=SheetPart.PROFESSIONAL, position=1, level="full",
                      title="ПК 1.1. Готовить полуфабрикаты")
    return made


def papers(user, journal_id):
    """As a request finds them: nothing is loaded yet."""
    f.m.db.session.expunge_all()
    found = practice_of(user, f.m.db.session.get_one(f.m.Journal, journal_id))
    assert found is not None
    return {paper.student_id: paper for paper in practice_papers(user, *found)}


def test_papers_by_hand(programme):
    one, other = members(programme)
    one_id, other_id = one.id, other.id
    found = papers(asks(f.UserFactory(roles=(Role.SENIOR_MASTER,))), programme.journal_id)
    own = found[one_id]
    assert [(each.date.day, each.hours, each.mark, each.absent) for each in own.days] == [
        (14, 6, "4", ""), (15, 0, "", "н"), (16, 6, "", "")]
    assert (own.work.days, own.work.hours, own.work.missed_days, own.work.unexcused) == (2, 12, 1, 6)
    assert (own.place, own.address, own.mentor) == ("Столовая № 1", "ул. Мира, 2", "")
    assert (found[other_id].place, found[other_id].address, found[other_id].mentor) == ("Кафе", "", "Петров П. П.")
    assert own.sheet.levels == {(SheetPart.WORK, "Разделка туш"): "high",
                                (SheetPart.PROFESSIONAL, "ПК 1.1. Готовить полуфабрикаты"): "full"}
    assert (own.lacks, found[other_id].lacks[-1]) == ((), "отметка")
    face = own.face
    assert (face.kind, face.group, face.course, face.hours, face.order, str(face.days)) == (
        PracticeKind.INDUSTRIAL, "ПК-31", 2, 36, "№ 17-П от 01.11.2023", "с 14.11.2023 по 27.11.2023")


def test_another_supervisor_finds_no_practice(programme):
    assert practice_of(asks(f.TeacherFactory()), programme.journal) is None


def test_growth(programme, count_queries):
    master, id, journal_id = asks(f.UserFactory(roles=(Role.SENIOR_MASTER,))), programme.id, programme.journal_id
    with count_queries() as few:
        papers(master, journal_id)
    again = f.m.db.session.get_one(f.m.PracticeProgramme, id)
    for number in range(20):
        f.MembershipFactory(group=again.journal.group)
        if number < 8:
            day(again, dt.date(2023, 11, 17) + dt.timedelta(days=number), [])
    with count_queries(at_most=22) as many:
        assert len(papers(master, journal_id)) == 22
    assert len(many) == len(few)
