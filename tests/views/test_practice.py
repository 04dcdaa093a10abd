"""The senior master's desk: who sees it, what is missing first (Пр. 12)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models import CurriculumLine
from rules.terms import ChangeKind, FinalKind, PracticeKind, Role
from tests import factories as f
from tests.views.practice_world import absences, day, members, practice, practice_journal

DATES = [dt.date(2023, 11, 14) + dt.timedelta(days=number) for number in (0, 1, 2, 3, 4, 6)]  # to 20 November


@pytest.fixture(autouse=True)
def words(db):
    absences()
    f.SemesterFactory()


def state(page: str) -> str:
    """The desk's table as people read it."""
    text = page.split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    return " ".join("".join(part.split(">", 1)[-1] for part in text.split("<")).split())


def test_a_practice_without_a_programme(login):
    practice_journal(group__name="ПК-31")
    page = login(Role.SENIOR_MASTER).get("/practice/").text
    assert "ПК-31. Производственная практика" in state(page)
    assert "нет программы" in state(page)


def test_days_without_logs_and_students_without_places_are_named(login):
    programme = practice(students=3)
    first, second, third = members(programme)
    f.PlacementFactory(programme=programme, student=first)
    for date in DATES[:4]:
        day(programme, date, [first, second, third])
    day(programme, DATES[4], [first, second])
    seen = state(login(Role.SENIOR_MASTER).get("/practice/").text)
    assert "идёт, заполнено 4 из 12 дней" in seen
    assert "не заполнено: 2 дня: 18.11, 20.11" in seen
    assert "нет мест: 2" in seen
    assert third.last_name in seen
    assert "нет листов" not in seen


def test_the_absent_need_no_log(login):
    programme = practice(students=2)
    first, second = members(programme)
    lesson = day(programme, DATES[0], [first])
    f.AbsenceFactory(cell__lesson=lesson, cell__student=second, hours=6)
    late = day(programme, DATES[1], [first])
    f.AbsenceFactory(cell__lesson=late, cell__student=second, hours=0,
                     kind__letter="о")  # who came late has worked and needs a log
    assert "заполнено 1 из 12 дней" in state(login(Role.SENIOR_MASTER).get("/practice/").text)


def test_who_came_later_is_asked_from_the_first_day(login):
    programme = practice(students=1)
    f.MembershipFactory(group=programme.journal.group, starts=dt.date(2023, 11, 16))
    for date in DATES[:3]:
        day(programme, date, members(programme)[:1])
    assert "заполнено 2 из 12 дней" in state(login(Role.SENIOR_MASTER).get("/practice/").text)


def test_a_moved_day_is_asked_on_its_new_date(login):
    programme = practice(students=1)
    for weekday in range(1, 7):
        f.TimetableSlotFactory(journal=programme.journal, weekday=weekday, pair=1, starts=programme.starts,
                               ends=programme.ends)
    f.TimetableChangeFactory(journal=programme.journal, date=DATES[5], pair=1, kind=ChangeKind.MOVED,
                             new_date=dt.date(2023, 11, 25), new_pair=2)
    for date in DATES[:5]:
        day(programme, date, members(programme))
    seen = state(login(Role.SENIOR_MASTER).get("/practice/").text)
    assert "заполнено 5 из 11 дней" in seen
    assert "не заполнено" not in seen


@pytest.mark.parametrize(("signed", "final", "said"), [
    (False, False, "нет листов: 1"), (True, False, "нет итоговых отметок: 1"), (True, True, "закрыта")])
def test_what_closes_a_practice(login, signed, final, said):
    programme = practice(students=1, hours=6, starts=DATES[0], ends=DATES[0], kind=PracticeKind.STUDY)
    student = members(programme)[0]
    day(programme, DATES[0], [student])
    f.AttestationSheetFactory(programme=programme, student=student, signed_on=DATES[0] if signed else None)
    if final:
        f.FinalMarkFactory(journal=programme.journal, student=student, kind=FinalKind.PRACTICE)
    page = login(Role.SENIOR_MASTER).get("/practice/").text
    assert said in state(page)
    assert ("закрыта" in state(page)) is final


def test_what_is_missing_comes_first(login):
    day_ahead = dt.date(2023, 12, 4)
    whole = practice(students=0, starts=day_ahead, ends=dt.date(2023, 12, 16), group__name="Г-3")
    practice_journal(group__name="Г-1")
    practice(students=1, starts=day_ahead, ends=dt.date(2023, 12, 16), group__name="Г-2")
    seen = state(login(Role.SENIOR_MASTER).get("/practice/").text)
    assert seen.index("Г-1") < seen.index("Г-2") < seen.index("Г-3")
    only = state(login(Role.SENIOR_MASTER).get("/practice/?show=gaps").text)
    assert "Г-2" in only
    assert whole.journal.group.name not in only


def test_practices_of_the_plan_without_journals(login):
    line = practice_journal().line
    group = f.GroupFactory(name="ИС-99", curriculum=line.curriculum)
    page = login(Role.SENIOR_MASTER).get("/practice/").text
    assert "журнала ещё нет" in page
    assert page.count(group.name) == 1
    assert "Создать журнал" not in page
    assert "Создать журнал" in login(Role.DEPUTY_OOD).get("/practice/").text


@pytest.mark.parametrize("query", ["show=all", "year=2O23", "year=20233"])
def test_a_malformed_filter_is_400(login, query):
    assert login(Role.SENIOR_MASTER).get(f"/practice/?{query}").status_code == 400


def test_another_year_is_another_list(login):
    practice_journal(group__name="ПК-31")
    assert "ПК-31" not in login(Role.SENIOR_MASTER).get("/practice/?year=2022").text


# who sees what

def test_a_teacher_and_a_curator_see_their_own_only(login):
    own, other = practice(group__name="СВ-12"), practice(group__name="ПК-31")
    curatorship = f.CuratorshipFactory(group=own.journal.group)
    supervisor = f.TeacherFactory()
    practice(group__name="ЭО-11", supervisor=supervisor)
    for who, sees in ((own.journal.teacher, "СВ-12"), (curatorship.user, "СВ-12"), (supervisor, "ЭО-11")):
        page = login(who).get("/practice/").text
        assert sees in page
        assert other.journal.group.name not in page
        assert "/programme\"" not in page, "only the senior master enters programmes"


def test_a_substitute_does_not_read_anothers_programme(login):
    programme = practice(group__name="СВ-12")
    substitute = f.TeacherFactory()
    f.TimetableChangeFactory(journal=programme.journal, date=DATES[5], pair=1, kind=ChangeKind.SUBSTITUTED,
                             substitute=substitute)
    client = login(substitute)
    assert client.get(f"/journal/{programme.journal.id}").status_code == 200
    assert "СВ-12" not in client.get("/practice/").text


def test_a_curator_is_not_told_of_draft_finals(login):
    programme = practice(students=1, hours=6, starts=DATES[0], ends=DATES[0], kind=PracticeKind.STUDY)
    student = members(programme)[0]
    day(programme, DATES[0], [student])
    f.AttestationSheetFactory(programme=programme, student=student, signed_on=DATES[0])
    f.FinalMarkFactory(journal=programme.journal, student=student, kind=FinalKind.PRACTICE)
    curator = f.CuratorshipFactory(group=programme.journal.group).user
    assert "закрыта" in state(login(Role.SENIOR_MASTER).get("/practice/").text)
    assert "нет итоговых отметок: 1" in state(login(curator).get("/practice/").text)


def test_a_parent_who_teaches_does_not_read_the_childs_practice(login):
    programme = practice(students=1, group__name="СВ-12")
    parent = f.UserFactory(roles=(Role.TEACHER, Role.PARENT))
    f.GuardianshipFactory(student=members(programme)[0], guardian=f.GuardianFactory(user=parent))
    client = login(parent)
    assert "СВ-12" not in client.get("/practice/").text
    assert login(Role.PARENT).get("/practice/").status_code == 403


@pytest.mark.parametrize(("practices", "students"), [(1, 5), (5, 25)])
def test_the_desks_cost_does_not_grow(login, practices, students, count_queries):
    for _ in range(practices):
        programme = practice(students=students)
        f.PlacementFactory(programme=programme, student=members(programme)[0], enterprise__name=f"База {programme.id}")
        day(programme, DATES[0], members(programme))
    client = login(Role.SENIOR_MASTER)
    with count_queries(at_most=21):
        assert client.get("/practice/").status_code == 200


def test_the_senior_master_starts_here(login):
    assert login(Role.SENIOR_MASTER).get("/").headers["Location"].endswith("/practice/")


def test_no_journal_of_lessons_is_among_practices(login, db):
    f.JournalFactory(group__name="ИС-21")
    page = login(Role.SENIOR_MASTER).get("/practice/").text
    assert "Практик в этом учебном году нет" in page
    assert db.scalar(sa.select(sa.func.count()).select_from(CurriculumLine)) == 1
