"""What a teacher types into the lesson's page, as the browser sends it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

TODAY_FORM = {
    "date": "2023-11-20", "pair": "3", "hours": "2", "kind": "lecture", "topic": "Делегаты и события",
    "homework": "Прочитать § 5", "homework_kind": "reading", "homework_due": "2023-11-22", "attendance": "y"}


def lesson_data(**changes: Any) -> dict[str, Any]:
    """A lecture of 20.11.2023 on the third pair; None leaves a field out."""
    return {name: value for name, value in {**TODAY_FORM, **changes}.items() if value is not None}


def work(place: int, kind: str, number: Any, title: str, **more: str) -> dict[str, str]:
    """A row of declared works."""
    row = {"kind": kind, "number": str(number), "title": title, **more}
    return {f"works-{place}-{name}": value for name, value in row.items()}


def task(place: int, text: str, kind: str = "exercise") -> dict[str, str]:
    return {f"tasks-{place}-text": text, f"tasks-{place}-kind": kind}


def cell(student_id: int, value: str, seen: str = "", version: int = 0) -> dict[str, str]:
    """What stands beside a name: the typed value, what the page showed, its version."""
    return {f"cell_{student_id}": value, f"seen_{student_id}": seen, f"version_{student_id}": str(version)}


def fields_of(page: str) -> dict[str, str]:
    """The values a browser would send back from a page untouched."""
    form = page[page.index('id="lesson-form"'):page.index("</form>", page.index('id="lesson-form"'))]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = _attribute(tag, "name"), _attribute(tag, "value") or ""
        if not name or name == "csrf_token" or (_attribute(tag, "type") in ("radio", "checkbox")
                                               and not re.search(r"\schecked", tag)):
            continue
        found[name] = value
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(inside).strip()
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        options = re.findall(r"<option[^>]*>", inside)
        chosen = next((one for one in options if re.search(r"\sselected", one)), options[0] if options else "")
        found[name] = _attribute(chosen, "value") or ""
    return found


def _attribute(tag: str, name: str) -> str | None:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return unescape(found.group(1)) if found else None
