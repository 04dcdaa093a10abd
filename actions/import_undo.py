"""Taking an import back, as long as nothing was built on it: whole or not at all."""

from __future__ import annotations

from access.identity import Identity
from actions import accounts, turns
from actions.taking_back import InUse, take_back
from models import ImportBatch, User
from rules.terms import ImportKind, ImportState


def undo(user: Identity, batch: ImportBatch) -> int:
    """Delete what the batch made, restore what it changed; how many rows. Raises InUse; flushes, never commits."""
    if batch.state is not ImportState.APPLIED or batch.made is None:
        raise InUse(["Эту загрузку отменить нельзя: она не применена, отменена раньше или сделана до появления отмены"])
    if batch.kind is ImportKind.STAFF:
        turns.take(User)  # it may take roles away, as a form of an account does
    governed = accounts.has_administrator()
    count = take_back(user, batch.made, {"import_undone": batch.id},
                      f"отменена загрузка № {batch.id}, файл «{batch.file_name}»"[:250])
    if governed and not accounts.has_administrator():
        raise InUse([accounts.LAST])
    batch.state, batch.undone_at, batch.made = ImportState.UNDONE, user.now, None
    return count


__all__ = ["InUse", "undo"]
