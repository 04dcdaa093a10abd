"""Why something was not sent, in words for the administrator, without addresses and texts."""

from __future__ import annotations


class Failure(Exception):
    """The reason in Russian."""


class TryAgain(Failure):
    """Not sent this time: a full mailbox, too many at once."""


class Down(TryAgain):
    """The service itself takes nothing now (no answer, no money, a wrong password): others need not be tried."""


class Never(Failure):
    """Not sent and will not be: no such number, a forbidden text."""


class Unknowable(Failure):
    """The service cannot say what became of an earlier attempt: a person looks."""


class Unclear(Failure):
    """The connection broke after the letter had been handed over: it may have been sent."""
