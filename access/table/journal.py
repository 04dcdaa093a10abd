"""Journals, thematic plans, lessons, marks, absences and results (п. 5.6, 6.1–6.9, 9.4, 9.8).

Nobody but the teacher, or the substitute for that lesson, writes marks and finals.
"""

from __future__ import annotations

from collections.abc import Iterable

from access.entity_rows import (
    journals_of_my_groups,
    lines_i_teach,
    my_examined_debts,
    my_syllabuses,
    not_approved,
    of_published,
    published,
    syllabuses_of,
    topics_of,
    topics_of_studies,
)
from access.grants import CREATE, DELETE, READ, UPDATE, can
from access.rows import (
    about,
    journals_i_substitute,
    lessons_assigned_to_me,
    mine,
    of_held_lessons,
    of_lessons_i_entered,
    of_lessons_i_substitute,
    of_my_groups,
    of_my_journals,
    of_my_students,
    of_practice,
    of_practices_i_supervise,
)
from access.scopes import LEADERS, OFFICE, my_journals
from access.table.blocks import EVERYBODY, Block, Table, each, learners
from models import (
    Absence,
    AbsenceKind,
    Cell,
    Debt,
    DebtAttempt,
    ExcuseNote,
    FinalMark,
    Homework,
    Journal,
    Lesson,
    LessonTask,
    Mark,
    Syllabus,
    SyllabusTopic,
    Work,
)
from models.base import Base
from rules.terms import Role

ENTRY = ("date", "pair", "hours", "kind", "topic", "syllabus_topic_id", "deviation_reason", "substitution_reason",
         "late_reason", "tasks", "works", "homework")
SUBSTITUTION = ("teacher_id", "substituted_id")
EXPLANATIONS = ("deviation_reason", "substitution_reason", "late_reason")  # between the teacher and the control
PAPER = frozenset({"excuse_note_id"})
ABSENCE = ("cell_id", "kind_id", "hours", "minutes_late")
PLAN = ("curriculum_line_id", "version", "topics")
my_open_plans = my_syllabuses & not_approved


def readers(model: type[Base], hidden: Iterable[str] = ()) -> Block:
    """Who reads a journal's pages: the office all of them, the senior master practice, a curator own groups."""
    return {
        **each(OFFICE, can(READ, hidden=hidden)),
        Role.SENIOR_MASTER: (can(READ, rows=of_practice(model), hidden=hidden),),
        Role.CURATOR: (can(READ, rows=of_my_groups(model)),),
    }


def page_of_lesson(model: type[Base], hidden: Iterable[str] = ()) -> Block:
    """Tasks, works and homework: written with the lesson, deleted by who entered it."""
    return {
        **readers(model),
        Role.TEACHER: (
            can(READ, CREATE, UPDATE, rows=of_my_journals(model)),
            can(DELETE, rows=of_my_journals(model) & of_lessons_i_entered(model)),
            can(READ, CREATE, UPDATE, rows=of_lessons_i_substitute(model)),
            can(DELETE, rows=of_lessons_i_substitute(model) & of_lessons_i_entered(model))),
        **learners(of_held_lessons, model, hidden=hidden),
    }


TABLE: Table = {
    Journal: {
        **readers(Journal),
        Role.DEPUTY_OOD: (can(READ, CREATE, UPDATE, DELETE),),
        Role.TEACHER: (can(READ, rows=of_my_journals(Journal)), can(READ, rows=journals_i_substitute),
                       can(READ, rows=of_practices_i_supervise(Journal))),
    },
    Syllabus: {
        **each(OFFICE, can(READ)),
        Role.METHODIST: (can(READ), can(UPDATE, only={"state", "remark", "approved_by_id", "approved_at"})),
        Role.CURATOR: (can(READ, rows=syllabuses_of(journals_of_my_groups, "журналов своей группы, пока куратор")),),
        Role.TEACHER: (
            can(READ, rows=my_syllabuses), can(READ, rows=syllabuses_of(my_journals, "своих журналов")),
            can(CREATE, rows=my_open_plans & lines_i_teach, only=PLAN),
            can(UPDATE, rows=my_open_plans, only=PLAN),
            can(DELETE, rows=my_open_plans)),
    },
    SyllabusTopic: {
        **each(OFFICE, can(READ)),
        Role.CURATOR: (can(READ, rows=topics_of(
            syllabuses_of(journals_of_my_groups, "журналов своей группы, пока куратор"))),),
        Role.TEACHER: (
            can(READ, rows=topics_of(my_syllabuses)),
            can(READ, rows=topics_of(syllabuses_of(my_journals, "своих журналов"))),
            can(CREATE, UPDATE, DELETE, rows=topics_of(my_open_plans))),
        **learners(topics_of_studies, SyllabusTopic),
    },
    Lesson: {
        **readers(Lesson),
        Role.TEACHER: (
            can(READ, rows=of_my_journals(Lesson)),
            can(CREATE, rows=of_my_journals(Lesson), only=(*ENTRY, *SUBSTITUTION, "journal_id")),
            can(UPDATE, rows=of_my_journals(Lesson), only=(*ENTRY, *SUBSTITUTION)),
            can(DELETE, rows=of_my_journals(Lesson) & of_lessons_i_entered(Lesson)),
            can(CREATE, rows=lessons_assigned_to_me, only=(*ENTRY, "journal_id")),
            can(READ, rows=of_lessons_i_substitute(Lesson)),
            can(UPDATE, rows=of_lessons_i_substitute(Lesson), only=ENTRY),
            can(DELETE, rows=of_lessons_i_substitute(Lesson) & of_lessons_i_entered(Lesson)),
            can(READ, rows=of_practices_i_supervise(Lesson))),
        **learners(of_held_lessons, Lesson, hidden=EXPLANATIONS),
    },
    LessonTask: page_of_lesson(LessonTask),
    Work: page_of_lesson(Work),
    Homework: page_of_lesson(Homework, hidden={"late_reason"}),
    Cell: {  # the frame: what is put into it needs the right to a mark or to an absence besides
        **readers(Cell),
        Role.CURATOR: (can(READ, rows=of_my_groups(Cell)), can(CREATE, UPDATE, rows=of_my_groups(Cell), only=())),
        Role.TEACHER: (can(READ, rows=of_my_journals(Cell)),
                       can(CREATE, UPDATE, rows=of_my_journals(Cell), only=()),
                       can(READ, rows=of_lessons_i_substitute(Cell)),
                       can(CREATE, UPDATE, rows=of_lessons_i_substitute(Cell), only=())),
        **learners(about, Cell, hidden={"late_reason"}),
    },
    Mark: {
        **readers(Mark),
        Role.TEACHER: (can(READ, CREATE, UPDATE, DELETE, rows=of_my_journals(Mark)),
                       can(READ, CREATE, UPDATE, DELETE, rows=of_lessons_i_substitute(Mark))),
        **learners(about, Mark),
    },
    Absence: {
        **readers(Absence),
        Role.ADMINISTRATOR: (can(READ, hidden=PAPER),),
        Role.METHODIST: (can(READ, hidden=PAPER),),
        Role.SENIOR_MASTER: (can(READ, rows=of_practice(Absence), hidden=PAPER),),
        Role.CURATOR: (can(READ, CREATE, UPDATE, DELETE, rows=of_my_groups(Absence)),),
        Role.TEACHER: (  # the fact of an excuse is the letter; the paper is the curator's
            can(READ, rows=of_my_journals(Absence), hidden=PAPER),
            can(CREATE, UPDATE, DELETE, rows=of_my_journals(Absence), only=ABSENCE),
            can(READ, rows=of_lessons_i_substitute(Absence), hidden=PAPER),
            can(CREATE, UPDATE, DELETE, rows=of_lessons_i_substitute(Absence), only=ABSENCE)),
        **learners(about, Absence),
    },
    AbsenceKind: {**each(EVERYBODY, can(READ)), Role.ADMINISTRATOR: (can(READ, CREATE, UPDATE),)},
    ExcuseNote: {
        **each(LEADERS, can(READ)),
        Role.CURATOR: (can(READ, CREATE, UPDATE, DELETE, rows=of_my_students(ExcuseNote)),),
        **learners(about, ExcuseNote),
    },
    FinalMark: {
        **readers(FinalMark),
        Role.CURATOR: (can(READ, rows=of_my_groups(FinalMark) & published),),
        Role.TEACHER: (can(READ, CREATE, UPDATE, rows=of_my_journals(FinalMark)),),
        **learners(about, FinalMark, hidden={"late_reason"}, if_=published),
    },
    Debt: {
        **each(OFFICE, can(READ)),
        Role.DEPUTY_OOD: (can(READ, CREATE, UPDATE),),
        Role.CURATOR: (can(READ, rows=of_my_groups(Debt) & of_published(Debt)),),
        Role.TEACHER: (can(READ, rows=of_my_journals(Debt)), can(READ, rows=my_examined_debts)),
        **learners(about, Debt, if_=of_published(Debt)),
    },
    DebtAttempt: {
        **each(OFFICE, can(READ)),
        Role.DEPUTY_OOD: (  # appoints; the result is the examiner's
            can(READ), can(CREATE, UPDATE, only={"debt_id", "number", "date", "examiner_id", "commission", "members"})),
        Role.CURATOR: (can(READ, rows=of_my_groups(DebtAttempt) & of_published(DebtAttempt)),),
        Role.TEACHER: (
            can(READ, rows=of_my_journals(DebtAttempt)), can(READ, rows=mine(DebtAttempt.examiner_id, "где принимает")),
            can(UPDATE, rows=mine(DebtAttempt.examiner_id, "где принимает"), only={"value"})),
        **learners(about, DebtAttempt, if_=of_published(DebtAttempt)),
    },
}
