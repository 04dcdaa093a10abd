"""Who asks: the user as the layers below the pages know them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rules.terms import STAFF_ROLES, Role


@dataclass(frozen=True)
class Identity:
    """A signed-in user at a moment of the college's clock.

    id: the account's id; None for the command line, which has no account.
    now: aware moment in the college's zone (the school clock, never the browser's).
    """

    id: int | None
    roles: frozenset[Role]
    now: dt.datetime
    source: str = "web"
    address: str | None = None

    @property
    def today(self) -> dt.date:
        return self.now.date()

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def is_staff(self) -> bool:
        return not self.roles.isdisjoint(STAFF_ROLES)
