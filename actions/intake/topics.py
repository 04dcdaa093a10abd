"""A thematic plan on its way in."""

from __future__ import annotations

from dataclasses import dataclass

from rules.syllabus import TopicLine


@dataclass(frozen=True)
class TopicRow:
    """A topic and the line of the file it stands in."""

    line: int
    topic: TopicLine
