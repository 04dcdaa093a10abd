"""The desk of the deputy for upbringing: by curator, down to the parent, whose it is, its budget (Пр. 11)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from queries.curator_absences import Waiting
from queries.upbringing import pupils
from rules.norms import Norms
from rules.terms import LetterWay, Role
from tests import factories as f
from tests.families import asks

ROOT = "/control/upbringing"
TODAY = f.TODAY
DAY = dt.timedelta(days=1)


@pytest.fixture
def uvr(db: Any) -> Any:
    return f.UserFactory(roles=(Role.DEPUTY_UVR,))


@pytest.fixture
def group(db: Any) -> Any:
    made = f.GroupFactory(name="ИС-21")
    f.CuratorshipFactory(group=made, user=f.UserFactory(
        roles=(Role.CURATOR,), last_name="Усольцева", first_name="Светлана", patronymic="Петровна"))
    return made


def pupil(group: Any, surname: str, **parent: Any) -> Any:
    """A student with a parent, or with none."""
    student = f.MembershipFactory(group=group, student__last_name=surname).student
    if parent:
        f.GuardianshipFactory(student=student, guardian=f.GuardianFactory(**parent))
    return student


def account(signed: bool = True) -> Any:
    return f.UserFactory(roles=(Role.PARENT,), last_sign_in_at=f.NOW if signed else None)


def word(student: Any, days: int) -> None:
    f.ParentLetterFactory(student=student, guardian=student.guardianships[0].guardian, sent_at=f.NOW - days * DAY,
                          way=LetterWay.PAPER)


def absence(student: Any, group: Any, day: dt.date, **kwargs: Any) -> Any:
    kind = f.AbsenceKindFactory(letter="н", excused=False, is_late=False)
    lesson = f.LessonFactory(journal=f.JournalFactory(group=group), date=day, pair=1)
    return f.AbsenceFactory(cell=f.CellFactory(lesson=lesson, student=student), kind=kind, **kwargs)


def found(uvr: Any, group: Any) -> list[Any]:
    return pupils(asks(uvr, Role.DEPUTY_UVR), group, Norms())


def test_each_parents_access_sign_in_and_word(uvr, group):
    told, silent = pupil(group, "Ёлкин", user=account()), pupil(group, "Жуков", user=account(signed=False))
    pupil(group, "Зайцев", user=None)
    word(told, 5)
    word(silent, 31)
    lines = [line for one in found(uvr, group) for line in one.parents]
    assert [(line.issued, line.enters, line.silent, line.word and line.word.on) for line in lines] == [
        (True, True, False, TODAY - 5 * DAY), (True, False, True, TODAY - 31 * DAY), (False, False, True, None)]


def test_absences_that_wait_for_the_curator(uvr, group):
    student = pupil(group, "Ёлкин", user=account())
    absence(student, group, TODAY - 10 * DAY)
    absence(student, group, TODAY - 3 * DAY)
    absence(student, group, TODAY - 4 * DAY, confirmed_by_id=uvr.id)
    absence(student, f.GroupFactory(name="СВ-12"), TODAY)  # of another group's journal
    assert [one.waiting for one in found(uvr, group)] == [Waiting(2, TODAY - 10 * DAY)]


def test_who_has_left_and_who_is_a_parent_no_longer(uvr, group):
    former = pupil(group, "Жуков", user=account())
    former.guardianships[0].ends = TODAY - DAY
    f.MembershipFactory(group=group, ends=TODAY - DAY)
    assert [(one.id, one.parents) for one in found(uvr, group)] == [(former.id, ())]


@pytest.mark.parametrize(("which", "shown"), [
    ("all", {"Ёлкин", "Жуков", "Сиротин"}), ("access", {"Ёлкин"}), ("enter", {"Ёлкин"}), ("told", {"Ёлкин"}),
    ("silent", {"Жуков"}), ("waiting", {"Сиротин"})])
def test_a_number_opens_its_parents(login, uvr, group, which, shown):
    word(pupil(group, "Ёлкин", user=account()), 1)
    pupil(group, "Жуков", user=None)
    absence(pupil(group, "Сиротин"), group, TODAY)
    page = login(uvr).get(f"{ROOT}/{group.id}?which={which}").text
    assert {name for name in ("Ёлкин", "Жуков", "Сиротин") if f">{name} " in page} == shown


def test_the_desk_by_curators(login, uvr, group):
    word(pupil(group, "Ёлкин", user=account()), 1)
    pupil(group, "Жуков", user=None)
    absence(pupil(f.GroupFactory(name="СВ-11"), "Зайцев"), f.GroupFactory(name="ПУ-11"), TODAY)
    page = login(uvr).get(f"{ROOT}/").text
    for words in ("Усольцева С. П.", "Куратора нет", "доступ выдан: 1 из 4", "родители входили: 1 из 2",
                  "сообщение в срок: 1 из 2", f"{TODAY - DAY:%d.%m.%Y}"):
        assert words in page
    assert f'href="{ROOT}/{group.id}?which=silent"' in page
    assert "ПУ-11" not in page  # a group without students has nobody to inform


def test_whose_desk_it_is(login, uvr, group):
    assert login(Role.DIRECTOR).get(f"{ROOT}/").status_code == 200
    for role in (Role.CURATOR, Role.TEACHER, Role.METHODIST, Role.DATA_CLERK, Role.STUDENT, Role.PARENT):
        assert login(role).get(f"{ROOT}/").status_code == 403
        assert login(role).get(f"{ROOT}/{group.id}").status_code == 403
    assert login(uvr).get(f"{ROOT}/999999").status_code == 404
    assert login(uvr).get(f"{ROOT}/{group.id}?which=x").status_code == 400


@pytest.mark.parametrize("path", ["/", "/{group}"])
def test_many_groups_and_parents_ask_no_more_than_few(login, uvr, group, count_queries, path):
    def grow(number: int) -> None:
        for _ in range(number):
            other = f.GroupFactory()
            f.CuratorshipFactory(group=other)
            for one in (group, other):
                word(pupil(one, "Ёлкин", user=account()), 2)
    grow(5)
    client, path = login(uvr), ROOT + path.format(group=group.id)
    client.get(path)
    with count_queries(at_most=11) as few:
        client.get(path)
    grow(20)
    with count_queries() as many:
        client.get(path)
    assert len(many) == len(few)
