"""Letters of a curator to parents: what stands in them, how often they are due (п. 5.3)."""

from __future__ import annotations

import datetime as dt

from rules.norms import Norms


def is_silent(last: dt.date | None, today: dt.date, norms: Norms) -> bool:
    """The parent has had no word for longer than the norm's days, or at all."""
    return last is None or last < today - dt.timedelta(days=norms.parent_word_days)
