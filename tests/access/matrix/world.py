"""A compact college for the matrix: for every role and entity a row of one's own and foreign ones.

Home: group РУН-22 with its curator, teacher, student and parent, a journal and a practice. Away: a group with a journal
of another teacher. Shop: a group whose practice another teacher supervises. Former: the curator's until yesterday.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask

from actions.audit.listener import PENDING
from models import UserSession, db
from models.base import Base
from models.engine import writing
from rules import terms as t
from rules.terms import Role
from tests import factories as f
from tests.access.matrix import pages
from tests.access.matrix.people import AWAY, FORMER, HOME, SHOP, Rows, papers, people, programme
from tests.plugins.databases import Database
from tests.plugins.web import open_session

SUBSTITUTE, ANONYMOUS = "substitute", "anonymous"
YESTERDAY = f.TODAY - dt.timedelta(days=1)
OF_PRACTICE = ("practice", "practice_programme", "programme_section", "placement", "enterprise", "day_log",
               "attestation_sheet", "sheet_row")
OF_LESSON = ("lesson", "cell", "mark", "absence", "lesson_task", "work", "homework")
IMPORTS = {Role.ADMINISTRATOR: t.ImportKind.STAFF, Role.DEPUTY_OOD: t.ImportKind.CURRICULUM,
           Role.METHODIST: t.ImportKind.TIMETABLE, Role.SENIOR_MASTER: t.ImportKind.PRACTICE,
           Role.DATA_CLERK: t.ImportKind.STUDENTS, Role.TEACHER: t.ImportKind.SYLLABUS}

OPEN_CODE = "0" * 25 + "z"  # of a paper whose code anybody may ask about


@dataclass
class World:
    """Ids only: rows belong to sessions that are gone."""

    users: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    own: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    foreign: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)  # for the addresses of pages: "journal", "away_journal"…
    statements: dict[Any, Any] = field(default_factory=dict)  # compiled once: more than an engine remembers by itself


def build() -> World:
    """Build and commit; the journal of changes keeps only the records that the world itself names."""
    made = _Builder()
    made.build()
    db.session.commit()
    return made.world


@contextmanager
def settled(app: Flask, database: Database) -> Iterator[World]:
    """The college, built once and committed; what tests write is never committed."""
    token = writing.set(True)
    with app.app_context():
        made = build()
        db.session.remove()
    yield made
    with app.app_context():
        db.engine.dispose()
    database.restore()
    writing.reset(token)


class _Builder:
    def __init__(self) -> None:
        self.world = World()
        self.staff: dict[str, Any] = {}

    def build(self) -> None:
        f.CollegeFactory()
        for letter, words in (("н", "без причины"), ("б", "болезнь"), ("у", "уважительная"), ("о", "опоздание")):
            f.AbsenceKindFactory(letter=letter, title=words, words=words, is_late=letter == "о",
                                 excused=letter in "бу", counts_hours=letter != "о")
        self.hire()
        self.settle()
        self.talk()
        self.fill_rest()
        self.sign_in()
        self.sort()

    def hire(self) -> None:
        for role in Role:
            if role not in (Role.STUDENT, Role.PARENT):
                self.staff[role] = f.UserFactory(login=role.value, last_name="Домнин", roles=(role,))
        self.staff[SUBSTITUTE] = f.UserFactory(login=SUBSTITUTE, last_name="Запаснов", roles=(Role.TEACHER,))
        self.stranger = f.UserFactory(login="stranger", last_name="Чуев", roles=(Role.TEACHER, Role.CURATOR))

    def settle(self) -> None:
        """The four groups with what hangs on them."""
        curator, teacher, inspector = (self.staff[role] for role in (Role.CURATOR, Role.TEACHER, Role.DEPUTY_UPR))
        plans = {stem: programme(stem) for stem in (HOME, AWAY, SHOP, FORMER)}
        self.home, self.away, self.shop, self.former = (people(stem, plan) for stem, plan in plans.items())
        for place, stem in ((self.home, HOME), (self.away, AWAY)):
            place |= papers(stem, place, curator if stem is HOME else self.stranger)
        f.CuratorshipFactory(group=self.former["group"], user=curator, ends=YESTERDAY)
        self.former |= {"excuse_note": f.ExcuseNoteFactory(student=self.former["student"])}

        def page(stem: Any, place: Rows, line: str, who: Any, by: Any, pair: int) -> Rows:
            return pages.journal_page(plans[stem], line, place["group"], place["student"], who, by, stem, pair)

        place = page(HOME, self.home, "curriculum_line", teacher, inspector, 2)
        master = self.staff[Role.SENIOR_MASTER]
        self.practice = page(HOME, self.home, "line_of_practice", teacher, master, 3)
        self.home |= plans[HOME] | place | pages.practice_page(self.practice["journal"], self.home["student"], HOME)
        self.away |= plans[AWAY] | page(AWAY, self.away, "curriculum_line", self.stranger, inspector, 2)
        self.shop |= plans[SHOP] | page(SHOP, self.shop, "line_of_practice", self.stranger, inspector, 3)
        self.shop |= pages.practice_page(self.shop["journal"], self.shop["student"], SHOP)
        self.classmates(plans[HOME], teacher)
        self.drafts(teacher)
        self.substitution(teacher)

    def classmates(self, plan: Rows, teacher: Any) -> None:
        """Those of whom something is still to be written, and journals without a programme, a plan."""
        mate = f.StudentFactory(last_name="Рунцов")
        f.MembershipFactory(student=mate, group=self.home["group"])
        f.JournalFactory(line=plan["line_of_mdk"], group=self.home["group"], subgroup=self.home["subgroup"],
                         teacher=teacher)
        enrolment = f.MovementFactory(student__last_name="Рунков", to_group=self.home["group"])
        sport = f.CurriculumLineFactory(curriculum=plan["curriculum"], discipline__title="Физическая культура",
                                        discipline__physical_education=True)
        sports = f.JournalFactory(line=sport, group=self.home["group"], teacher=teacher)
        pages.lesson_page(sports, self.home["student"], "Рунный бег", pair=5)
        self.spare: Rows = {
            "sports_journal": sports,
            "mate": mate, "enrolment": enrolment, "enrolled": enrolment.student,
            "newcomer": f.StudentFactory(last_name="Рунный"), "second_line": plan["second_line"],
            "free_practice_journal": f.JournalFactory(line=plan["second_line_of_practice"], group=self.home["group"],
                                                      teacher=teacher),
            "free_final_mark": f.FinalMarkFactory(journal=self.practice["journal"], student=mate, published_at=f.NOW,
                                                  value=t.FinalValue.TWO, kind=t.FinalKind.PRACTICE),
            "free_debt": f.DebtFactory(final_mark=f.FinalMarkFactory(
                journal=self.practice["journal"], student=enrolment.student, published_at=f.NOW,
                value=t.FinalValue.TWO, kind=t.FinalKind.PRACTICE)),
            "stranger": self.stranger,
        }

    def drafts(self, teacher: Any) -> None:
        """What its author still writes: a plan, a final mark with its debt."""
        plan = f.SyllabusFactory(line=self.home["curriculum_line"], author=teacher, version=2,
                                 state=t.SyllabusState.DRAFT)
        topic = f.SyllabusTopicFactory(syllabus=plan, title="Рунный черновик")
        self.draft: Rows = {"syllabus": plan, "syllabus_topic": topic}
        self.draft |= pages.results(self.home["journal"], self.home["student"], False, t.FinalKind.GRADED_CREDIT)

    def substitution(self, teacher: Any) -> None:
        """A lesson given instead of the teacher today, and one so long ago that its time is over (п. 6.3)."""
        instead = {"teacher": self.staff[SUBSTITUTE], "substituted": teacher, "substitution_reason": "болезнь"}
        journal, student = self.home["journal"], self.home["student"]
        f.TimetableChangeFactory(journal=journal, date=f.TODAY, pair=7, kind=t.ChangeKind.SUBSTITUTED,
                                 substitute=self.staff[SUBSTITUTE])
        self.substituted = pages.lesson_page(journal, student, "Рунная замена", pair=4, **instead)
        self.overdue = pages.lesson_page(journal, student, "Рунная давняя замена", pair=4,
                                         date=f.TODAY - dt.timedelta(days=8), **instead)

    def talk(self) -> None:
        """One's own conversations, questions, settings of each."""
        accounts = {**self.staff, Role.STUDENT: self.home["student"].user, Role.PARENT: self.home["guardian"].user}
        self.accounts = {str(name): account for name, account in accounts.items()}
        self.personal = {name: self.things(account, "Рунное") for name, account in self.accounts.items()}
        self.others = self.things(self.stranger, "Зюзное")
        self.data_question = f.SupportRequestFactory(category=t.SupportCategory.DATA, text="Рунный вопрос о данных")
        self.others["support_request"] = f.SupportRequestFactory(
            author=self.stranger, author_role=Role.TEACHER, category=t.SupportCategory.ACCESS, text="Зюзный вопрос")
        self.others["passkey"] = f.PasskeyFactory(user=self.stranger, name="Зюзный телефон")

    def things(self, account: Any, title: str) -> Rows:
        role = next(iter(sorted(account.role_set)))
        thread = f.ThreadFactory(author=account, subject=f"{title} письмо")
        message = f.MessageFactory(thread=thread, body=f"{title} слово")
        kind = IMPORTS.get(role, t.ImportKind.STUDENTS)
        return {
            "thread": thread, "message": message,
            "attachment": f.AttachmentFactory(message=message, name=f"{title}.pdf"),
            "participant": f.ParticipantFactory(thread=thread, user=account),
            "notification": f.NotificationFactory(user=account), "saved_filter": f.SavedFilterFactory(user=account),
            "saved_report": f.SavedReportFactory(user=account), "task": f.TaskFactory(user=account),
            "issued_document": f.IssuedDocumentFactory(user=account),
            "notification_setting": f.NotificationSettingFactory(user=account),
            "outbox": f.LetterFactory(author=account, text=f"{title} письмо родителю"),
            "support_request": f.SupportRequestFactory(author=account, author_role=role, text=f"{title} вопрос о чём"),
            "import_batch": f.ImportBatchFactory(user=account, kind=kind, file_name=f"{title}.csv"),
            "plan_event": f.PlanEventFactory(responsible_user=account, title=f"{title} мероприятие"),
            "acknowledgement": f.AcknowledgementFactory(user=account, kind=t.AcknowledgementKind.ANNOUNCEMENT,
                                                        subject_id=thread.id),
        }

    def fill_rest(self) -> None:
        """Entities that are nobody's own."""
        f.IssuedDocumentFactory(user=self.stranger, code=OPEN_CODE)
        slot = f.BellSlotFactory(pair=1)
        for pair in range(2, 9):
            f.BellSlotFactory(schedule=slot.schedule, pair=pair)
        self.common: Rows = {
            "bell_slot": slot, "bell_schedule": slot.schedule, "holiday": f.HolidayFactory(),
            "semester": self.home["journal"].semester, "academic_year": self.home["journal"].semester.academic_year,
            "absence_kind": self.home["absence"].kind, "college": db.session.scalar(sa.select(f.m.College)),
            "number_series": f.NumberSeriesFactory(),
            "norm_value": f.NormValueFactory(code="parent_word_days", value=30),
            "public_document": f.PublicDocumentFactory(), "file_content": f.FileContentFactory(),
            "check_setting": f.CheckSettingFactory(code="lesson_without_topic"),
            "closing": f.ClosingFactory(starts=dt.date(2022, 9, 1), ends=dt.date(2022, 9, 30)),
            "reopening_grant": f.ReopeningGrantFactory(journal=self.away["journal"]),
            "user": self.stranger, "user_role": next(iter(self.stranger.roles)),
            "activation": f.ActivationFactory(), "job_run": f.JobRunFactory(), "throttle": f.ThrottleFactory(),
            "second_factor": f.SecondFactorFactory(), "recovery_code": f.RecoveryCodeFactory(),
            "user_identity": f.UserIdentityFactory(), "passkey_challenge": f.PasskeyChallengeFactory(),
            "visit": f.VisitFactory(), "timetable_name": f.TimetableNameFactory(teacher=self.stranger),
            "api_client": f.ApiClientFactory(issued_by=self.stranger), "api_use": f.ApiUseFactory(),
            "year_operation": f.YearOperationFactory(user=self.stranger), "retention_term": f.RetentionTermFactory(),
            "erasure": f.ErasureFactory(student=f.StudentFactory(last_name="Зюзный"), user=self.stranger),
            "idempotency_key": f.IdempotencyKeyFactory(),
            "audit_head": f.AuditHeadFactory(), "person_key": f.PersonKeyFactory(entity="gone", entity_id=1),
        }

    def sign_in(self) -> None:
        db.session.flush()
        db.session().info.pop(PENDING, None)
        for name, account in self.accounts.items():
            self.world.users[name] = account.id
            self.world.tokens[name] = open_session(account)
        open_session(self.stranger)

    def sort(self) -> None:
        """For each person the rows of their own, the first of which they may do all they may do to, and the foreign."""
        for name in self.accounts:
            own, foreign = self.of(name)
            self.world.own[name] = {table: [row.id for row in found] for table, found in own.items()}
            self.world.foreign[name] = {table: [row.id for row in found] for table, found in foreign.items()}
            for kind, whose in (("own", name), ("foreign", "stranger")):
                account = self.accounts.get(whose, self.stranger)
                found = db.session.scalars(sa.select(UserSession.id).where(UserSession.user_id == account.id))
                getattr(self.world, kind)[name]["user_session"] = list(found)
        for prefix, rows in (("", self.home), ("away_", self.away), ("shop_", self.shop), ("practice_", self.practice),
                             ("substituted_", self.substituted), ("", self.spare)):
            self.world.ids |= {prefix + table: row.id for table, row in rows.items()}

    def of(self, name: str) -> tuple[dict[str, list[Base]], dict[str, list[Base]]]:
        own = _lists(self.common, self.home, self.personal[name])
        foreign = _lists(self.away, {table: self.shop[table] for table in OF_PRACTICE}, self.others)
        match name:
            case Role.TEACHER:
                _put(own, self.draft, first=True)
            case Role.CURATOR:
                unpublished = {table: self.draft[table] for table in ("final_mark", "debt", "debt_attempt")}
                _put(foreign, self.former, unpublished)
            case Role.STUDENT | Role.PARENT:
                _put(foreign, self.draft)
            case Role.SENIOR_MASTER:
                own |= _lists(self.practice)
                _put(foreign, {table: self.home[table] for table in self.practice if table != "audit_record"})
            case Role.DATA_CLERK:
                own["support_request"].insert(0, self.data_question)
            case "substitute":
                own |= _lists(self.substituted)
                _put(foreign, self.overdue, {table: self.home[table] for table in OF_LESSON})
        return own, foreign


def _lists(*sources: Rows) -> dict[str, list[Base]]:
    found: dict[str, list[Base]] = {}
    for source in sources:
        found |= {table: [row] for table, row in source.items()}
    return found


def _put(into: dict[str, list[Base]], *sources: Rows, first: bool = False) -> None:
    for source in sources:
        for table, row in source.items():
            into.setdefault(table, []).insert(0 if first else len(into[table]), row)
