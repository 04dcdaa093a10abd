"""Unknown names of a timetable over HTTP: asked on a page, remembered, used by the next file (п. 5.5)."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
import sqlalchemy as sa

import models as m
from rules.terms import NameKind, Role
from tests import factories as f
from tests.timetable_files import Box, Day

KNOWN, UNKNOWN = Box("Химия", "Рябова Н.Г.", "214"), Box("ОУД.12 Хим. и проект", "Неведомская Ю.Ю.", "214")
SHEET = Day({"ИС-22": {1: UNKNOWN, 2: KNOWN}, "22-ИС": {1: KNOWN}})


@pytest.fixture
def journal(db: Any) -> m.Journal:
    group = f.GroupFactory(name="ИС-22")
    line = f.CurriculumLineFactory(curriculum=group.curriculum, index="ОУД.12", title="Химия",
                                   discipline=f.DisciplineFactory(title="Химия"))
    made: m.Journal = f.JournalFactory(group=group, line=line, teacher=f.TeacherFactory(
        last_name="Рябова", first_name="Надежда", patronymic="Григорьевна"))
    db.commit()
    return made


@pytest.fixture
def methodist(login: Any) -> Any:
    return login(Role.METHODIST)


def upload(client: Any, name: str = "расписание.xls") -> str:
    answer = client.post("/imports/new/timetable", content_type="multipart/form-data", data={
        "file": (io.BytesIO(SHEET.xlsx()), name), "update": "1"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def words(client: Any, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text.replace("\u00a0", " ")))


def answers(journal: m.Journal) -> dict[NameKind, tuple[str, str]]:
    """By kind: how the question begins, what is answered."""
    return {NameKind.GROUP: ("Группа «22-ИС»", "skip"),
            NameKind.DISCIPLINE: ("Дисциплина «ОУД.12 Хим. и проект»", f"discipline:{journal.line.discipline_id}")}


def fields(client: Any, url: str) -> dict[str, str]:
    """Names of the selects by their labels."""
    return {label: name for name, label in re.findall(r'<label for="(name-\d+)">([^<]+)</label>', client.get(url).text)}


def test_from_the_question_to_the_timetable(db: Any, journal: m.Journal, methodist: Any) -> None:
    """A group is passed over, a discipline is named; the teacher is asked when the discipline is known."""
    url = upload(methodist)
    assert "Незнакомых имён: 2" in words(methodist, url)
    assert "Загрузить</button>" not in methodist.get(url).text
    found = fields(methodist, f"{url}/names")
    told = {found[label]: value for label, value in answers(journal).values()}
    assert methodist.post(f"{url}/names", data=told).status_code == 303
    assert "Незнакомых имён: 1" in words(methodist, url)
    (label, name), = fields(methodist, f"{url}/names").items()
    assert "Неведомская" in label
    assert methodist.post(f"{url}/names", data={name: f"teacher:{journal.teacher_id}"}).status_code == 303
    page = words(methodist, url)
    assert "По прежнему решению не загружены: «22-ИС»" in page
    assert "Добавится 2" in page
    assert methodist.get(f"{url}/names").status_code == 404
    assert methodist.post(f"{url}/apply").status_code == 303
    assert db.scalar(sa.select(sa.func.count(m.TimetableChange.id))) == 2
    again = upload(methodist, "тот же.xlsx")
    assert "загрузка ничего не изменит" in words(methodist, again)
    assert methodist.post(f"{url}/rollback").status_code == 303
    db.expire_all()
    assert db.scalar(sa.select(sa.func.count(m.TimetableChange.id))) == 0
    assert db.scalar(sa.select(sa.func.count(m.TimetableName.id))) == 3  # answers outlive the file


def test_a_question_may_wait(db: Any, journal: m.Journal, methodist: Any) -> None:
    url = upload(methodist)
    assert methodist.post(f"{url}/names", data={}).status_code == 303
    assert db.scalar(sa.select(sa.func.count(m.TimetableName.id))) == 0
    assert "Незнакомых имён: 2" in words(methodist, url)


@pytest.mark.parametrize(("answer", "why"), [
    ("teacher:1", "another kind"), ("discipline:999999", "not offered"), ("discipline:", "nothing"), ("x", "garbage")])
def test_an_answer_is_one_of_those_offered(answer: str, why: str, db: Any, journal: m.Journal, methodist: Any) -> None:
    url = upload(methodist)
    label, _ = answers(journal)[NameKind.DISCIPLINE]
    name = fields(methodist, f"{url}/names")[label]
    group = fields(methodist, f"{url}/names")["Группа «22-ИС»"]
    page = methodist.post(f"{url}/names", data={name: answer, group: "skip"})
    assert page.status_code == 422, why
    assert "выберите ответ из списка" in page.text
    assert re.search(r'value="skip" selected', page.text)  # what was typed stays
    assert db.scalar(sa.select(sa.func.count(m.TimetableName.id))) == 0


def test_others_do_not_answer(journal: m.Journal, methodist: Any, login: Any) -> None:
    url = upload(methodist)
    assert login(Role.DIRECTOR).get(f"{url}/names").status_code == 403
    assert login(Role.TEACHER).get(f"{url}/names").status_code == 404
    assert login(Role.TEACHER).post(f"{url}/names", data={"name-0": "skip"}).status_code == 404


def test_questions_cost_no_queries(journal: m.Journal, methodist: Any, count_queries: Any) -> None:
    url = upload(methodist)
    with count_queries(at_most=4):
        assert methodist.get(f"{url}/names").status_code == 200


def test_the_day_of_a_sheet_is_typed_when_it_does_not_tell_it(db: Any, journal: m.Journal, methodist: Any) -> None:
    sheet = Day({"ИС-22": {2: KNOWN}}, "Расписание", "Лист1").xlsx()

    def sent(**more: str) -> str:
        answer = methodist.post("/imports/new/timetable", content_type="multipart/form-data", data={
            "file": (io.BytesIO(sheet), "день.xlsx"), "update": "1", **more})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"])

    assert "укажите день" in words(methodist, sent()).casefold()
    url = sent(day="2023-11-21")
    assert "21.11.2023, 2-я пара, ИС-22: дополнительное занятие — Химия" in words(methodist, url)
    assert methodist.post(f"{url}/apply").status_code == 303
    assert str(db.scalar(sa.select(m.TimetableChange.date))) == "2023-11-21"
