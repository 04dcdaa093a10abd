"""Academic debts: the deputy for ООД appoints, the examiner enters the result, the office reads (п. 6.7)."""

from __future__ import annotations

from rules.terms import STAFF_ROLES, Role
from tests.access.matrix.endpoints import Answer, Page, Who, foreign, may
from tests.access.matrix.world import SUBSTITUTE

ROOT, AWAY = "/debts/{debt}", "/debts/{away_debt}"
FREE = {"date": "2023-11-25", "examiner_id": "{stranger}"}


def staff(asked: Who) -> Who:
    """Students and parents have the diary."""
    return lambda role, who: asked(role, who) if role is None or role in STAFF_ROLES else 403


def mine(asked: Who) -> Who:
    """Home's debt is no debt of a substitute."""
    return lambda role, who: 404 if who == SUBSTITUTE else asked(role, who)


def deputy(answer: Answer) -> Who:
    return lambda role, who: 302 if role is None else answer if role is Role.DEPUTY_OOD else 403


def examiner(answer: Answer) -> Who:
    return lambda role, who: (302 if role is None else 404 if who == SUBSTITUTE
                              else answer if role is Role.TEACHER else 403)


PAGES: tuple[Page, ...] = (
    Page("debts.index", "GET", "/debts/", staff(may("R", "debt"))),
    Page("debts.show", "GET", ROOT, mine(staff(may("R", "debt"))), AWAY, staff(foreign("R", "debt"))),
    Page("debts.set_term", "POST", ROOT, deputy(302), AWAY, deputy(302),
         send=lambda: {"data": {"form": "credit", "due_on": "2024-03-01"}}),
    Page("debts.appoint", "POST", "/debts/{free_debt}/attempts", deputy(302), AWAY + "/attempts", deputy(302),
         send=lambda: {"data": FREE}),
    Page("debts.enter", "POST", ROOT + "/attempts/{debt_attempt}", examiner(302),
         AWAY + "/attempts/{away_debt_attempt}", examiner(404), send=lambda: {"data": {"value": "зач."}}),
    Page("debts.enter", "POST", ROOT + "/attempts/{debt_attempt}", examiner(302),
         ROOT + "/attempts/{practice_debt_attempt}", examiner(404), send=lambda: {"data": {"value": "незач."}}),
)
