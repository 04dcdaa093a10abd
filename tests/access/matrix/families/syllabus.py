"""Thematic plans: own ones are written by the teacher, approved by the methodist (rights.md, «thematic plan»)."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import Answer, Page, Who, foreign, may, only
from tests.access.matrix.world import SUBSTITUTE


def writer(answer: Answer, methodist: Answer = 404) -> Who:
    """The teacher whose plan it is; the methodist meets every plan, a substitute none."""
    def asked(role: Role | None, who: str) -> Answer:
        if role is None:
            return 302
        if who == SUBSTITUTE:
            return 404
        return {Role.TEACHER: answer, Role.METHODIST: methodist}.get(role, 403)
    return asked


def no_plan_of_mine(role: Role | None, who: str) -> Answer:
    return 404 if who == SUBSTITUTE else may("R", "syllabus")(role, who)


PAGES: tuple[Page, ...] = (
    Page("syllabus.index", "GET", "/syllabus/", may("R", "syllabus")),
    Page("syllabus.template", "GET", "/syllabus/template.csv", may("R", "syllabus"), "/syllabus/template.exe",
         may("R", "syllabus", 404)),
    Page("syllabus.show", "GET", "/syllabus/{own_syllabus}", no_plan_of_mine, "/syllabus/{foreign_syllabus}",
         foreign("R", "syllabus")),
    Page("syllabus.export", "GET", "/syllabus/{own_syllabus}/plan.csv", no_plan_of_mine,
         "/syllabus/{foreign_syllabus}/plan.csv", foreign("R", "syllabus")),
    Page("syllabus.save", "POST", "/syllabus/{own_syllabus}", writer(409),
         "/syllabus/{foreign_syllabus}", lambda role, who: 302 if role is None else
         404 if role in (Role.TEACHER, Role.METHODIST) else 403, send=lambda: {"data": {"stamp": "old"}}),
    Page("syllabus.submit", "POST", "/syllabus/{own_syllabus}/submit", writer(409, 409),
         send=lambda: {"data": {"stamp": "x"}}),
    Page("syllabus.approve", "POST", "/syllabus/{own_syllabus}/approve", writer(409, 409),
         send=lambda: {"data": {"stamp": "x"}}),
    Page("syllabus.give_back", "POST", "/syllabus/{own_syllabus}/return", writer(409, 409),
         send=lambda: {"data": {"stamp": "x"}}),
    Page("syllabus.remove", "POST", "/syllabus/{foreign_syllabus}/delete",
         lambda role, who: 302 if role is None else 404 if role is Role.TEACHER else 403),
    Page("syllabus.of_journal", "GET", "/syllabus/journal/{journal}",
         lambda role, who: may("R", "journal", (200, 302))(role, who) if role is not Role.SENIOR_MASTER else 404,
         "/syllabus/journal/{away_journal}", foreign("R", "journal", (200, 302))),
    Page("syllabus.begin", "POST", "/syllabus/journal/{away_journal}", only(Role.TEACHER, answer=404)),
)
