"""Findings of control: read by the office and by whoever answers, explained by teachers, accepted by deputies."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import Answer, Page, Who, foreign, may
from tests.access.matrix.world import SUBSTITUTE

LEADERS = (Role.DIRECTOR, Role.DEPUTY_UPR, Role.DEPUTY_OOD, Role.DEPUTY_UVR)
OWN, FOREIGN = "/control/findings/{own_finding}", "/control/findings/{foreign_finding}"
SAID = {"data": {"explanation": "Занятие вела замена", "accepted_reason": "Занятие вела замена"}}


def mine(asked: Who) -> Who:
    """Home's finding is no matter of a substitute."""
    return lambda role, who: 404 if who == SUBSTITUTE else asked(role, who)


def writes(answer: Answer, *roles: Role) -> Who:
    return lambda role, who: 302 if role is None else answer if role in roles else 403


def strangers(everybody: tuple[Role, ...], *own: Role, answer: Answer = 303) -> Who:
    """Another's: those who act on all of them do it here too."""
    return lambda role, who: (302 if role is None else answer if role in everybody else 404 if role in own else 403)


PAGES: tuple[Page, ...] = (
    Page("findings.index", "GET", "/control/findings/", may("R", "finding")),
    Page("findings.show", "GET", OWN, mine(may("R", "finding")), FOREIGN, foreign("R", "finding")),
    Page("findings.explain", "POST", OWN + "/explain", mine(writes(303, Role.TEACHER, Role.SENIOR_MASTER)),
         FOREIGN + "/explain", strangers((), Role.TEACHER, Role.SENIOR_MASTER), send=lambda: SAID),
    Page("findings.accept", "POST", OWN + "/accept", writes(303, *LEADERS, Role.SENIOR_MASTER),
         FOREIGN + "/accept", strangers(LEADERS, Role.SENIOR_MASTER), send=lambda: SAID),
    Page("findings.acknowledge", "POST", OWN + "/acknowledge", writes(303, Role.CURATOR),
         FOREIGN + "/acknowledge", strangers((), Role.CURATOR)),
    Page("findings.recheck", "POST", OWN + "/recheck", mine(may("R", "finding", 303)),
         FOREIGN + "/recheck", foreign("R", "finding", 303)),
)
