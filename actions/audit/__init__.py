"""One journal of changes for web, back office, imports and command line alike."""

from actions.audit.chain import expect
from actions.audit.context import Context, describe
from actions.audit.listener import Noted, bulk, changed, exported, exported_list, install, note

__all__ = ["Context", "Noted", "bulk", "changed", "describe", "expect", "exported", "exported_list", "install", "note"]
