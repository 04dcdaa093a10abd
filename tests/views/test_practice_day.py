"""The journal of a practice and one day of it: everybody at once, then who differs (п. 6.1, 9.4, Пр. 12)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models import Absence, Cell, DayLog, Lesson, Mark, ProgrammeSection
from rules.terms import ChangeKind, LessonKind, MarkKind, Role
from tests import factories as f
from tests.views.practice_world import TODAY, absences, day, members, practice

YESTERDAY = dt.date(2023, 11, 18)  # Saturday; 20 November is a Monday


@pytest.fixture(autouse=True)
def words(db):
    absences()
    for pair in range(1, 5):
        f.BellSlotFactory(pair=pair, schedule__title="Основное") if pair == 1 else f.BellSlotFactory(
            pair=pair, schedule=db.scalars(sa.select(f.m.BellSchedule)).one())


@pytest.fixture
def programme(db):
    return practice(students=3, group__name="ПК-31")


def url(programme, date=TODAY):
    return f"/practice/{programme.journal_id}/days/{date.isoformat()}"


def typed(programme, **changes):
    """The page of a day as the browser sends it: everybody was there and nobody differs."""
    data = {"section": str(programme.sections[0].id), "work": "", "hours": "6", "pair": "1"}
    for student in members(programme):
        data |= {f"letter_{student.id}": "", f"mark_{student.id}": "", f"version_{student.id}": "0",
                 f"log_{student.id}": "0", f"section_{student.id}": "", f"work_{student.id}": "",
                 f"hours_{student.id}": ""}
    return {**data, **changes}


def count(db, model):
    return db.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_day_is_filled_for_everybody_at_once(db, login, programme):
    answer = login(programme.supervisor).post(url(programme), data=typed(programme))
    assert answer.status_code == 302
    lesson = db.scalars(sa.select(Lesson)).one()
    assert (lesson.date, lesson.hours, lesson.kind, lesson.topic, lesson.teacher_id) == (
        TODAY, 6, LessonKind.PRACTICE_DAY, "Мясной цех. Разделка туш", programme.journal.teacher_id)
    assert lesson.attendance_at is not None
    assert db.execute(sa.select(DayLog.work, DayLog.hours, DayLog.section_id)).all() == [
        ("Разделка туш", 6, programme.sections[0].id)] * 3
    assert count(db, Cell) == 0, "who was there and has no mark needs no cell"


def test_exceptions_stand_beside_the_common_work(db, login, programme):
    away, marked, other = members(programme)
    extra = f.ProgrammeSectionFactory(programme=programme, title="Рыбный цех", work="Обработка рыбы")
    data = typed(programme, **{
        f"letter_{away.id}": "н", f"letter_{marked.id}": "о", f"mark_{marked.id}": "4",
        f"section_{other.id}": str(extra.id), f"hours_{other.id}": "4"})
    assert login(programme.supervisor).post(url(programme), data=data).status_code == 302
    logs = {log.student_id: (log.work, log.hours) for log in db.scalars(sa.select(DayLog))}
    assert logs == {marked.id: ("Разделка туш", 6), other.id: ("Обработка рыбы", 4)}
    absence = db.scalars(sa.select(Absence).where(Absence.hours > 0)).one()
    assert (absence.cell.student_id, absence.hours) == (away.id, 6), "hours missed live once, in the cell"
    mark = db.scalars(sa.select(Mark)).one()
    assert (mark.cell.student_id, mark.value, mark.kind) == (marked.id, 4, MarkKind.PRACTICE)


def test_saving_again_what_stands_changes_nothing(db, login, programme):
    first, second, third = members(programme)
    client = login(programme.supervisor)
    client.post(url(programme), data=typed(programme, **{f"mark_{first.id}": "5", f"letter_{second.id}": "б"}))
    before = count(db, f.m.AuditRecord)
    again = typed(programme, **{
        f"mark_{first.id}": "5", f"letter_{second.id}": "б", f"version_{first.id}": "1", f"version_{second.id}": "1",
        f"log_{first.id}": "1", f"log_{third.id}": "1"})
    assert client.post(url(programme), data=again).status_code == 302
    assert count(db, f.m.AuditRecord) == before
    assert db.scalars(sa.select(Cell.version)).all() == [1, 1]


def test_an_absence_takes_the_log_of_that_day_away(db, login, programme):
    student = members(programme)[0]
    client = login(programme.supervisor)
    client.post(url(programme), data=typed(programme))
    logs = {f"log_{one.id}": "1" for one in members(programme)}
    gone = typed(programme, **logs, **{f"letter_{student.id}": "н"})
    assert client.post(url(programme), data=gone).status_code == 302
    assert student.id not in db.scalars(sa.select(DayLog.student_id)).all()
    kept = db.scalars(sa.select(f.m.AuditRecord).where(f.m.AuditRecord.entity == "day_log").order_by(
        f.m.AuditRecord.id.desc()).limit(1)).one()
    assert (kept.action, kept.before["work"]) == ("delete", "Разделка туш")


@pytest.mark.one_engine  # the rule refuses what was typed; what it takes is written on both
@pytest.mark.parametrize(("changes", "said"), [
    ({"section": "", "work": ""}, "Выберите раздел или напишите, что делали"),
    ({"section": "", "work": "welding"}, "по-русски"),
    ({"section": "999999"}, "Такого раздела в программе нет"),
    ({"hours": "9"}, "Часы занятия"),
    ({"hours": "шесть"}, "не число"),
    ({"pair": "9"}, "Пара"),
    ({"letter": "н", "mark": "5"}, "5"),
    ({"mark": "1"}, "Не записан"),
    ({"letter": "ю"}, "не записан"),
    ({"own_hours": "8"}, "часов от 1 до 6"),
    ({"own_work": "cooking"}, "по-русски"),
])
def test_a_refused_day_loses_nothing(db, login, programme, changes, said):
    student = members(programme)[0]
    names = {"letter": f"letter_{student.id}", "mark": f"mark_{student.id}", "own_hours": f"hours_{student.id}",
             "own_work": f"work_{student.id}"}
    data = typed(programme, **{f"work_{members(programme)[2].id}": "Своя работа третьего"})
    answer = login(programme.supervisor).post(url(programme), data={
        **data, **{names.get(name, name): value for name, value in changes.items()}})
    assert answer.status_code == 422
    assert said.casefold() in answer.text.casefold()
    assert "Своя работа третьего" in answer.text
    assert 'role="alert"' in answer.text
    assert (count(db, Lesson), count(db, DayLog), count(db, Cell)) == (0, 0, 0), "all or nothing"


def test_another_programmes_section_is_refused(db, login, programme):
    foreign = practice(students=0).sections[0]
    student = members(programme)[0]
    for name in ("section", f"section_{student.id}"):
        answer = login(programme.supervisor).post(url(programme), data=typed(programme, **{name: str(foreign.id)}))
        assert answer.status_code == 422
    assert count(db, DayLog) == 0


@pytest.mark.parametrize(("date", "said"), [
    (dt.date(2023, 11, 13), "вне её дат"), (dt.date(2023, 11, 28), "вне её дат"),
    (dt.date(2023, 11, 21), "ещё не наступило"), (dt.date(2023, 11, 19), "занятий в этот день нет")])
def test_days_that_are_no_days_of_the_practice(db, login, programme, date, said):
    answer = login(programme.supervisor).post(url(programme, date), data=typed(programme))
    assert answer.status_code == 422
    assert said in answer.text
    assert count(db, Lesson) == 0


def test_a_late_day_needs_a_reason(db, login, programme):
    client = login(programme.supervisor)
    refused = client.post(url(programme, YESTERDAY), data=typed(programme))
    assert refused.status_code == 422
    assert "Укажите причину" in refused.text
    assert client.post(url(programme, YESTERDAY), data=typed(programme, reason="не было связи")).status_code == 302
    assert db.scalars(sa.select(Lesson.late_reason)).one() == "не было связи"


def test_a_log_is_completed_after_its_day_without_a_reason(db, login, programme):
    first, second, third = members(programme)
    day(programme, dt.date(2023, 11, 14), [first])
    answer = login(programme.supervisor).post(url(programme, dt.date(2023, 11, 14)), data=typed(
        programme, **{f"log_{first.id}": "1", f"work_{first.id}": "Своё"}))
    assert answer.status_code == 302
    assert set(db.scalars(sa.select(DayLog.student_id))) == {first.id, second.id, third.id}
    assert db.scalars(sa.select(Lesson.topic)).one() == "Мясной цех. Разделка туш"


def test_a_closed_month_takes_nothing(db, login, programme):
    day(programme, dt.date(2023, 11, 14), [])
    f.ClosingFactory(starts=dt.date(2023, 11, 1), ends=dt.date(2023, 11, 18))
    answer = login(programme.supervisor).post(url(programme, dt.date(2023, 11, 14)), data=typed(programme))
    assert answer.status_code == 422
    assert "Закрыто" in answer.text
    assert count(db, DayLog) == 0


def test_who_was_not_yet_in_the_group_is_not_asked(db, login, programme):
    late = f.MembershipFactory(group=programme.journal.group, starts=dt.date(2023, 11, 22)).student
    client = login(programme.supervisor)
    page = client.get(url(programme)).text
    assert "в группе с 22.11" in page
    assert f'name="letter_{late.id}"' not in page
    assert client.post(url(programme), data=typed(programme)).status_code == 302
    assert late.id not in db.scalars(sa.select(DayLog.student_id)).all()


def test_two_windows_do_not_overwrite_each_other(db, login, programme):
    first = members(programme)[0]
    client = login(programme.supervisor)
    data = typed(programme, **{f"mark_{first.id}": "5"})
    assert client.post(url(programme), data=data).status_code == 302
    cell = client.post(url(programme), data={**data, f"mark_{first.id}": "4"})
    assert cell.status_code == 422
    assert "Откройте день заново" in cell.text
    log = client.post(url(programme), data={**data, f"version_{first.id}": "1", "work": "Другое дело"})
    assert "уже изменили в другом окне" in log.text
    assert db.scalars(sa.select(Mark.value)).one() == 5
    assert set(db.scalars(sa.select(DayLog.work))) == {"Разделка туш"}


def test_two_marks_of_the_grid_stay(db, login, programme):
    student = members(programme)[0]
    lesson = day(programme, TODAY, members(programme))
    cell = f.CellFactory(lesson=lesson, student=student)
    for position, value in enumerate((5, 4), 1):
        f.MarkFactory(cell=cell, position=position, value=value)
    client = login(programme.supervisor)
    assert 'value="5/4" checked' in client.get(url(programme)).text
    logs = {f"log_{one.id}": "1" for one in members(programme)}
    kept = typed(programme, **logs, **{f"mark_{student.id}": "5/4", f"version_{student.id}": "1"})
    assert client.post(url(programme), data=kept).status_code == 302
    assert db.scalars(sa.select(Mark.value).order_by(Mark.position)).all() == [5, 4]


def test_the_next_section_is_proposed(login, programme):
    programme.sections[0].hours = 12
    f.ProgrammeSectionFactory(programme=programme, title="Рыбный цех", work="Обработка рыбы", hours=60)
    client = login(programme.supervisor)
    assert 'value="Разделка туш"' in client.get(url(programme)).text
    for date in (14, 15):
        day(programme, dt.date(2023, 11, date), [])
    assert 'value="Обработка рыбы"' in client.get(url(programme)).text


# who may

def test_the_supervisor_who_runs_no_journal_writes_logs_only(db, login):
    programme = practice(students=2, supervisor=f.TeacherFactory())
    first, second = members(programme)
    client = login(programme.supervisor)
    unrecorded = client.post(url(programme), data=typed(programme))
    assert unrecorded.status_code == 422
    assert "ещё не записано" in unrecorded.text
    day(programme, TODAY, [])
    page = client.get(url(programme)).text
    assert "отметки записывает преподаватель журнала" in page
    assert 'name="mark_' not in page
    sly = typed(programme, **{f"mark_{first.id}": "5", f"letter_{second.id}": "н"})
    assert client.post(url(programme), data=sly).status_code == 302
    assert (count(db, DayLog), count(db, Mark), count(db, Absence)) == (2, 0, 0), "marks are the teacher's (п. 9.4)"


def test_the_teacher_who_does_not_supervise_writes_no_logs(db, login):
    programme = practice(students=2, supervisor=f.TeacherFactory())
    first, second = members(programme)
    client = login(programme.journal.teacher)
    assert "Дневник практики ведёт руководитель" in client.get(url(programme)).text
    data = typed(programme, **{f"mark_{first.id}": "5", f"letter_{second.id}": "н"})
    assert client.post(url(programme), data=data).status_code == 302
    assert (count(db, DayLog), count(db, Mark), count(db, Absence)) == (0, 1, 1)


@pytest.mark.one_engine  # the role is refused before the database is asked
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.TEACHER}))
def test_nobody_else_writes_a_day(db, login, programme, role):
    day(programme, YESTERDAY, [])
    assert login(role).post(url(programme, YESTERDAY), data=typed(programme)).status_code == 403
    assert count(db, DayLog) == 0


def test_own_practices_only(login, programme):
    other = practice(students=1)
    day(programme, TODAY, [])
    substitute = f.TeacherFactory()
    f.TimetableChangeFactory(journal=programme.journal, date=TODAY, pair=2, kind=ChangeKind.SUBSTITUTED,
                             substitute=substitute)
    curator = f.CuratorshipFactory(group=programme.journal.group).user
    for who, page, write in ((other.supervisor, 404, 404), (substitute, 404, 404), (curator, 200, 403),
                             (Role.SENIOR_MASTER, 200, 403), (Role.DIRECTOR, 200, 403), (Role.DATA_CLERK, 403, 403),
                             (Role.STUDENT, 403, 403), (Role.PARENT, 403, 403)):
        client = login(who)
        assert client.get(f"/practice/{programme.journal_id}").status_code == page
        assert client.get(url(programme)).status_code == page
        assert client.post(url(programme), data=typed(programme)).status_code == write


def test_those_who_only_read_get_no_fields(login, programme):
    day(programme, TODAY, members(programme)[:1])
    page = login(Role.SENIOR_MASTER).get(url(programme)).text
    assert "нет записи" in page
    assert "<select" not in page.split('id="main"')[1]
    assert "Записать день" not in page


@pytest.mark.parametrize("path", ["2023-11-31", "завтра", "20231120x"])
def test_a_date_that_is_none_is_404(login, programme, path):
    assert login(programme.supervisor).get(f"/practice/{programme.journal_id}/days/{path}").status_code == 404


def test_before_the_programme_there_are_no_days(login, db):
    from tests.views.practice_world import practice_journal
    journal = practice_journal()
    client = login(journal.teacher)
    assert "Программы практики ещё нет" in client.get(f"/practice/{journal.id}").text
    assert client.get(f"/practice/{journal.id}/days/2023-11-20").status_code == 404


# the journal

def test_the_journal_shows_days_by_students(login, programme):
    first, second, third = members(programme)
    lesson = day(programme, dt.date(2023, 11, 14), [first, third])
    f.AbsenceFactory(cell__lesson=lesson, cell__student=second, hours=6)
    f.MarkFactory(cell__lesson=lesson, cell__student=first, value=4)
    day(programme, dt.date(2023, 11, 15), [first])
    page = login(programme.supervisor).get(f"/practice/{programme.journal_id}").text
    assert 'class="m4"' in page
    assert ">н</td>" in page
    assert 'class=" worked"' in page
    assert page.count('class=" blank"') == 2
    assert "были 2 из 3" in page
    assert "нет записи: 2" in page
    assert "Заполнить 15.11" in page
    assert "по расписанию: 21.11" in page


def test_an_absence_beside_a_log_is_shown(login, programme):
    student = members(programme)[0]
    lesson = day(programme, TODAY, [student])
    f.AbsenceFactory(cell__lesson=lesson, cell__student=student, hours=6)
    assert "пропуск и запись в один день" in login(programme.supervisor).get(f"/practice/{programme.journal_id}").text


@pytest.mark.parametrize("students", [5, 25])
def test_the_pages_cost_does_not_grow(login, students, count_queries):
    programme = practice(students=students)
    for number in range(3 if students == 5 else 5):
        lesson = day(programme, dt.date(2023, 11, 14 + number), members(programme))
        for student in members(programme):
            f.MarkFactory(cell__lesson=lesson, cell__student=student)
    client, journal = login(programme.supervisor), programme.journal_id
    with count_queries(at_most=26):
        assert client.get(f"/practice/{journal}").status_code == 200
    with count_queries(at_most=14):
        assert client.get(f"/practice/{journal}/days/2023-11-14").status_code == 200


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, True), (390, False)])
def test_in_a_browser(open_browser, axe, db, programme, width, scripts):
    page = open_browser(programme.supervisor, viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    page.goto(f"/practice/{programme.journal_id}")
    if scripts:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(url(programme))
    away, marked, _ = members(programme)
    page.locator(f"#student-{marked.id} .pr-pk label", has_text="4").click()
    page.select_option(f"[name=letter_{away.id}]", "н")
    if scripts:
        assert not page.locator(f"#student-{away.id} .pr-pk label").first.is_visible()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Записать день").click()
    page.wait_for_selector("text=День 20.11 записан.")
    db.rollback()  # a new look at what the server has committed
    assert (count(db, DayLog), count(db, Mark), count(db, Absence)) == (2, 1, 1)
    assert count(db, ProgrammeSection) == 1


def test_the_way_between_the_two_journals(login, programme):
    substitute = f.TeacherFactory()
    f.TimetableChangeFactory(journal=programme.journal, date=TODAY, pair=2, kind=ChangeKind.SUBSTITUTED,
                             substitute=substitute)
    address, way = f"/journal/{programme.journal_id}", f'href="/practice/{programme.journal_id}"'
    assert way in login(programme.supervisor).get(address).text
    assert way not in login(substitute).get(address).text, "it would lead to a page that is not theirs"
