"""Imports: each role its own kinds of files, one's own batches; the administration reads those applied."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import Answer, Page, Who, foreign, may


def kind_of(answer: Answer, *roles: Role) -> Who:
    """Those who load this very kind; to others who load something it is not there."""
    def asked(role: Role | None, who: str) -> Answer:
        return answer if role in roles else may("C", "import_batch", 404)(role, who)
    return asked


PAGES: tuple[Page, ...] = (
    Page("imports.index", "GET", "/imports/", may("R", "import_batch")),
    Page("imports.start", "GET", "/imports/new/students", kind_of(200, Role.DATA_CLERK),
         "/imports/new/nothing", may("C", "import_batch", 404)),
    Page("imports.start", "GET", "/imports/new/staff", kind_of(200, Role.ADMINISTRATOR)),
    Page("imports.start", "GET", "/imports/new/curriculum", kind_of(200, Role.DEPUTY_OOD)),
    Page("imports.upload", "POST", "/imports/new/students", kind_of(422, Role.DATA_CLERK),
         "/imports/new/nothing", may("C", "import_batch", 404)),
    Page("imports.template", "GET", "/imports/template/students.xlsx", kind_of(200, Role.DATA_CLERK)),
    Page("imports.show", "GET", "/imports/{own_import_batch}", may("R", "import_batch"),
         "/imports/{foreign_import_batch}", foreign("R", "import_batch")),
    Page("imports.report", "GET", "/imports/{own_import_batch}/report.xlsx", may("R", "import_batch"),
         "/imports/{foreign_import_batch}/report.xlsx", foreign("R", "import_batch")),
    *(Page(f"imports.{name}", "POST", f"/imports/{{own_import_batch}}/{verb}", may("C", "import_batch", 409),
           f"/imports/{{foreign_import_batch}}/{verb}", foreign("C", "import_batch", 409))
      for name, verb in (("check", "check"), ("apply", "apply"), ("forget", "discard"), ("rollback", "rollback"))),
)
