"""Taking an import back, as long as nothing was built on it: whole or not at all."""

from __future__ import annotations

from access.identity import Identity
from actions.taking_back import InUse, take_back
from models import ImportBatch
from rules.terms import ImportState


def undo(user: Identity, batch: ImportBatch) -> int:
    """Delete what the batch made, restore what it changed; how many rows. Raises InUse; flushes, never commits."""
    if batch.state is not ImportState.APPLIED or batch.made is None:
        raise InUse(["Эту загрузку отменить нельзя: она не применена, отменена раньше или сделана до появления отмены"])
    count = take_back(user, batch.made, {"import_undone": batch.id},
                      f"отменена загрузка № {batch.id}, файл «{batch.file_name}»"[:250])
    batch.state, batch.undone_at, batch.made = ImportState.UNDONE, user.now, None
    return count


__all__ = ["InUse", "undo"]
