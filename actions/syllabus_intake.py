"""A thematic plan from a file: topics keep their identity, a second run changes nothing (п. 5.6)."""

from __future__ import annotations

from collections.abc import Sequence

from access.identity import Identity
from actions.intake.refusal import Told
from actions.intake.report import Report
from actions.intake.topics import TopicRow
from actions.syllabuses import TopicEntry, known_plan, save_topics, start_plan
from models import Journal
from queries.syllabuses import expected_hours, lines_of, open_plan, topics_of
from rules.syllabus import TopicLine, check_hours
from rules.syllabus_versions import changes, match
from rules.terms import Outcome


def load_topics(user: Identity, journal: Journal, rows: Sequence[TopicRow]) -> Report:
    """Make the file the open version of the journal's plan; flushes, never commits.

    A file equal to the plan the journal goes by makes no new version. Hours that differ from the curriculum's are
    told, not refused: a plan grows by parts.
    """
    lines = [row.topic for row in rows]
    known = open_plan(journal.teacher_id, journal.curriculum_line_id) or known_plan(journal)
    before = lines_of(topics_of(known)) if known is not None else []
    if known is not None and before == lines:
        return Report(known.id, same=len(lines))
    plan = start_plan(user, journal, known)
    stored = topics_of(plan)
    back = {new: stored[old].id for old, new in match(lines_of(stored), lines).pairs.items()}
    saved = save_topics(user, plan, [TopicEntry(line, back.get(place)) for place, line in enumerate(lines)], None)
    uneven = check_hours(sum(line.hours for line in lines), expected_hours(plan))
    return Report(plan.id, saved.added, saved.changed, len(lines) - saved.added - saved.changed,
                  told=tuple(_told(before, lines)), warnings=(str(uneven),) if uneven else ())


def _told(before: Sequence[TopicLine], after: Sequence[TopicLine]) -> list[Told]:
    return [Told(None, Outcome.CHANGED, f"{one.new_number or one.old_number}. {(one.new or one.old)}", one.words)
            for one in changes(before, after)] if before else []
