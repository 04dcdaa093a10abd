"""docs/glossary.md: every entity stands there under its label, every word of the college under its titles."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from models import Base
from rules import terms
from rules.terms import Term

PAGE = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
ROW = re.compile(r"^\| (?P<term>[^|]*) \| `(?P<name>\w+)` \| (?P<meaning>.*) \|$", re.MULTILINE)
ENTITIES = sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda model: model.__name__)
WORDS = [found for found in vars(terms).values()
         if isinstance(found, type) and issubclass(found, Term) and found is not Term]


def section(title: str) -> dict[str, tuple[str, str]]:
    """Rows of a part of the page: identifier → term, meaning."""
    text = PAGE.read_text(encoding="utf-8").split(f"\n## {title}", 1)[1].split("\n## ", 1)[0]
    return {row["name"]: (row["term"], row["meaning"]) for row in ROW.finditer(text)}


@pytest.mark.parametrize("model", ENTITIES, ids=lambda model: model.__name__)
def test_entity_stands_under_its_label(model: type[Base]):
    term, meaning = section("Entities").get(model.__name__, ("", ""))
    assert term == model.__label__
    assert meaning.strip()


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_word_stands_with_its_titles(kind: type[Term]):
    term, titles = section("Words").get(kind.__name__, ("", ""))
    assert term
    assert titles.split(" · ") == [member.title for member in kind]


def test_nothing_stands_there_that_is_gone():
    assert set(section("Entities")) == {model.__name__ for model in ENTITIES}
    assert set(section("Words")) == {kind.__name__ for kind in WORDS}


def identifiers() -> list[str]:
    """What the trade's words are called in the code: a class, its attribute, a function of a module, a room, a page."""
    found = re.findall(r"^\| [^|]+ \| ([^|]*) \|", PAGE.read_text(encoding="utf-8").split("\n## Entities", 1)[0],
                       re.MULTILINE)
    return [name for cell in found for name in re.findall(r"`([^`]+)`", cell) if not name.startswith("/")]


@pytest.mark.parametrize("name", sorted(set(identifiers())))
def test_identifier_exists(name: str):
    assert any(exists(path) for path in (f"models.{name}", f"rules.terms.{name}", f"rules.norms.{name}",
                                         f"rules.violation.{name}", name)), name


def exists(path: str) -> bool:
    """Whether a dotted path leads to something: a module as far as it goes, then attributes."""
    parts = path.strip("/").split(".")
    found = None
    for number in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:number]))
        except ImportError:
            continue
        try:
            for part in parts[number:]:
                found = getattr(found, part)
        except AttributeError:
            return False
        return True
    return False
