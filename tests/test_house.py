"""The house: nothing half-built stands in it, arrows point down, and every wall is where the plan says."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask

from access.table import TABLE
from admin.constraint_words import CHECKS
from models import Base, label_of, spans
from rules import terms
from rules.norms import NORMS
from tests.factories import FACTORIES
from tools import docs

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("rules", "models", "access", "queries", "actions", "documents", "importers", "operations", "gateways", "jobs",
         "admin", "views", "cli", "seed")
MODELS = sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda model: model.__name__)
CYRILLIC = re.compile("[А-ЯЁа-яё]")

# mapped, but nobody works with the rows in the back office: why
NO_ADMIN_VIEW = {
    "Activation": "a code is nobody's to read; the desk says who was activated by one",
    "ApiClient": "given and closed on the page of programs, where the key is shown once",
    "ApiUse": "counted by the API, shown on the page of its program",
    "Attachment": "opened from its message or request",
    "AuditHead": "the chain's own bookkeeping",
    "Cell": "seen in the journal's grid; its marks and absences have pages",
    "Erasure": "an act: written by the page of leavers, never by a form",
    "FileContent": "opened through its attachment",
    "IdempotencyKey": "answers kept for repeated requests",
    "JobRun": "shown on the page of the system's state",
    "Notification": "everybody's own, read on the page of notices",
    "NotificationSetting": "everybody's own, set on the page of what to be told of",
    "ParentLetter": "sent and dated on the curator's desk",
    "Participant": "chosen in the thread it belongs to",
    "Passkey": "everybody's own, on the page of the second step",
    "PasskeyChallenge": "a random number that lives five minutes",
    "PersonKey": "destroyed by an action and shown to nobody",
    "RecoveryCode": "shown once to its owner, then only a hash",
    "ReopeningRequest": "asked in the journal, answered on the page of periods",
    "SavedFilter": "everybody's own, beside the list it filters",
    "SavedReport": "everybody's own, on the page of reports",
    "SecondFactor": "everybody's own, on its page; the administrator resets it from the account",
    "Task": "everybody's own, on the page of background work",
    "Throttle": "counters of sign-in failures",
    "UserIdentity": "linked by its owner, on the page of the second step",
    "UserRole": "chosen in the account's form",
    "UserSession": "everybody's own, on the page of sign-ins",
    "Visit": "counted in the sheet of п. 5.7, shown to nobody day by day",
    "YearOperation": "done and undone on the page of the year",
}


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def root_modules() -> list[Path]:
    return sorted(ROOT.glob("*.py"))


PRODUCT = [*root_modules(), *python_files(*ROOMS)]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def imports_of(path: Path) -> frozenset[str]:
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return frozenset(found)


def tops_of(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports_of(path)}


# entities

@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_entity_is_whole(model: type[Base]):
    assert CYRILLIC.search(model.__label__)
    assert CYRILLIC.search(model.__labels__)
    bare = [name for name in sa.inspect(model).attrs.keys() if not label_of(model, name).strip()]  # noqa: SIM118
    assert not bare, "columns without a Russian label"
    assert model in TABLE, "no block in access/table"
    assert model in FACTORIES, "no factory in tests/factories.py"


def test_every_entity_has_a_page_in_the_back_office(app: Flask):
    shown = {view.model.__name__ for view in app.extensions["admin"][0]._views if hasattr(view, "model")}
    missing = {model.__name__ for model in MODELS} - shown
    assert missing == set(NO_ADMIN_VIEW)


def test_every_refusal_of_the_database_has_words():
    checks = {str(one.name) for table in Base.metadata.sorted_tables for one in table.constraints
              if isinstance(one, sa.CheckConstraint)}
    assert checks | set(spans.EXCLUSIONS) == set(CHECKS)


@pytest.mark.parametrize("term", terms.Term.__subclasses__(), ids=lambda term: term.__name__)
def test_every_word_has_a_title(term: type[terms.Term]):
    assert [member.value for member in term if not CYRILLIC.search(member.title)] == []


def test_one_line_of_migrations():
    script = ScriptDirectory(str(ROOT / "migrations"))
    revisions = [revision.revision for revision in script.walk_revisions()]
    assert len(script.get_heads()) == 1
    assert revisions == sorted(revisions, reverse=True), "migrations are numbered"


# arrows of the modules that import-linter cannot see

ROOT_IMPORTS = {
    "app.py": {*ROOMS, "clock", "config", "extensions", "logs"} - {"seed", "rules"},
    "clock.py": {"config"},
    "config.py": {"rules"},  # of whom a second step is demanded
    "extensions.py": set(),
    "logs.py": {"config", "models"},
}
WHO_MAY_IMPORT = {
    "app": {"tools"},
    "clock": {"app.py", "admin", "views", "cli", "jobs"},
    "extensions": {"app.py", "admin", "views"},
    "logs": {"app.py"},
}


def test_root_modules_look_down():
    ours = {*ROOMS, *(path.stem for path in root_modules())}
    assert {path.name: tops_of(path) & ours - ROOT_IMPORTS[path.name] for path in root_modules()} == {
        name: set() for name in ROOT_IMPORTS}


def test_rooms_do_not_look_up():
    wrong = [(name_of(path), module) for path in python_files(*ROOMS) for module in tops_of(path)
             if module in WHO_MAY_IMPORT and path.relative_to(ROOT).parts[0] not in WHO_MAY_IMPORT[module]]
    assert wrong == []


ASKING = (".now", ".today", ".utcnow", "time.time")


def test_only_the_clock_asks_the_time():
    """The clock is asked by pages, the back office, the command line and jobs, and handed down."""
    asked = []
    for path in PRODUCT:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(ASKING):
                asked.append(f"{name_of(path)}:{node.lineno}")
    assert [place for place in asked if not place.startswith("clock.py:")] == []


# names and habits

@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_module_says_what_it_is(path: Path):
    text = path.read_text(encoding="utf-8")
    assert path.stem not in {"utils", "helpers", "common", "services", "manager"}
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "no docstring"
    assert not re.search(r"\bbackref\b|[A-Z]\w+\.query\b", text)
    assert "session.query(" not in text or "admin" in path.parts, "select(); only Flask-Admin's lists want a Query"


def test_pages_are_thin_and_files_small():
    """300 lines is crowded."""
    long = {name_of(path): lines for path in PRODUCT
            if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300}
    assert long == {}


def tracked_texts() -> dict[str, str]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    names = listed.stdout.split("\n") if listed.returncode == 0 else []
    texts = {}
    for name in filter(None, names):
        path = ROOT / name
        if path.is_file() and path.suffix not in {".woff2", ".ttf", ".png", ".xlsx", ".pdf", ".mo"}:
            texts[name] = path.read_text(encoding="utf-8", errors="replace")
    return texts


def test_nothing_points_outside_the_project():
    """Only the acceptance with genuine files names a folder beside the project."""
    outside = re.compile(r"(?<![\w.])/(?:work|root|home)/\w|\.\./shared(?!/data)")
    assert {name for name, text in tracked_texts().items() if outside.search(text)} == set()


def test_words_people_read():
    """No begging, no shouting, «отметка» for the digit (the college's own words)."""
    shout = re.compile(r"[а-яё]!(?!=)|пожалуйста|успешно", re.IGNORECASE)
    read = [path for path in [*PRODUCT, *(ROOT / "templates").rglob("*.html"), *(ROOT / "static/js").rglob("*.js")]
            if path.parts[len(ROOT.parts)] not in {"rules", "seed"}]
    assert {name_of(path) for path in read if shout.search(path.read_text(encoding="utf-8"))} == set()


def test_templates_compile(app: Flask):
    own = [name_of(path).removeprefix("templates/") for path in (ROOT / "templates").rglob("*.*")]
    for name in own:
        app.jinja_env.get_template(name)
    assert own


def test_generated_pages_are_fresh():
    assert docs.stale() == [], "write them again: make docs"


# dependencies

RUN_ONLY = {"gunicorn", "tzdata", "psycopg"}  # many workers; zones where the system has none; a driver named by URL
DEV_ONLY = {"pytest-timeout", "pytest-xdist", "ruff", "mypy", "import-linter", "types-defusedxml", "types-olefile"}


def required(name: str) -> dict[str, str]:
    """Distribution → version, as the list pins it."""
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("#", "-r"))]
    pinned = [re.fullmatch(r"([\w-]+)(?:\[\w+\])?==([\w.]+)", line) for line in lines]
    assert all(pinned), lines
    return {normal(match[1]): match[2] for match in pinned if match}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(paths: list[Path]) -> set[str]:
    """Distributions that the files import by name."""
    owners = importlib.metadata.packages_distributions()
    return {normal(owners[top][0]) for path in paths for top in tops_of(path) if top in owners}


def test_requirements_are_what_is_imported():
    runtime = required("requirements.txt")
    product = imported([*PRODUCT, ROOT / "tools/serve.py", *python_files("migrations")])
    assert product | RUN_ONLY | {"flask-sqlalchemy"} == set(runtime) | (product & TRANSITIVE)
    tests = imported(python_files("tests", "tools")) - set(runtime)
    assert tests | DEV_ONLY == set(required("requirements-dev.txt")) | (tests & TRANSITIVE)


TRANSITIVE = {"click", "markupsafe", "itsdangerous", "jinja2", "babel", "faker", "lxml"}  # come with their parents


def test_the_bench_requires_what_only_it_imports():
    """Its libraries are installed by `make bench` alone, so nothing else may import them."""
    tops = set().union(*map(tops_of, python_files("bench")))
    only = {normal(top) for top in tops} & set(required("requirements-bench.txt"))
    assert only == set(required("requirements-bench.txt"))
    assert {name_of(path) for path in [*PRODUCT, *python_files("tests", "tools")] if tops_of(path) & only} == set()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_tried_versions_are_the_pinned_ones(name: str):
    assert {each: importlib.metadata.version(each) for each in required(name)} == required(name)


def test_every_norm_is_read_by_something() -> None:
    """A number offered in the back office that changes nothing is a promise not kept."""
    code = "".join(path.read_text(encoding="utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py")
                   if path.name != "norms.py")
    assert [norm.code for norm in NORMS if not re.search(rf"\.{norm.code}\b", code)] == []
