"""Practice: the desk, programmes (Пр. 12)."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import Answer, Page, Who, foreign, may
from tests.access.matrix.world import SUBSTITUTE


def of_staff(verb: str, table: str, answer: Answer = 200) -> Who:
    """Students and parents read the practice in the diary; a substitute reads no practice of another."""
    def asked(role: Role | None, who: str) -> Answer:
        return 403 if role in (Role.STUDENT, Role.PARENT) else may(verb, table, answer)(role, who)
    return asked


def away_of_staff(verb: str, table: str, answer: Answer = 200) -> Who:
    def asked(role: Role | None, who: str) -> Answer:
        return 403 if role in (Role.STUDENT, Role.PARENT) else foreign(verb, table, answer)(role, who)
    return asked


def home_of_staff(verb: str, table: str, answer: Answer = 200) -> Who:
    """With home's practice: a substitute has another journal."""
    def asked(role: Role | None, who: str) -> Answer:
        found = of_staff(verb, table, answer)(role, who)
        return 404 if who == SUBSTITUTE and found == answer else found
    return asked


PAGES: tuple[Page, ...] = (
    Page("practice.index", "GET", "/practice/", of_staff("R", "practice_programme")),
    Page("practice.show", "GET", "/practice/{practice_journal}", home_of_staff("R", "practice_programme"),
         "/practice/{shop_journal}", away_of_staff("R", "practice_programme")),
    Page("practice.day", "GET", "/practice/{practice_journal}/days/2023-11-17", home_of_staff("R", "day_log"),
         "/practice/{shop_journal}/days/2023-11-17", away_of_staff("R", "day_log")),
    Page("practice.fill", "POST", "/practice/{practice_journal}/days/2023-11-17", home_of_staff("C", "day_log", 422),
         "/practice/{shop_journal}/days/2023-11-17", away_of_staff("C", "day_log", 422)),
    Page("practice.sheets", "GET", "/practice/{practice_journal}/sheets", home_of_staff("R", "attestation_sheet"),
         "/practice/{shop_journal}/sheets", away_of_staff("R", "attestation_sheet")),
    Page("practice.sheet", "GET", "/practice/{practice_journal}/sheets/{student}",
         home_of_staff("R", "attestation_sheet"),
         "/practice/{shop_journal}/sheets/{shop_student}", away_of_staff("R", "attestation_sheet")),
    Page("practice.save_one", "POST", "/practice/{practice_journal}/sheets/{student}",
         home_of_staff("C", "attestation_sheet", 422),
         "/practice/{shop_journal}/sheets/{shop_student}", away_of_staff("C", "attestation_sheet", 422)),
    Page("practice.finals", "POST", "/practice/{practice_journal}/sheets/finals",  # marks are the teacher's (п. 9.4)
         home_of_staff("C", "final_mark", 302),
         "/practice/{shop_journal}/sheets/finals", away_of_staff("C", "final_mark", 302)),
    Page("practice.programme", "GET", "/practice/{practice_journal}/programme", may("C", "practice_programme"),
         "/practice/{shop_journal}/programme", may("C", "practice_programme")),
    Page("practice.programme", "GET", "/practice/{journal}/programme",  # a journal of lessons is no practice
         lambda role, who: 404 if role is Role.SENIOR_MASTER else may("C", "practice_programme")(role, who)),
    Page("practice.save", "POST", "/practice/{practice_journal}/programme", may("C", "practice_programme", 422),
         "/practice/{shop_journal}/programme", may("C", "practice_programme", 422)),
    Page("practice.copy", "POST", "/practice/{free_practice_journal}/programme/copy",
         may("C", "practice_programme", 404)),
)
