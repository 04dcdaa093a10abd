"""One journal of changes for web, back office, imports and command line alike."""

from actions.audit.context import Context, describe
from actions.audit.listener import bulk, exported, exported_list, install, note

__all__ = ["Context", "bulk", "describe", "exported", "exported_list", "install", "note"]
