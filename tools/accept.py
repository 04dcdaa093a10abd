"""`make accept DATA=folder`: the genuine curriculum through the real commands and pages, figures printed.

An empty installation in a temporary folder: the plan comes in and goes out equal, a group of students comes in,
the journals are made, a teacher fills a lesson, the parent sees it, the journal prints.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from tools.accept_timetable import TimetableSteps

PLAN, TABLE = "curriculum_09.02.07_2024.plx", "curriculum_09.02.07_2024.csv"
YEAR, NOW = 2024, "2024-09-16T12:00:00+07:00"
TODAY = dt.date(2024, 9, 16)
GROUP, TEACHER, PARENT = "ИС-24", "ivanova", "parent1"
PASSWORD = "приёмка на живых файлах"
SECONDS_FOR_PLAN = 5.0
COLUMNS = ("фамилия", "имя", "отчество", "дата_рождения", "группа", "приказ_номер", "приказ_дата", "родитель_фио",
           "родитель_телефон")
SURNAMES = ("Абрамов", "Белов", "Волков", "Громов", "Ермаков", "Ёлкин", "Жуков", "Зимин", "Ильин", "Крылов")


def main(folder: Path) -> int:
    missing = [name for name in (PLAN, TABLE) if not (folder / name).is_file()]
    if missing:
        print(f"Пропущено: в «{folder}» нет {', '.join(missing)}. Папку называют так: make accept DATA=папка")
        return 0
    with tempfile.TemporaryDirectory() as place:
        return Walk(folder, Path(place)).run()


class Walk:
    """One way from the plan to the printed journal; every step prints its figures or says what is wrong."""

    def __init__(self, data: Path, place: Path) -> None:
        self.data, self.place = data, place
        self.environment = {**os.environ, "JOURNAL_DEMO": "1", "JOURNAL_NOW": NOW, "JOURNAL_INSTANCE": str(place),
                            "DATABASE_URL": f"sqlite:///{place / 'journal.db'}"}
        self.failed = 0

    def run(self) -> int:
        self.flask("db", "upgrade")
        steps: tuple[Callable[[], str], ...] = (
            self.plan_comes_in, self.plan_again, self.plan_in_other_encodings, self.plan_goes_out,
            self.students_come_in, self.journals_are_made, self.teacher_fills_a_lesson, self.parent_sees_it,
            self.journal_prints,
            *TimetableSteps(self.data, self.place, self.flask, self.app).all(), self.audit_is_whole)
        for step in steps:
            self.tell(step)
        print(f"\nНе прошло шагов: {self.failed}" if self.failed else "\nВсё прошло.")
        return min(self.failed, 1)

    def tell(self, step: Callable[[], str]) -> None:
        started = time.perf_counter()
        try:
            mark, said = "✓", step()
        except (AssertionError, KeyError, ValueError) as error:
            mark, said, self.failed = "✗", f"{step.__name__}: {error}", self.failed + 1
        print(f"{mark} {said} [{time.perf_counter() - started:.1f} с]", flush=True)

    # the plan

    def plan_comes_in(self) -> str:
        before = worked()
        report = json.loads(self.flask("import", "curriculum", str(self.data / PLAN), "--json"))
        took = worked() - before
        self.curriculum = report["id"]
        assert not report["refused"], report["refused"]
        assert took <= SECONDS_FOR_PLAN, f"план загружался {took:.1f} с, дольше {SECONDS_FOR_PLAN} с"
        return f"import curriculum: строк {report['created']}, процессор занят {took:.1f} с"

    def plan_again(self) -> str:
        report = json.loads(self.flask("import", "curriculum", str(self.data / PLAN), "--json"))
        assert (report["created"], report["changed"]) == (0, 0), report
        return f"второй раз ничего не меняет: без изменений {report['same']}"

    def plan_in_other_encodings(self) -> str:
        text = (self.data / PLAN).read_text(encoding="utf-16")
        for encoding, declared in (("utf-8", "utf-8"), ("cp1251", "windows-1251")):
            copy = self.place / f"{encoding}.plx"
            copy.write_bytes(text.replace('encoding="utf-16"', f'encoding="{declared}"', 1).encode(encoding, "replace"))
            report = json.loads(self.flask("import", "curriculum", str(copy), "--json"))
            assert (report["created"], report["changed"]) == (0, 0), (encoding, report)
        return f"тот же план в UTF-8 и cp1251: без изменений {report['same']}"

    def plan_goes_out(self) -> str:
        out = self.place / "plan.csv"
        self.flask("export", "curriculum", str(self.curriculum), "--format", "csv", "--out", str(out))
        ours, wanted = rows(out), rows(self.data / TABLE)
        equal = sum(one == other for one, other in zip(ours, wanted, strict=False))
        different = [(one, other) for one, other in zip(ours, wanted, strict=False) if one != other]
        assert ours == wanted, f"равных {equal} из {len(wanted)}; первая разница: {different[:1]}"
        return f"export curriculum: равных строк {equal} из {len(wanted)}"

    # the group and its journals

    def students_come_in(self) -> str:
        with self.app().app_context():
            prepare_year(self.curriculum)
        file = self.place / "students.csv"
        file.write_text(students(), encoding="utf-8")
        dry = json.loads(self.flask("import", "students", str(file), "--dry-run", "--json"))
        report = json.loads(self.flask("import", "students", str(file), "--json"))
        again = json.loads(self.flask("import", "students", str(file), "--json"))
        assert dry["created"] == report["created"] > 0, (dry, report)
        assert (again["created"], again["changed"]) == (0, 0), again
        return f"import students: новых {report['created']}, второй раз {again['created']}"

    def journals_are_made(self) -> str:
        self.flask("users", "create", TEACHER, "--role", "teacher", "--name", "Иванова Анна Петровна")
        self.flask("users", "create", PARENT, "--role", "parent", "--name", "Родитель Первый")
        with self.app().app_context():
            know_each_other()
        said = self.flask("journals", "make", GROUP, "--semester", "1", "--teacher", TEACHER)
        self.journal = int(said.splitlines()[1].split("\t")[0])
        return said.splitlines()[0]

    # the pages

    def teacher_fills_a_lesson(self) -> str:
        teacher = self.sign_in(TEACHER)
        answer = self.post(teacher, f"/journal/{self.journal}/lessons/new", {
            "date": TODAY.isoformat(), "pair": "2", "hours": "2", "kind": "lecture", "topic": "Введение в предмет",
            "homework": "Конспект лекции", "homework_kind": "reading", "homework_due": "2024-09-18", "attendance": "y"})
        assert answer.status_code == 302, re.findall(r'class="err".*?</div>', answer.text)
        page = teacher.get(f"/journal/{self.journal}").text
        lesson = found(r'<th[^>]*data-lesson="(\d+)"', page)
        members = re.findall(r'<tr[^>]*data-student="(\d+)"', page)
        for student, value in zip(members, ("5", "4", "н", "3/4"), strict=False):
            saved = teacher.put(f"/journal/{self.journal}/cells/{lesson}/{student}",
                                json={"value": value, "version": 0, "key": str(uuid.uuid4())},
                                headers={"X-CSRFToken": token(page)})
            assert saved.status_code == 200, saved.text
        self.members = members
        return f"занятие записано, студентов в журнале {len(members)}, клеток заполнено 4"

    def parent_sees_it(self) -> str:
        page = self.sign_in(PARENT).get(f"/diary/?week={TODAY.isoformat()}", follow_redirects=True)
        assert page.status_code == 200, page.status
        for words in ("Введение в предмет", "Конспект лекции"):
            assert words in page.text, f"в дневнике нет «{words}»"
        stranger = self.sign_in(PARENT).get(f"/diary/{self.members[-1]}")
        assert stranger.status_code == 404, "чужой дневник открылся"
        return "родитель видит тему, задание и отметку своего ребёнка, чужого не видит"

    def journal_prints(self) -> str:
        out = self.place / "journal.pdf"
        self.flask("export", "journal", str(self.journal), "--format", "pdf", "--out", str(out))
        pages = PdfReader(out).pages
        text = "".join(page.extract_text() for page in pages)
        for words in ("Абрамов", "Введение в предмет", "Конспект лекции"):
            assert words in text, f"в PDF нет «{words}»"
        assert pages[0].mediabox.width > pages[0].mediabox.height, "лист не альбомный"
        return f"export journal: страниц {len(pages)}, {out.stat().st_size / 1024:.0f} КБ"

    def audit_is_whole(self) -> str:
        return self.flask("audit", "verify").strip().splitlines()[-1]

    # how

    def flask(self, *words: str, refused: bool = False) -> str:
        """A command; its refusal is the step's failure, unless it is what is tried."""
        done = subprocess.run([sys.executable, "-m", "flask", "--app", "app", *words], env=self.environment,
                              capture_output=True, text=True)
        assert done.returncode == (2 if refused else 0), f"{' '.join(words)}: {done.stderr.strip()[-600:]}"
        return done.stdout

    def app(self) -> Flask:
        if not hasattr(self, "made"):
            from app import create_app
            from config import Settings

            self.made = create_app(Settings(demo=True, now_text=NOW, testing=True, instance=self.place,
                                            database_url=self.environment["DATABASE_URL"]))
        return self.made

    def sign_in(self, login: str) -> FlaskClient:
        client = self.app().test_client()
        answer = self.post(client, "/login", {"login": login, "password": PASSWORD}, "/login")
        assert answer.status_code == 302, answer.status
        return client

    def post(self, client: FlaskClient, path: str, form: dict[str, str], page: str | None = None) -> Any:
        return client.post(path, data={**form, "csrf_token": token(client.get(page or path).text)})


def prepare_year(curriculum: int) -> None:
    """What the administrator enters by hand: a year, its semesters, the letters, the group of the plan."""
    from models import AbsenceKind, AcademicYear, Curriculum, Group, Semester, db

    year = AcademicYear(year=YEAR, starts=dt.date(YEAR, 9, 1), ends=dt.date(YEAR + 1, 6, 30))
    plan = db.session.get_one(Curriculum, curriculum)
    db.session.add_all([
        year, Semester(academic_year=year, number=1, starts=dt.date(YEAR, 9, 2), ends=dt.date(YEAR, 12, 28)),
        Semester(academic_year=year, number=2, starts=dt.date(YEAR + 1, 1, 13), ends=dt.date(YEAR + 1, 6, 28)),
        AbsenceKind(letter="н", title="не был", words="не был без уважительной причины"),
        Group(name=GROUP, speciality_id=plan.speciality_id, curriculum=plan, admission_year=plan.admission_year)])
    db.session.commit()


def know_each_other() -> None:
    """The parent's account becomes the first student's guardian; passwords are chosen."""
    import sqlalchemy as sa

    from actions.passwords import hashed, set_password
    from models import Guardian, Guardianship, Student, User, db

    users = {user.login: user for user in db.session.scalars(sa.select(User))}
    first = db.session.scalars(sa.select(Student).order_by(Student.sort_key)).first()
    assert first is not None
    guardian = db.session.scalars(sa.select(Guardian).join(Guardianship).where(
        Guardianship.student_id == first.id)).one()
    guardian.user_id = users[PARENT].id
    for login in (TEACHER, PARENT):
        set_password(users[login], hashed(PASSWORD, 8))
    db.session.commit()


def students() -> str:
    """Twenty invented students in the columns of the contract."""
    lines = ["|".join(COLUMNS)]
    for number, surname in enumerate(SURNAMES * 2):
        name = ("Игорь", "Олег")[number // len(SURNAMES)]
        lines.append("|".join((
            surname, name, "Андреевич", f"{number % 27 + 1:02}.03.2008", GROUP, "112-С", "26.08.2024",
            f"{surname}а Ольга Викторовна", f"+7 913 200-{number:02}-00")))
    return "\n".join(lines) + "\n"


def worked() -> float:
    """Seconds of processor time of the commands so far: what the clock shows depends on the neighbours."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def token(page: str) -> str:
    return found(r'<meta name="csrf-token" content="([^"]+)"', page)


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, f"на странице нет {pattern}"
    return match[1]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 and sys.argv[1] else ".")))
