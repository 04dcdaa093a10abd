"""The papers tell the truth: what they link to, name and promise exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

import cli
from config import Settings

ROOT = Path(__file__).resolve().parent.parent
ADR = ROOT / "docs" / "adr"
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BY_PAPER = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
LINK = re.compile(r"(?:\]\(|src=\")(?!https?:|mailto:)([^)\"#\s]*)(?:#([^)\s]*))?[)\"]")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`([\w./-]+\.(?:py|toml|txt|sh|css|html))(?::(\w+))?`")
COMMAND = re.compile(r"\bflask(?: --app app)? ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?")
FOREIGN = {"db", "run", "shell", "routes"}  # Flask's own and its extensions'
SOURCES = [path for path in ROOT.rglob("*.*") if not {".venv", "instance", ".git"} & set(path.parts)]
VARIABLES = {str(field.validation_alias) for field in Settings.model_fields.values() if field.validation_alias}


def text_of(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def anchors(paper: Path) -> set[str]:
    """Headings as a Markdown viewer names them."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", paper.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@BY_PAPER
def test_links_lead_somewhere(paper: Path):
    broken = []
    for target, anchor in LINK.findall(FENCE.sub("", paper.read_text(encoding="utf-8"))):
        found = (paper.parent / target) if target else paper
        if not found.exists() or (anchor and found.suffix == ".md" and anchor not in anchors(found)):
            broken.append(f"{target}#{anchor}")
    assert broken == []


@BY_PAPER
def test_named_files_exist(paper: Path):
    """`rooms/file.py:name` in a paper is a file of the project and a name in it."""
    missing = []
    for name, part in FILE.findall(paper.read_text(encoding="utf-8")):
        found = [place for place in (ROOT / name, paper.parent / name) if place.exists()] if "/" in name else [
            place for place in SOURCES if place.name == name]
        if not found or (part and not re.search(rf"\b{part}\b", found[0].read_text(encoding="utf-8"))):
            missing.append(f"{name}:{part}")
    assert missing == []


# settings

def test_every_variable_is_in_the_table():
    rows = re.findall(r"^\| `([A-Z_]+)` \|", text_of("docs/operations.md"), re.MULTILINE)
    assert set(rows) == VARIABLES
    assert len(rows) == len(VARIABLES)


def test_defaults_in_the_table_are_the_real_ones():
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| `?(\d+)`? \|", text_of("docs/operations.md"), re.MULTILINE))
    real = {str(field.validation_alias): str(field.default) for field in Settings.model_fields.values()
            if type(field.default) is int}
    assert rows == real


def test_no_other_variable_is_read(monkeypatch: pytest.MonkeyPatch):
    """The fields' own names are common words: CI servers set some of them."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    plain = Settings()
    for name in {name.upper() for name in Settings.model_fields} - VARIABLES:
        monkeypatch.setenv(name, "1")
    assert Settings() == plain


# commands

def commands(group: click.Command, path: str = "") -> Iterator[str]:
    """Full names of the commands below ``group``."""
    name = f"{path} {group.name}".strip()
    if isinstance(group, click.Group):
        for child in group.commands.values():
            yield from commands(child, name)
    else:
        yield name


OURS = {name for group in cli.COMMANDS.keys() - {"db"} for name in commands(cli.command(group))}


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_command_is_told_of(name: str):
    told = COMMAND.findall(text_of("README.md", "docs/operations.md"))
    assert tuple((name + " ").split(" ")[:2]) in told


@BY_PAPER
def test_no_command_is_promised(paper: Path):
    """What is not here yet is named only in a sentence that says so."""
    lines = [line for line in paper.read_text(encoding="utf-8").splitlines() if "not here yet" not in line]
    told = {" ".join(filter(None, words)) for line in lines for words in COMMAND.findall(line)
            if words[0] not in FOREIGN}
    assert {name for name in told if not any(f"{one} ".startswith(f"{name} ") for one in OURS)} == set()


@BY_PAPER
def test_make_targets_exist(paper: Path):
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", paper.read_text(encoding="utf-8"), re.MULTILINE))
    assert named <= targets


# decisions

DECISIONS = sorted(ADR.glob("[0-9]*.md"))


def test_decisions_are_numbered_without_gaps():
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_decision_is_whole(page: Path):
    """Its number in the heading, its three parts, its line in the list, one page."""
    text = page.read_text(encoding="utf-8")
    title = text.splitlines()[0].removeprefix("# ")
    assert title.startswith(f"{int(page.name[:4])}. ")
    assert [part for part in ("Context", "Decision", "Consequences") if f"**{part}.**" not in text] == []
    assert f"- [{title}]({page.name})" in (ADR / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60


def test_decisions_named_in_the_code_exist():
    numbers = {int(page.name[:4]) for page in DECISIONS}
    named = {int(number) for path in SOURCES if path.suffix in {".py", ".md", ".html", ".js", ".css"}
             for number in re.findall(r"\bADR (\d+)\b", path.read_text(encoding="utf-8"))}
    assert named <= numbers


def test_changelog_names_the_version():
    version = re.search(r'^version = "(.+)"$', text_of("pyproject.toml"), re.MULTILINE)
    assert version
    assert version[1] in text_of("CHANGELOG.md")


def test_rooms_of_the_architecture_exist():
    """The table of rooms names the packages that there are, and says what each is for."""
    table = text_of("docs/architecture.md").split("## Rooms", 1)[1].split("## Arrows", 1)[0]
    rooms = set(re.findall(r"^\| `(\w+)/`", table, re.MULTILINE))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tools"}
    assert packages - rooms - {"operations", "gateways"} == set()
    for room in rooms & packages:
        import_module(room)
