"""The desk of the deputy for upbringing (Пр. 11): the deputy's and the director's."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import Page, only

READERS = (Role.DEPUTY_UVR, Role.DIRECTOR)
ROOT = "/control/upbringing"

PAGES: tuple[Page, ...] = (
    Page("upbringing.index", "GET", f"{ROOT}/", only(*READERS)),
    Page("upbringing.show", "GET", ROOT + "/{group}", only(*READERS), f"{ROOT}/99999999", only(*READERS, answer=404)),
)
