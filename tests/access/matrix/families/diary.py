"""The diary and what is pressed in it."""

from __future__ import annotations

from tests.access.matrix.endpoints import FAMILY, Page, only

PAGES: tuple[Page, ...] = (
    Page("diary.index", "GET", "/diary/", only(*FAMILY, answer=302)),
    Page("diary.show", "GET", "/diary/{student}", only(*FAMILY), "/diary/{away_student}", only(*FAMILY, answer=404)),
    Page("diary.marks", "GET", "/diary/{student}/subjects", only(*FAMILY),
         "/diary/{away_student}/subjects", only(*FAMILY, answer=404)),
    Page("diary.subject_marks", "GET", "/diary/{student}/subjects/{journal}", only(*FAMILY),
         "/diary/{student}/subjects/{away_journal}", only(*FAMILY, answer=404)),
    Page("diary.subject_marks", "GET", "/diary/{student}/subjects/{practice_journal}", only(*FAMILY),
         "/diary/{away_student}/subjects/{away_journal}", only(*FAMILY, answer=404)),
    *(Page(f"diary.{name}", "GET", f"/diary/{{student}}/{name}", only(*FAMILY),
           f"/diary/{{away_student}}/{name}", only(*FAMILY, answer=404))
      for name in ("attendance", "timetable", "programme", "results", "practice")),
    Page("diary.year_of_study", "GET", "/diary/{student}/years/2023", only(*FAMILY),
         "/diary/{student}/years/2021", only(*FAMILY, answer=404)),
    Page("diary.year_of_study", "GET", "/diary/{student}/years/2023", only(*FAMILY),
         "/diary/{away_student}/years/2023", only(*FAMILY, answer=404)),
    Page("diary.topics", "GET", "/diary/{student}/programme/{journal}", only(*FAMILY),
         "/diary/{student}/programme/{away_journal}", only(*FAMILY, answer=404)),
    Page("diary.topics", "GET", "/diary/{student}/programme/{practice_journal}", only(*FAMILY),
         "/diary/{away_student}/programme/{away_journal}", only(*FAMILY, answer=404)),
    Page("acknowledgements.diary", "POST", "/acknowledgements/{student}", only(*FAMILY, answer=303),
         "/acknowledgements/{away_student}", only(*FAMILY, answer=404)),
)
