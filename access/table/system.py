"""Tables that only the machine reads and writes: named here so that none is forgotten, open to nobody."""

from __future__ import annotations

from access.table.blocks import Table
from models import (
    Activation,
    AuditHead,
    FileContent,
    IdempotencyKey,
    Passkey,
    PasskeyChallenge,
    PersonKey,
    RecoveryCode,
    SecondFactor,
    Throttle,
    UserIdentity,
    Visit,
)

TABLE: Table = {Activation: {}, AuditHead: {}, FileContent: {}, IdempotencyKey: {}, Passkey: {}, PasskeyChallenge: {},
                PersonKey: {}, RecoveryCode: {}, SecondFactor: {}, Throttle: {}, UserIdentity: {}, Visit: {}}
