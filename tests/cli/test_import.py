"""Files in by command: whole or not at all, in Russian, exit codes 0 and 2 (Пр. 7, 8, 10)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from models import (
    AuditRecord,
    Consent,
    Curriculum,
    CurriculumLine,
    Discipline,
    Guardian,
    ImportBatch,
    Movement,
    Speciality,
    Student,
    User,
)
from rules.terms import ImportKind, LineKind, Role
from tests import factories as f
from tests.hostile import files as hostile
from tests.lookalikes import (
    STUDENT_COLUMNS,
    curriculum_rows,
    grid,
    plan_plx,
    student_rows,
    table_csv,
    table_xls,
    table_xlsx,
)
from tests.lookalikes_plm import plan_plm

ROWS = student_rows(4)
PLAN = plan_plx()
PLAN_ROWS = len(curriculum_rows())
STAFF = ("фамилия", "имя", "отчество", "логин", "роли", "должность", "телефон", "почта")
PERSON = dict(zip(STAFF, ("Глухова", "Вера", "Ильинична", "gluhova", "преподаватель, куратор", "преподаватель",
                          "8 (913) 200-00-11", "gluhova@example.ru"), strict=True))
WRITTEN = (Student, Guardian, Movement, Speciality, Curriculum, CurriculumLine, Discipline, ImportBatch, AuditRecord)


def state(db):
    """How many rows of everything an import writes."""
    db.commit()
    return [db.scalar(sa.select(sa.func.count(model.id))) for model in (*WRITTEN, User)]


@pytest.fixture
def group(db):
    return f.GroupFactory(name="ИС-231", admission_year=2023)


def students(rows=ROWS, columns=STUDENT_COLUMNS):
    return table_csv(grid(rows, columns))


LAST = {"группа": "ИС-99"}
BAD = [
    ("students", lambda: hostile.random_bytes(), "двоичные данные|оборван", "random bytes"),
    ("students", lambda: hostile.xlsx_bomb(40), "бомб", "an xlsx bomb"),
    ("students", lambda: students(columns=STUDENT_COLUMNS[1:]), "строка 1, столбец «фамилия»: нет обяз", "no column"),
    ("students", lambda: students(columns=(*STUDENT_COLUMNS, "имя")), "столбец «имя»: столбец повторяется", "twice"),
    ("students", lambda: students([*ROWS[:3], ROWS[3] | LAST]), "строка 5, столбец «группа»: Группа «ИС-99» не найдена",
     "an unknown group in the last line"),
    ("students", lambda: students([*ROWS[:3], ROWS[3] | {"дата_рождения": "2007-02-30"}]),
     "строка 5, столбец «дата_рождения»: даты «2007-02-30» нет", "a day that is not"),
    ("staff", lambda: table_csv(grid([PERSON | {"роли": "студент"}], STAFF)), "«роли»: «студент»", "no staff"),
    ("staff", lambda: table_csv(grid([PERSON, PERSON], STAFF)), "3, столбец «логин»: «gluhova» уже есть", "twice"),
    ("curriculum", lambda: hostile.random_bytes(), "двоичные данные|оборван", "random bytes"),
    ("curriculum", lambda: hostile.truncated(PLAN), "оборван или испорчен", "a truncated plan"),
    ("curriculum", lambda: hostile.billion_laughs(), "сущности", "an XML bomb"),
    ("curriculum", lambda: hostile.external_entity(), "сущности", "a file of the server"),
    ("curriculum", lambda: hostile.xlsx_bomb(40), "бомб", "an xlsx bomb"),
    ("curriculum", lambda: students(), "столбец «фамилия»: такого столбца нет", "a table of students"),
]


@pytest.mark.parametrize(("kind", "build", "message", "why"), BAD, ids=[f"{case[0]}: {case[-1]}" for case in BAD])
def test_a_bad_file_is_refused_and_changes_nothing(db, group, command, file, kind, build, message, why):
    path, before = file("файл.dat", build()), state(db)
    answer = command("import", kind, path)
    assert answer.code == 2
    assert re.search(message, answer.err), answer.err
    assert answer.err.startswith("Файл не загружен, ничего не изменено.")
    assert answer.out == ""
    assert state(db) == before


def test_a_missing_file_is_told(command, tmp_path):
    answer = command("import", "students", tmp_path / "нет.xlsx")
    assert (answer.code, "его нет" in answer.err) == (2, True)


def test_a_refusal_as_json(db, group, command, file):
    answer = command("import", "students", file("s.csv", students([ROWS[0] | LAST])), "--json")
    assert answer.code == 2
    assert answer.json == {"id": None, "created": 0, "changed": 0, "same": 0, "refused": [
        {"line": 2, "column": "группа",
         "reason": "Группа «ИС-99» не найдена: сначала создайте её или исправьте название"}]}


def test_a_plan_arrives_and_comes_back(db, command, file, tmp_path):
    path = file("план.plx", PLAN)
    first = command("import", "curriculum", path, "--json")
    assert (first.code, first.err) == (0, "")
    assert first.json == {"id": first.json["id"], "created": PLAN_ROWS, "changed": 0, "same": 0, "refused": []}
    before = state(db)[:-3]
    assert command("import", "curriculum", path, "--json").json == {
        "id": first.json["id"], "created": 0, "changed": 0, "same": PLAN_ROWS, "refused": []}
    assert state(db)[:-3] == before
    out = tmp_path / "план.csv"
    assert command("export", "curriculum", first.json["id"], "--format", "csv", "--out", out).code == 0
    written = [line.split(",") for line in out.read_text(encoding="utf-8").splitlines()[1:]]
    assert written == curriculum_rows()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_a_plan_in_any_encoding_is_one_plan(db, command, file, encoding):
    command("import", "curriculum", file("1.plx", PLAN))
    again = command("import", "curriculum", file("2.plx", plan_plx(encoding=encoding)), "--json")
    assert (again.json["created"], again.json["changed"], again.json["same"]) == (0, 0, PLAN_ROWS)


def test_an_old_plan_arrives_once_when_its_base_is_told(db, command, file):
    path = file("план.xml", plan_plm())
    assert "на базе какого образования" in command("import", "curriculum", path).err
    first = command("import", "curriculum", path, "--base", "basic", "--json").json
    assert first["created"] > 20
    again = command("import", "curriculum", path, "--base", "basic", "--json").json
    assert (again["id"], again["created"], again["changed"]) == (first["id"], 0, 0)


def test_a_table_needs_to_be_told_whose_it_is(db, command, file, tmp_path):
    number = command("import", "curriculum", file("план.plx", PLAN), "--json").json["id"]
    out = tmp_path / "план.xlsx"
    command("export", "curriculum", number, "--format", "xlsx", "--out", out)
    assert "не указана специальность" in command("import", "curriculum", out).err
    told = command("import", "curriculum", out, "--json", "--speciality", "09.02.07", "--year", 2023,
                   "--base", "secondary")
    assert told.json == {"id": number, "created": 0, "changed": 0, "same": PLAN_ROWS, "refused": []}


def test_a_plan_whose_modules_have_no_line_comes_in_as_it_went_out(db, command, tmp_path):
    plan = f.CurriculumFactory()
    module = f.ModuleFactory(speciality=plan.speciality)
    f.CurriculumLineFactory(curriculum=plan, kind=LineKind.MDK, module=module, index="МДК.01.01", title="Основы",
                            discipline=f.DisciplineFactory(module=module, title="Основы"))
    number, whose = plan.id, ("--speciality", plan.speciality.code, "--year", plan.admission_year, "--base",
                              plan.base_education.value)
    db.commit()
    out = tmp_path / "план.csv"
    assert command("export", "curriculum", number, "--format", "csv", "--out", out).code == 0
    again = command("import", "curriculum", out, "--dry-run", *whose)
    assert again.code == 0, again.err


DIRTY = [
    ("s.csv", table_csv(grid(ROWS), delimiter=",", encoding="cp1251"), "cp1251 with commas"),
    ("s.xls", table_xlsx(grid(ROWS)), "an xlsx named xls"),
    ("s.xlsx", table_xls(grid(ROWS)), "an xls named xlsx"),
    ("s.csv", table_csv(grid([row | {"фамилия": f" {row['фамилия']}_x000D_", "группа": "ИC – 231"} for row in ROWS])),
     "stray spaces, _x000D_, a Latin letter in the group"),
]


@pytest.mark.parametrize(("name", "data", "why"), DIRTY, ids=[case[-1] for case in DIRTY])
def test_dirty_files_are_read_right(db, group, command, file, name, data, why):
    command("import", "students", file("clean.csv", students()))
    assert command("import", "students", file(name, data), "--json").json["same"] == 4


def test_students_arrive_once(db, group, command, file):
    path = file("s.csv", students())
    first, second = (command("import", "students", path, "--json") for _ in range(2))
    assert (first.json["created"], first.json["same"]) == (4, 0)
    assert (second.json["created"], second.json["changed"], second.json["same"]) == (0, 0, 4)
    assert db.scalar(sa.select(sa.func.count(Student.id))) == 4


def test_a_dry_run_writes_nothing(db, group, command, file):
    path, before = file("s.csv", students()), state(db)
    answer = command("import", "students", path, "--dry-run", "--json")
    assert (answer.code, answer.json) == (0, {"id": None, "created": 4, "changed": 0, "same": 0, "refused": []})
    assert state(db) == before


def test_a_report_stays_with_who_what_and_the_files_hash(db, group, command, file):
    answer = command("import", "students", file("s.csv", students()), "--json")
    batch = db.get(ImportBatch, answer.json["id"])
    assert (batch.kind, batch.file_name, batch.created) == (ImportKind.STUDENTS, "s.csv", 4)
    assert len(batch.sha256) == 64
    assert db.scalar(sa.select(AuditRecord.source).where(AuditRecord.entity == "student").limit(1)) == "cli"


def test_a_likely_double_can_be_confirmed(db, group, command, file):
    command("import", "students", file("s.csv", students()))
    other = file("other.csv", students([ROWS[0] | {"дата_рождения": "2007-01-16"}]))
    assert "подтвердите строку" in command("import", "students", other).err
    assert command("import", "students", other, "--new-person", 2).code == 0


def test_a_likely_double_can_be_said_to_be_the_same(db, group, command, file):
    command("import", "students", file("s.csv", students()))
    other = file("other.csv", students([ROWS[0] | {"дата_рождения": "2007-01-16"}]))
    known = db.scalar(sa.select(Student.id).order_by(Student.id))
    assert command("import", "students", other, "--same-person", 2, known + 1).code == 2
    assert command("import", "students", other, "--same-person", 2, known, "--json").json["changed"] == 1
    assert db.scalar(sa.select(sa.func.count(Student.id))) == 4


def test_what_is_stored_can_be_left_alone(db, command, file):
    command("import", "staff", file("1.csv", table_csv(grid([PERSON], STAFF))))
    other = file("2.csv", table_csv(grid([PERSON | {"должность": "методист"}], STAFF)))
    kept = command("import", "staff", other, "--keep-existing", "--json")
    assert (kept.json["created"], kept.json["changed"], kept.json["same"]) == (0, 0, 1)
    assert db.scalar(sa.select(User.position).where(User.login == "gluhova")) == "преподаватель"


def test_an_import_is_taken_back_by_its_number(db, group, command, file):
    before = state(db)
    number = command("import", "students", file("s.csv", students()), "--json").json["id"]
    consent = f.ConsentFactory(student=db.scalar(sa.select(Student).order_by(Student.id))).id
    used = command("import", "rollback", number)
    assert (used.code, "ничего не изменено" in used.err, "уже используется" in used.err) == (2, True, True)
    db.delete(db.get(Consent, consent))
    done = command("import", "rollback", number)
    assert (done.code, f"Загрузка № {number} отменена" in done.out) == (0, True), done.err
    assert state(db)[:3] == before[:3]
    assert "отменить нельзя" in command("import", "rollback", number).err
    assert command("import", "rollback", 999999).code == 2


def test_in_words(db, group, command, file):
    answer = command("import", "students", file("s.csv", students()))
    assert re.fullmatch(r"Загружено\. Загрузка № \d+\.", answer.out.splitlines()[0])
    assert answer.out.splitlines()[1] == "Новых 4, изменено 0, без изменений 0."
    changed = students([ROWS[0] | {"родитель_телефон": "+7 913 999-00-11"}, *ROWS[1:]])
    assert "Телефон: +79132000000 → +79139990011" in command("import", "students", file("s.csv", changed)).out


def test_staff_get_accounts_without_passwords(db, command, file):
    path = file("staff.csv", table_csv(grid([PERSON], STAFF)))
    assert command("import", "staff", path, "--json").json["created"] == 1
    user = db.scalar(sa.select(User).where(User.login == "gluhova"))
    assert (user.password_hash, user.must_change_password) == (None, True)
    assert user.role_set == {Role.TEACHER, Role.CURATOR}
    assert (user.phone, user.email) == ("+79132000011", "gluhova@example.ru")
    assert command("import", "staff", path, "--json").json["same"] == 1


STAFF_CASES = [
    ({"должность": "методист"}, (0, 1, 0), "", "another position"),
    ({"роли": "методист"}, (0, 1, 0), "", "one more role: the old ones stay"),
    ({"фамилия": "Орлова"}, (0, 1, 0), "", "a new surname"),
    ({"фамилия": "Орлова", "имя": "Анна"}, None, "принадлежит другому человеку", "somebody else's login"),
    ({"логин": "vgluhova"}, None, "уже есть с логином «gluhova»", "the same person under another login"),
]


@pytest.mark.parametrize(("more", "counts", "message", "why"), STAFF_CASES, ids=[case[-1] for case in STAFF_CASES])
def test_known_staff(db, command, file, more, counts, message, why):
    command("import", "staff", file("1.csv", table_csv(grid([PERSON], STAFF))))
    answer = command("import", "staff", file("2.csv", table_csv(grid([PERSON | more], STAFF))), "--json")
    if counts is None:
        assert (answer.code, message in answer.err) == (2, True)
    else:
        assert (answer.json["created"], answer.json["changed"], answer.json["same"]) == counts


def test_journals_are_made_once(db, command, file):
    f.UserFactory(login="petrova", roles=[Role.TEACHER])
    number = command("import", "curriculum", file("план.plx", PLAN), "--json").json["id"]
    f.GroupFactory(name="ИС-231", admission_year=2023, curriculum=db.get(Curriculum, number))
    f.SemesterFactory()
    words = ("journals", "make", "ис-231", "--semester", 1, "--teacher", "petrova")
    assert command(*words).out.startswith("Создано журналов: 8, уже было: 0.")
    assert command(*words).out.startswith("Создано журналов: 0, уже было: 8.")


UNKNOWN = [
    (("journals", "make", "ИС-99", "--semester", "1", "--teacher", "x"), "Группа «ИС-99» не найдена"),
    (("export", "journal", "77", "--format", "pdf", "--out", "x.pdf"), "Журнала № 77 нет"),
    (("export", "curriculum", "77", "--format", "csv", "--out", "x.csv"), "Учебного плана № 77 нет"),
]


@pytest.mark.parametrize(("words", "message"), UNKNOWN, ids=[case[0][0] + " " + case[0][1] for case in UNKNOWN])
def test_what_is_not_there_is_told(db, command, words, message):
    answer = command(*words)
    assert (answer.code, message in answer.err) == (2, True)


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", "\ufeff№;".encode())],
                         ids=["pdf", "xlsx", "csv"])
def test_a_journal_goes_out_and_the_audit_knows(db, command, tmp_path, kind, start):
    lesson = f.LessonFactory(date=dt.date(2023, 11, 20))
    number, out = lesson.journal_id, tmp_path / f"ж.{kind}"
    assert command("export", "journal", number, "--format", kind, "--out", out).code == 0
    assert out.read_bytes().startswith(start)
    record = db.scalar(sa.select(AuditRecord).where(AuditRecord.action == "export"))
    assert (record.entity, record.journal_id, record.after) == ("journal", number, {"format": kind})


def test_a_file_that_cannot_be_written_is_told(db, command, tmp_path):
    number = f.JournalFactory().id
    answer = command("export", "journal", number, "--format", "csv", "--out", tmp_path / "нет" / "ж.csv")
    assert (answer.code, "не записан" in answer.err) == (2, True)


def test_a_thematic_plan_is_loaded_once(command, file, db):
    journal = f.JournalFactory(syllabus=None, planned_hours=4)
    db.commit()
    number = journal.id
    plan = file("план.csv", "тема;часы\nЛинейные алгоритмы;2\nВетвления;2\n".encode("cp1251"))
    for counts in ('"created": 2, "changed": 0, "same": 0', '"created": 0, "changed": 0, "same": 2'):
        answer = command("import", "syllabus", plan, "--journal", number, "--json")
        assert (answer.code, counts in answer.out) == (0, True), answer
    answer = command("import", "syllabus", file("план.csv", "тема;часы\nLoops;2\n".encode()), "--journal", number)
    assert answer.code == 2
    assert "строка 2, столбец «тема»" in answer.err
    assert command("import", "syllabus", plan, "--journal", 999999).code == 2
