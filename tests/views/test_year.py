"""The turning of a year over HTTP: preview, whole or nothing, again changes nothing, taken back whole (п. 5.4)."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from models import (
    AcademicYear,
    AuditRecord,
    Curatorship,
    Group,
    Holiday,
    Journal,
    Membership,
    Movement,
    Semester,
    User,
    YearOperation,
)
from rules.terms import FinalValue, MovementKind, Role
from tests import factories as f

SUMMER = "2024-07-05T10:00:00+07:00"
TABLES = (AcademicYear, Semester, Holiday, Group, Movement, Membership, Curatorship, Journal)
NEXT = "/year/2024/1"


def new_group(name, admission, semesters, teacher, **more):
    """A group whose curriculum has one discipline in each of the semesters, led this year by the teacher."""
    group = f.GroupFactory(name=name, curriculum__admission_year=admission, **more)
    subject = f.DisciplineFactory()
    lines = {number: f.CurriculumLineFactory(curriculum=group.curriculum, discipline=subject, semester_number=number)
             for number in semesters}
    course = 2023 - admission + 1
    for half in (1, 2):
        if (line := lines.get((course - 1) * 2 + half)) is not None:
            f.JournalFactory(line=line, group=group, teacher=teacher, semester=f.SemesterFactory(number=half))
    return group


@pytest.fixture
def world(db, school_time):
    school_time(SUMMER)
    teacher = f.TeacherFactory()
    going, last = new_group("ИС-21", 2022, (3, 4, 5, 6), teacher), new_group("ИС-41", 2020, (7, 8), teacher)
    entered = f.MembershipFactory(group=going)
    leaving = [f.MembershipFactory(group=last, starts=dt.date(2020, 9, 1)).student for _ in range(2)]
    f.CuratorshipFactory(group=going, starts=dt.date(2022, 9, 1), ends=dt.date(2024, 6, 30))
    ending = f.CuratorshipFactory(group=last, starts=dt.date(2020, 9, 1))
    f.HolidayFactory()
    db.commit()
    return SimpleNamespace(teacher=teacher, going=going, last=last, leaving=leaving, ending=ending,
                           student=entered.student)


@pytest.fixture
def both(login):
    """Who keeps the calendar, the journals and the groups."""
    return login(f.UserFactory(roles=(Role.DEPUTY_OOD, Role.DATA_CLERK)))


def order(group, **more):
    return {f"order_{group.id}": "17-В", f"dated_{group.id}": "2024-06-28", f"effective_{group.id}": "2024-07-01",
            **more}


def state(db):
    db.commit()
    return {model.__tablename__: db.execute(sa.select(*(
        column for column in model.__table__.columns if column.name != "row_version")).order_by(model.id)).all()
        for model in TABLES}


def test_one_action_begins_the_year_and_one_button_takes_it_back(db, world, both):
    before = state(db)
    page = both.get(NEXT).text
    for words in ("ИС-31", "02.09.2024", "06.11.2024", "как в 2 семестре 2023-2024", "Выпуск"):
        assert words in page
    holiday = db.scalar(sa.select(Holiday.id))
    assert both.post(NEXT, data=order(world.last, holiday=str(holiday))).status_code == 303
    db.expire_all()
    year = db.scalars(sa.select(AcademicYear).where(AcademicYear.year == 2024)).one()
    assert [one.number for one in year.semesters] == [1, 2]
    assert (world.going.name, world.going.search_key) == ("ИС-31", "ис-31")
    assert world.last.closed_on == dt.date(2024, 7, 1)
    assert [move.kind for move in world.leaving[0].movements][-1] == MovementKind.GRADUATION
    assert world.leaving[0].memberships[0].ends == dt.date(2024, 6, 30)
    assert world.ending.ends == dt.date(2024, 6, 30)
    journal = db.scalars(sa.select(Journal).join(Semester).where(Semester.academic_year_id == year.id)).one()
    assert (journal.teacher_id, journal.line.semester_number, journal.group_id) == (world.teacher.id, 5, world.going.id)
    assert db.scalar(sa.select(Curatorship.starts).where(Curatorship.group_id == world.going.id)
                     .order_by(Curatorship.id.desc())) == dt.date(2024, 9, 2)
    assert db.scalar(sa.select(sa.func.count()).select_from(Holiday).where(Holiday.starts > year.starts)) == 1

    done = state(db)
    assert "Всё уже сделано" in both.post(NEXT, data=order(world.last), follow_redirects=True).text
    assert state(db) == done and db.scalar(sa.select(sa.func.count()).select_from(YearOperation)) == 1

    operation = db.scalars(sa.select(YearOperation)).one()
    assert both.post(f"/year/operations/{operation.id}/undo").status_code == 303
    assert state(db) == before
    assert "отменён" in both.get("/year/").text
    assert db.scalar(sa.select(sa.func.count()).select_from(AuditRecord).where(
        AuditRecord.entity == "journal", AuditRecord.action == "bulk")) == 1
    again = both.post(f"/year/operations/{operation.id}/undo")
    assert again.status_code == 422 and "уже отменён" in again.text


def a_lesson(db, world):
    f.LessonFactory(journal=db.scalars(sa.select(Journal).order_by(Journal.id.desc())).first(),
                    date=dt.date(2024, 9, 3))
    return "используется — занятия"


def a_slot(db, world):
    f.TimetableSlotFactory(journal=db.scalars(sa.select(Journal).order_by(Journal.id.desc())).first())
    return "используется — расписание"


def a_syllabus(db, world):
    journal = db.scalars(sa.select(Journal).order_by(Journal.id.desc())).first()
    journal.syllabus = f.SyllabusFactory(line=journal.line)
    return "изменено позже"


def a_new_name(db, world):
    db.refresh(world.going)
    world.going.name = "ИС-39"
    return "изменено позже"


def an_archive(db, world):
    db.scalars(sa.select(AcademicYear).where(AcademicYear.year == 2024)).one().archived_at = f.NOW
    return "в архиве"


def a_later_order(db, world):
    move = db.scalars(sa.select(Movement).where(Movement.kind == MovementKind.GRADUATION)).first()
    move.order_number = "18-В"
    return "изменено позже"


@pytest.mark.parametrize("build", [a_lesson, a_slot, a_syllabus, a_new_name, a_later_order, an_archive])
def test_what_something_was_built_on_is_not_taken_back(db, world, both, build):
    both.post(NEXT, data=order(world.last))
    words = build(db, world)
    now = state(db)
    operation = db.scalars(sa.select(YearOperation)).one()
    answer = both.post(f"/year/operations/{operation.id}/undo")
    assert answer.status_code == 422 and words in answer.text
    assert state(db) == now


@pytest.mark.parametrize(("data", "words"), [
    ({"semester_1_starts": "2024-09-01", "semester_1_ends": "2024-09-05", "semester_2_starts": "2025-01-09",
      "semester_2_ends": "2025-06-30", "year_starts": "2024-09-01", "year_ends": "2025-06-30"}, "короче четырёх"),
    ({"semester_1_starts": "вчера"}, "Укажите дату"),
    ({"order_{last}": "", "dated_{last}": "2024-06-28"}, "укажите номер и дату приказа"),
    ({"order_{last}": "17", "dated_{last}": "2024-07-28"}, "ещё не наступила"),
    ({"teacher_{going}_{line}": "Никто Никтович"}, "нет в списке"),
    ({"name_{going}": "название длиннее всех названий"}, "длиннее 24"),
    ({"name_{going}": "ИС-77"}, "занято"),
])
def test_one_mistake_writes_nothing_and_keeps_what_was_typed(db, world, both, data, words):
    f.GroupFactory(name="ИС-77", curriculum=world.going.curriculum)
    line = max(world.going.curriculum.lines, key=lambda one: one.semester_number == 5).id
    typed = {key.format(last=world.last.id, going=world.going.id, line=line): value for key, value in data.items()}
    before = state(db)
    answer = both.post(NEXT, data={"semester_2_ends": "", **order(world.last), **typed} if "вчера" in str(data)
                       else {**order(world.last), **typed})
    assert answer.status_code == 422 and words in answer.text
    assert all(f'value="{value}"' in answer.text for value in data.values())
    assert state(db) == before


def test_a_debtor_stays_and_the_group_with_him(db, world, both):
    final = f.FinalMarkFactory(student=world.leaving[0], value=FinalValue.TWO,
                               journal=db.scalars(sa.select(Journal).where(Journal.group_id == world.last.id)).first())
    f.DebtFactory(final_mark=final)
    db.commit()
    page = both.get(NEXT).text
    assert "с задолженностями 1 из 2" in page and f'name="staying" value="{world.leaving[0].id}" checked' in page
    both.post(NEXT, data=order(world.last, staying=str(world.leaving[0].id)))
    db.expire_all()
    assert world.last.closed_on is None
    assert [len(one.movements) for one in world.leaving] == [1, 2]


@pytest.mark.parametrize(("role", "changed"), [
    (Role.DATA_CLERK, {"movement", "membership", "group"}),
    (Role.METHODIST, {"academic_year", "semester"}), (Role.ADMINISTRATOR, {"academic_year", "semester"}),
    (Role.DEPUTY_OOD, {"academic_year", "semester", "journal", "curatorship"}),
])
def test_everybody_does_only_his_own_part(db, world, login, role, changed):
    before = state(db)
    answer = login(role).post(NEXT, data=order(world.last))
    after = state(db)
    assert answer.status_code == (422 if role == Role.DATA_CLERK and not changed else 303)
    assert {name for name, rows in after.items() if rows != before[name]} == changed


@pytest.mark.parametrize(("role", "shown", "not_shown"), [
    (Role.DATA_CLERK, "Закрыть групп с выпуском", "Создать журналов"),
    (Role.METHODIST, "Создать семестров", "Закрыть групп с выпуском"),
    (Role.DEPUTY_OOD, "Создать журналов", "Закрыть групп с выпуском")])
def test_the_preview_counts_what_the_viewer_may_do(world, login, role, shown, not_shown):
    figures = login(role).get(NEXT).text.split('<dl class="figures')[1].split("</dl>")[0]
    assert shown in figures
    assert not_shown not in figures


def test_who_may_not_write_all_of_it_does_not_take_it_back(db, world, both, login):
    both.post(NEXT, data=order(world.last))
    operation = db.scalars(sa.select(YearOperation)).one()
    answer = login(Role.METHODIST).post(f"/year/operations/{operation.id}/undo")
    assert answer.status_code == 422 and "вправе менять" in answer.text
    assert login(Role.DIRECTOR).post(f"/year/operations/{operation.id}/undo").status_code == 403


def test_the_second_semester_keeps_teachers_and_subgroups_and_asks_for_who_is_gone(db, login, school_time):
    school_time("2023-12-25T10:00:00+07:00")
    teacher, gone = f.TeacherFactory(), f.TeacherFactory(blocked_at=f.NOW)
    group = f.GroupFactory()
    subjects = f.DisciplineFactory(), f.DisciplineFactory()
    lines = [[f.CurriculumLineFactory(curriculum=group.curriculum, discipline=subject, semester_number=number)
              for number in (3, 4)] for subject in subjects]
    halves = [f.SubgroupFactory(group=group, number=number) for number in (1, 2)]
    for half, who in zip(halves, (teacher, f.TeacherFactory()), strict=True):
        f.JournalFactory(line=lines[0][0], group=group, subgroup=half, teacher=who)
    f.JournalFactory(line=lines[1][0], group=group, teacher=gone)
    f.SemesterFactory(number=2)
    db.commit()
    deputy = login(Role.DEPUTY_OOD)
    page = deputy.get("/year/2023/2").text
    assert "без преподавателя: 1" in page and "больше не ведёт" in page
    asked = f"teacher_{group.id}_{lines[1][1].id}"
    assert deputy.post("/year/2023/2").status_code == 303
    made = db.scalars(sa.select(Journal).join(Semester).where(Semester.number == 2)).all()
    assert {(one.subgroup_id, one.curriculum_line_id) for one in made} == {(half.id, lines[0][1].id) for half in halves}
    assert deputy.post("/year/2023/2", data={asked: teacher.full_name}).status_code == 303
    db.expire_all()
    assert db.scalar(sa.select(Journal.teacher_id).where(Journal.curriculum_line_id == lines[1][1].id)) == teacher.id


def test_a_year_in_the_archive_is_not_prepared(db, world, both):
    for year in db.scalars(sa.select(AcademicYear)):
        year.archived_at = f.NOW
    db.commit()
    assert both.get("/year/2023/2").status_code == 404
    assert both.post(NEXT).status_code == 404


@pytest.mark.parametrize("groups", [5, 25])
def test_the_preview_costs_the_same_for_any_number_of_groups(db, login, school_time, count_queries, groups):
    school_time(SUMMER)
    teacher = f.TeacherFactory()
    for number in range(groups):
        new_group(f"ИС-2{number}", 2022, (3, 4, 5), teacher)
    deputy = login(Role.DEPUTY_OOD)
    with count_queries(at_most=24):
        assert deputy.get(NEXT).status_code == 200


def test_names_of_the_list_are_told_apart(db, login, world):
    twin = f.TeacherFactory(last_name=world.teacher.last_name, first_name=world.teacher.first_name,
                            patronymic=world.teacher.patronymic)
    db.commit()
    page = login(Role.DEPUTY_OOD).get(NEXT).text
    assert f"{twin.full_name} (№ {twin.id})" in page
    assert db.scalar(sa.select(sa.func.count()).select_from(User)) > 1


def test_a_new_subject_is_proposed_to_who_led_it_in_the_group_of_that_name(db, login, school_time):
    school_time(SUMMER)
    first, second = f.TeacherFactory(), f.TeacherFactory()
    rising, ahead = new_group("ИС-21", 2022, (3, 4), first), new_group("ИС-31", 2021, (5, 6, 7), first)
    other = new_group("ИС-32", 2021, (5, 6, 7), second)
    subject = f.DisciplineFactory()
    for group, who in ((other, second), (ahead, first)):
        line = f.CurriculumLineFactory(curriculum=group.curriculum, discipline=subject, semester_number=5)
        f.JournalFactory(line=line, group=group, teacher=who)
    f.CurriculumLineFactory(curriculum=rising.curriculum, discipline=subject, semester_number=5)
    db.commit()
    page = login(Role.DEPUTY_OOD).get(NEXT).text
    assert "вёл у ИС-31 в 1 семестре 2023-2024" in page and "вёл у ИС-32" not in page
