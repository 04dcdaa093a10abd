"""Acts of inspection: made by the director and deputies, by the master about practice, read and acknowledged."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import Answer, Page, Who, may
from tests.access.matrix.world import SUBSTITUTE

OFFICE = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY_UPR, Role.DEPUTY_OOD, Role.DEPUTY_UVR, Role.METHODIST)
LEADERS = (Role.DIRECTOR, Role.DEPUTY_UPR, Role.DEPUTY_OOD, Role.DEPUTY_UVR)
ROOT, HOME, AWAY = "/control/inspections", "/control/inspections/{inspection}", "/control/inspections/{away_inspection}"
NEW = {"kind": "monthly", "subject": "Ведение журналов", "which": "all", "first": "2023-11-01", "last": "2023-11-20"}


def reads(role: Role | None, who: str) -> Answer:
    """Home's act is about a discipline: the master has no such act, a substitute no such journal."""
    if role is None:
        return 302
    if who == SUBSTITUTE or role is Role.SENIOR_MASTER:
        return 404
    return 200 if role in (*OFFICE, Role.CURATOR, Role.TEACHER) else 403


def reads_away(role: Role | None, who: str) -> Answer:
    if role is None:
        return 302
    if role in (Role.CURATOR, Role.TEACHER, Role.SENIOR_MASTER):
        return 404
    return 200 if role in OFFICE else 403


def changes(answer: Answer) -> Who:
    """Leaders any act, the master those about practice; the others read."""
    def asked(role: Role | None, who: str) -> Answer:
        if role is None:
            return 302
        return answer if role in LEADERS else 404 if role is Role.SENIOR_MASTER else 403
    return asked


def addressed(answer: Answer) -> Who:
    def asked(role: Role | None, who: str) -> Answer:
        if role is None:
            return 302
        return 404 if who == SUBSTITUTE else answer if role in (Role.CURATOR, Role.TEACHER) else 403
    return asked


def of_journal(role: Role | None, who: str) -> Answer:
    """Whoever reads the journal and its remarks; a substitute reads the journal and finds none."""
    return 200 if who == SUBSTITUTE else reads(role, who)


def of_away_journal(role: Role | None, who: str) -> Answer:
    return reads_away(role, who)


def begins(role: Role | None, who: str) -> Answer:
    return 302 if role is None else 303 if role in (*LEADERS, Role.SENIOR_MASTER) else 403


PAGES: tuple[Page, ...] = (
    Page("inspections.index", "GET", f"{ROOT}/", may("R", "inspection")),
    Page("inspections.new", "GET", f"{ROOT}/new", may("C", "inspection")),
    Page("inspections.begin", "POST", f"{ROOT}/new", begins, send=lambda: {"data": NEW}),
    Page("inspections.show", "GET", HOME, reads, AWAY, reads_away),
    Page("inspections.paper", "GET", HOME + "/act.pdf", reads, AWAY + "/act.pdf", reads_away),
    Page("inspections.conclude", "POST", HOME, changes(303), AWAY, changes(303),
         send=lambda: {"data": {"conclusion": "Замечания устранить", "due_on": "2023-12-01", "version": "1"}}),
    Page("inspections.gather", "POST", HOME + "/findings", changes(303), AWAY + "/findings", changes(303),
         send=lambda: {"data": {"first": "2023-11-01", "last": "2023-11-20"}}),
    # home's journal is not in the foreign act
    Page("inspections.remark", "POST", HOME + "/remarks", changes(303), AWAY + "/remarks", changes(404),
         send=lambda: {"data": {"journal": "{journal}", "text": "Впишите темы"}}),
    Page("inspections.mend", "POST", HOME + "/remarks/{remark}", changes(303),
         AWAY + "/remarks/{away_remark}", changes(303), send=lambda: {"data": {"mended": "1"}}),
    Page("inspections.acknowledge", "POST", HOME + "/acknowledge", addressed(303), AWAY + "/acknowledge",
         addressed(404)),
    Page("inspections.of_journal", "GET", ROOT + "/journals/{journal}", of_journal, ROOT + "/journals/{away_journal}",
         of_away_journal),
)
