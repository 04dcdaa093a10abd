"""Who asks: the user as the layers below the pages know them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from rules.groups import academic_year
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
    def account(self) -> int:
        """The id to sign entries with; the command line has none and gives no marks."""
        if self.id is None:
            raise LookupError("this action needs an account, not the command line")
        return self.id

    @property
    def today(self) -> dt.date:
        return self.now.date()

    @property
    def school_year(self) -> int:
        """The calendar year in which the academic year of the user's today begins."""
        return academic_year(self.today)

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    def acting_as(self, *roles: Role) -> Identity:
        """The same user with no other roles than these: a teacher's own child is a parent's matter."""
        return replace(self, roles=self.roles & set(roles))

    @property
    def is_staff(self) -> bool:
        return not self.roles.isdisjoint(STAFF_ROLES)
