"""What the form of an import asks and what was typed into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from access.identity import Identity
from actions.intake.chosen import Chosen
from jobs.intake import Intake, Option, OptionKind
from queries import import_choices
from rules.violation import Violation
from views.asked import read_day

CHOICES = {OptionKind.GROUP: import_choices.group_choices, OptionKind.SPECIALITY: import_choices.speciality_choices,
           OptionKind.JOURNAL: import_choices.journal_choices}
NUMBERS = (OptionKind.YEAR, OptionKind.GROUP, OptionKind.JOURNAL)
ANOTHER = "new"  # the answer «это другой человек»


@dataclass(frozen=True)
class Asked:
    """An option as the page shows it; choices: value and title, empty for what is typed."""

    option: Option
    choices: tuple[tuple[str, str], ...]
    value: str


def asked(user: Identity, intake: Intake, values: Mapping[str, Any]) -> list[Asked]:
    """Options of the kind with what stands in them."""
    found = []
    for option in intake.options:
        offered = CHOICES[option.kind](user) if option.kind in CHOICES else option.choices
        value = values.get(option.name)
        found.append(Asked(option, tuple((str(key), title) for key, title in offered),
                           "" if value is None or value is False else str(value)))
    return found


def chosen(user: Identity, intake: Intake, form: Mapping[str, str]) -> Chosen:
    """What was typed; raises the first Violation of an option that cannot be read."""
    values = {option.name: _value(user, option, form.get(option.name, "").strip()) for option in intake.options}
    answers = {int(name[7:]): None if answer == ANOTHER else int(answer) for name, answer in form.items()
               if name.startswith("answer-") and name[7:].isdecimal() and (answer == ANOTHER or answer.isdecimal())}
    return Chosen(values, not intake.updates or form.get("update") == "1", answers)


def _value(user: Identity, option: Option, text: str) -> Any:
    if option.kind is OptionKind.FLAG:
        return text == "1"
    if not text:
        if option.required:
            raise Violation("", f"Укажите: {option.title.lower()}", option.name)
        return None
    offered = CHOICES[option.kind](user) if option.kind in CHOICES else option.choices
    if offered and text not in {str(key) for key, _ in offered}:
        raise Violation("", f"{option.title}: выберите из списка", option.name)
    if option.kind in NUMBERS and not (text.isdecimal() and len(text) < 10):
        raise Violation("", f"{option.title}: нужно число", option.name)
    if option.kind is OptionKind.DATE and read_day(text) is None:
        raise Violation("", f"{option.title}: нужна дата", option.name)
    return int(text) if option.kind in NUMBERS else text[:200]
