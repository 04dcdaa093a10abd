"""Row rules on a small college: one group with a subgroup, a substitution, parents and curators, and a stranger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from access import check
from access.grants import CREATE, DELETE, READ, UPDATE, Action
from access.identity import Identity
from models import User
from rules import terms as t
from rules.terms import Role
from tests import factories as f

TODAY = f.TODAY
NOW = dt.datetime.combine(TODAY, dt.time(15), dt.timezone(dt.timedelta(hours=7)))


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def college(db: Any) -> Iterator[SimpleNamespace]:
    c = SimpleNamespace()
    people(c)
    teaching(c)
    entries(c)
    papers(c)
    talk(c)
    db.flush()
    yield c
    db.rollback()


def account(*roles: Role) -> User:
    return f.UserFactory(roles=roles)


def people(c: SimpleNamespace) -> None:
    c.teacher, c.substitute, c.stranger = (account(Role.TEACHER) for _ in range(3))
    c.curator, c.former_curator, c.other_curator = (account(Role.CURATOR) for _ in range(3))
    c.pupil, c.mother, c.ex_guardian = account(Role.STUDENT), account(Role.PARENT), account(Role.PARENT)
    c.master, c.clerk, c.admin, c.ood = (
        account(role) for role in (Role.SENIOR_MASTER, Role.DATA_CLERK, Role.ADMINISTRATOR, Role.DEPUTY_OOD))
    c.group, c.other_group = f.GroupFactory(), f.GroupFactory()
    c.curatorship = f.CuratorshipFactory(group=c.group, user=c.curator)
    f.CuratorshipFactory(group=c.group, user=c.former_curator, ends=ago(1))
    f.CuratorshipFactory(group=c.other_group, user=c.other_curator)
    c.student = f.StudentFactory(user=c.pupil)
    c.mate, c.left, c.outsider = f.StudentFactory(), f.StudentFactory(), f.StudentFactory()
    for student, group, ends in ((c.student, c.group, None), (c.mate, c.group, None), (c.left, c.group, ago(20)),
                                 (c.outsider, c.other_group, None)):
        membership = f.MembershipFactory(student=student, group=group, ends=ends)
        if student is c.mate:
            c.mates_membership = membership
    c.mother_card = f.GuardianFactory(user=c.mother)
    c.tie = f.GuardianshipFactory(student=c.student, guardian=c.mother_card)
    c.ex_card = f.GuardianFactory(user=c.ex_guardian)
    f.GuardianshipFactory(student=c.student, guardian=c.ex_card, ends=ago(1))
    c.strangers_card = f.GuardianFactory()
    f.GuardianshipFactory(student=c.outsider, guardian=c.strangers_card)
    c.borrowed_tie = f.GuardianshipFactory(student=c.mate, guardian=c.strangers_card)
    c.new_tie = f.GuardianshipFactory(student=c.mate)


def teaching(c: SimpleNamespace) -> None:
    c.journal = f.JournalFactory(group=c.group, teacher=c.teacher)
    c.other_journal = f.JournalFactory(group=c.other_group, teacher=c.stranger)
    c.subgroup, c.second_half = (f.SubgroupFactory(group=c.group, number=number) for number in (1, 2))
    f.SubgroupMembershipFactory(subgroup=c.subgroup, student=c.student)
    f.SubgroupMembershipFactory(subgroup=c.second_half, student=c.mate)
    c.half_journal = f.JournalFactory(group=c.group, subgroup=c.subgroup, teacher=c.teacher)
    c.second_journal = f.JournalFactory(group=c.group, subgroup=c.second_half, teacher=c.stranger)
    c.practice_programme = f.PracticeProgrammeFactory(
        journal__group=c.group, journal__teacher=c.stranger, supervisor=c.teacher)
    c.slot = f.TimetableSlotFactory(journal=c.half_journal)
    c.others_slot = f.TimetableSlotFactory(journal=c.second_journal)
    c.draft = f.SyllabusFactory(line=c.journal.line, author=c.teacher, state=t.SyllabusState.DRAFT)
    c.approved = f.SyllabusFactory(line=c.journal.line, author=c.teacher, version=2)
    c.foreign_draft = f.SyllabusFactory(line=c.other_journal.line, author=c.teacher, state=t.SyllabusState.DRAFT)
    c.journal.syllabus = c.approved
    c.half_journal.syllabus = c.draft
    c.topic, c.draft_topic = f.SyllabusTopicFactory(syllabus=c.approved), f.SyllabusTopicFactory(syllabus=c.draft)


def entries(c: SimpleNamespace) -> None:
    c.lesson = f.LessonFactory(journal=c.journal, date=ago(7), pair=1)
    c.tomorrow = f.LessonFactory(journal=c.journal, date=ago(-1), pair=1)
    c.before_entry = f.LessonFactory(journal=c.journal, date=dt.date(2022, 5, 2), pair=1)
    c.others_half = f.LessonFactory(journal=c.second_journal, date=ago(7), pair=2)
    c.foreign = f.LessonFactory(journal=c.other_journal, date=ago(7), pair=1)
    given = {"journal": c.journal, "teacher": c.substitute, "substituted": c.teacher}
    c.substituted = f.LessonFactory(date=ago(7), pair=3, **given)
    c.overdue = f.LessonFactory(date=ago(8), pair=3, **given)
    c.usurped = f.LessonFactory(date=ago(6), pair=4, journal=c.other_journal, teacher=c.substitute,
                                substituted=c.stranger)
    f.TimetableChangeFactory(date=ago(7), pair=3, kind=t.ChangeKind.SUBSTITUTED, journal=c.journal,
                             substitute=c.substitute)
    c.practice_day = f.LessonFactory(journal=c.practice_programme.journal, date=ago(3), pair=5)
    c.mark, c.foreign_mark, c.practice_mark, c.substituted_mark, c.overdue_mark = (
        f.MarkFactory(cell__lesson=lesson, cell__student=student) for lesson, student in (
            (c.lesson, c.student), (c.foreign, c.outsider), (c.practice_day, c.mate), (c.substituted, c.mate),
            (c.overdue, c.mate)))
    c.absence = f.AbsenceFactory(cell__lesson=c.lesson, cell__student=c.mate)
    c.homework = f.HomeworkFactory(lesson=c.lesson)


def papers(c: SimpleNamespace) -> None:
    c.published = f.FinalMarkFactory(journal=c.journal, student=c.student, published_at=f.NOW)
    c.unpublished = f.FinalMarkFactory(journal=c.half_journal, student=c.student)
    c.debt = f.DebtFactory(final_mark=c.published)
    c.secret_debt = f.DebtFactory(final_mark=c.unpublished)
    c.attempt = f.DebtAttemptFactory(debt=c.debt, examiner=c.substitute)
    c.note, c.left_note = f.ExcuseNoteFactory(student=c.student), f.ExcuseNoteFactory(student=c.left)
    c.sheet = f.AttestationSheetFactory(programme=c.practice_programme, student=c.student)
    c.finding = f.FindingFactory(journal=c.journal)
    c.act = f.InspectionFactory(conclusion="Замечания устранить")
    c.act_in_work = f.RemarkFactory(journal=c.journal).inspection
    c.remark, c.practice_remark = f.RemarkFactory(inspection=c.act, journal=c.journal), f.RemarkFactory(
        inspection=c.act, journal=c.practice_programme.journal)
    c.practice_act = f.RemarkFactory(journal=c.practice_programme.journal).inspection
    c.event = f.PlanEventFactory(responsible_id=c.clerk.id)
    c.inner_event = f.PlanEventFactory(is_public=False)


def talk(c: SimpleNamespace) -> None:
    c.dialogue = f.ThreadFactory(author=c.teacher)
    c.invited = f.ParticipantFactory(thread=c.dialogue, user=c.mother)
    c.intruder = f.ParticipantFactory(thread=c.dialogue, user=account(Role.PARENT))
    c.message = f.MessageFactory(thread=c.dialogue)
    c.news = f.ThreadFactory(author=c.admin, kind=t.ThreadKind.ANNOUNCEMENT, audience=t.Audience.COLLEGE)
    c.group_news, c.other_news = (
        f.ThreadFactory(author=c.admin, kind=t.ThreadKind.ANNOUNCEMENT, audience=t.Audience.GROUP, group=group)
        for group in (c.group, c.other_group))
    c.course_news = f.ThreadFactory(author=c.admin, kind=t.ThreadKind.ANNOUNCEMENT, audience=t.Audience.COURSE,
                                    course=c.group.course_in(f.YEAR))
    c.question, c.access_question = (f.SupportRequestFactory(category=category) for category in (
        t.SupportCategory.DATA, t.SupportCategory.ACCESS))


CASES: tuple[tuple[str, Action, str, bool, str], ...] = (
    # a teacher and a substitute
    ("teacher", UPDATE, "mark", True, "own journal"),
    ("teacher", READ, "foreign_mark", False, "another's journal"),
    ("teacher", UPDATE, "substituted_mark", True, "own journal, though another gave the lesson"),
    ("substitute", UPDATE, "substituted_mark", True, "the 7th day is not over (п. 6.3)"),
    ("substitute", READ, "overdue_mark", False, "the 8th day: the right is over"),
    ("substitute", READ, "overdue", False, "the lesson too"),
    ("substitute", READ, "mark", False, "the other lessons of the journal are not the substitute's"),
    ("substitute", READ, "lesson", False, "the same"),
    ("substitute", CREATE, "substituted", True, "the timetable gives this lesson to the substitute"),
    ("substitute", CREATE, "usurped", False, "no change of the timetable names the user"),
    ("substitute", READ, "journal", True, "the page to write on"),
    ("substitute", READ, "other_journal", True, "a lesson written as a substitution opens its journal"),
    ("substitute", READ, "half_journal", False, "no substitution in it"),
    ("substitute", READ, "published", False, "finals are the teacher's"),
    ("stranger", READ, "journal", False, "another's journal"),
    ("teacher", DELETE, "lesson", True, "own entry"),
    ("teacher", DELETE, "substituted", False, "the substitute's entry"),
    ("substitute", DELETE, "substituted", True, "own entry"),
    ("teacher", UPDATE, "unpublished", True, "a draft of one's own"),
    ("teacher", DELETE, "unpublished", False, "finals are corrected, not deleted"),
    ("substitute", UPDATE, "attempt", True, "the examiner"),
    ("teacher", UPDATE, "attempt", False, "not the examiner"),
    ("substitute", READ, "debt", True, "the examiner sees what the attempt is for"),
    ("teacher", READ, "note", False, "the fact only, never the paper"),
    ("teacher", READ, "student", True, "in own journal's group"),
    ("teacher", READ, "left", True, "was there in the semester of the journal"),
    ("teacher", READ, "outsider", False, "not taught"),
    ("stranger", READ, "mate", True, "the second half"),
    ("stranger", READ, "outsider", True, "own group"),
    ("teacher", UPDATE, "draft", True, "not approved yet"),
    ("teacher", CREATE, "draft", True, "a line of one's own"),
    ("teacher", CREATE, "foreign_draft", False, "a line that the user does not teach"),
    ("teacher", UPDATE, "approved", False, "approved: a new version instead"),
    ("teacher", UPDATE, "draft_topic", True, "topics follow their plan"),
    ("teacher", UPDATE, "topic", False, "the same"),
    ("teacher", UPDATE, "sheet", True, "the supervisor"),
    ("stranger", UPDATE, "sheet", False, "teaches the practice but does not supervise it"),
    ("stranger", READ, "sheet", True, "own journal"),
    ("teacher", UPDATE, "practice_mark", False, "a supervisor does not give another's marks"),
    ("teacher", UPDATE, "subgroup", True, "confirms the split"),
    ("teacher", UPDATE, "second_half", False, "another teacher's half"),
    ("teacher", READ, "finding", True, "own journal"),
    ("stranger", READ, "finding", False, "another's"),
    ("teacher", READ, "act", True, "a remark about own journal"),
    ("teacher", READ, "act_in_work", False, "no conclusion yet"),
    ("curator", READ, "act_in_work", False, "no conclusion yet"),
    ("teacher", READ, "practice_remark", False, "a remark about another's journal"),
    # a curator
    ("curator", READ, "mark", True, "own group"),
    ("curator", UPDATE, "mark", False, "marks are the teacher's (п. 9.4)"),
    ("curator", READ, "foreign_mark", False, "another group"),
    ("curator", DELETE, "absence", True, "corrects absences (п. 5.3)"),
    ("former_curator", READ, "absence", False, "the assignment is over"),
    ("other_curator", READ, "absence", False, "another group"),
    ("curator", READ, "published", True, "published"),
    ("curator", READ, "unpublished", False, "a draft"),
    ("curator", READ, "secret_debt", False, "a debt would show the draft"),
    ("curator", UPDATE, "note", True, "own group"),
    ("curator", READ, "left_note", False, "the student has left"),
    ("curator", UPDATE, "student", True, "own group"),
    ("curator", UPDATE, "left", False, "has left"),
    ("curator", READ, "left", True, "the name stands in the group's journals"),
    ("curator", READ, "outsider", False, "another group"),
    ("curator", UPDATE, "mother_card", True, "a parent of the group"),
    ("curator", READ, "journal", True, "own group"),
    ("curator", CREATE, "new_tie", True, "a parent without children elsewhere"),
    ("curator", CREATE, "borrowed_tie", False, "a tie would open another group's parent"),
    ("former_curator", READ, "group", False, "the assignment is over"),
    # students and parents
    ("pupil", READ, "mark", True, "own"),
    ("pupil", READ, "substituted_mark", False, "a classmate's"),
    ("pupil", READ, "absence", False, "a classmate's"),
    ("mother", READ, "mark", True, "her child's"),
    ("ex_guardian", READ, "mark", False, "guardianship has ended"),
    ("ex_guardian", READ, "student", False, "the same"),
    ("pupil", READ, "lesson", True, "held"),
    ("pupil", READ, "homework", True, "of a held lesson"),
    ("pupil", READ, "tomorrow", False, "not held yet"),
    ("pupil", READ, "before_entry", False, "before the student came"),
    ("pupil", READ, "others_half", False, "the other subgroup's"),
    ("pupil", READ, "foreign", False, "another group's"),
    ("pupil", READ, "published", True, "published"),
    ("pupil", READ, "unpublished", False, "a draft"),
    ("mother", READ, "unpublished", False, "a draft"),
    ("pupil", READ, "debt", True, "of a published final"),
    ("pupil", READ, "secret_debt", False, "would show the draft"),
    ("pupil", READ, "note", True, "own"),
    ("pupil", READ, "student", True, "own card"),
    ("pupil", READ, "mate", False, "a classmate's card"),
    ("pupil", READ, "mates_membership", False, "a classmate's"),
    ("mother", READ, "mother_card", True, "own card"),
    ("mother", READ, "ex_card", False, "the other parent's card"),
    ("pupil", READ, "mother_card", True, "the name of one's parent"),
    ("pupil", READ, "journal", False, "journals are for staff"),
    ("pupil", READ, "slot", True, "own subgroup's timetable"),
    ("pupil", READ, "others_slot", False, "the other subgroup's"),
    ("pupil", READ, "topic", True, "an approved plan"),
    ("pupil", READ, "draft_topic", False, "a draft"),
    ("pupil", READ, "curatorship", True, "who one's curator is"),
    ("pupil", READ, "event", True, "the public part"),
    ("pupil", READ, "inner_event", False, "not public"),
    # practice
    ("master", READ, "practice_mark", True, "practice"),
    ("master", READ, "mark", False, "not practice"),
    ("master", READ, "student", True, "the group has practice"),
    ("master", READ, "outsider", False, "the group has none"),
    ("master", UPDATE, "practice_programme", True, "Пр. 12"),
    ("master", UPDATE, "sheet", False, "the supervisor's"),
    ("master", READ, "act", True, "has a remark about practice"),
    ("master", UPDATE, "act", False, "speaks of other journals too"),
    ("master", UPDATE, "practice_act", True, "practice only"),
    # the office
    ("clerk", UPDATE, "student", True, "п. 5.4"),
    ("clerk", DELETE, "student", False, "closed by an order, not deleted"),
    ("clerk", UPDATE, "event", True, "responsible for it"),
    ("clerk", UPDATE, "inner_event", False, "another's"),
    ("clerk", READ, "question", True, "about data"),
    ("clerk", READ, "access_question", False, "the administrator's"),
    ("admin", READ, "mark", True, "reads everything"),
    ("admin", UPDATE, "mark", False, "marks are the teacher's"),
    ("admin", READ, "note", False, "papers are the curator's"),
    ("ood", DELETE, "journal", True, "gives journals to teachers"),
    ("ood", UPDATE, "curatorship", True, "appoints curators"),
    # messages
    ("mother", READ, "message", True, "takes part"),
    ("pupil", READ, "message", False, "does not"),
    ("admin", READ, "message", False, "an administrator does not read another's letters"),
    ("teacher", CREATE, "invited", True, "a parent of the own group"),
    ("teacher", CREATE, "intruder", False, "a parent of nobody taught"),
    ("pupil", READ, "news", True, "to the whole college"),
    ("pupil", READ, "group_news", True, "to the own group"),
    ("mother", READ, "group_news", True, "to the child's group"),
    ("mother", READ, "course_news", True, "to the child's course"),
    ("pupil", READ, "other_news", False, "to another group"),
)


def user_of(person: User) -> Identity:
    return Identity(person.id, person.role_set, NOW)


def test_rows_of_the_small_college(college: SimpleNamespace):
    wrong = []
    for who, action, what, expected, reason in CASES:
        row = getattr(college, what)
        found = check.get_or_none(user_of(getattr(college, who)), action, type(row), row.id)
        if (found is row) is not expected:
            wrong.append(f"{who} {action} {what}: {'must' if expected else 'must not'}, {reason}")
    assert not wrong, "\n".join(wrong)


def test_user_without_an_account_owns_nothing(college: SimpleNamespace):
    """NULL is not a name: rows without an account are nobody's."""
    nobody = Identity(None, frozenset({Role.TEACHER, Role.CURATOR, Role.STUDENT, Role.PARENT}), NOW)
    for row in (college.mate, college.mark, college.journal, college.group, college.dialogue):
        assert check.get_or_none(nobody, READ, type(row), row.id) is None
    assert check.get_or_none(nobody, UPDATE, type(college.inner_event), college.inner_event.id) is None


@pytest.mark.parametrize(("what", "fields"), [
    ("attempt", {"value", "date"}),  # as the examiner and as the deputy
    ("foreign_attempt", {"debt_id", "debt", "number", "date", "examiner_id", "examiner", "members"}),  # as the deputy
])
def test_roles_are_not_mixed_between_rows(college: SimpleNamespace, what: str, fields: set[str]):
    both = account(Role.DEPUTY_OOD, Role.TEACHER)
    college.attempt.examiner = both
    college.foreign_attempt = f.DebtAttemptFactory(debt=college.secret_debt, examiner=college.stranger)
    allowed = check.writable_on(user_of(both), UPDATE, getattr(college, what))
    assert allowed is not None
    assert fields <= allowed
    assert ("value" in allowed) is ("value" in fields)
