"""A key per person: what the audit keeps of a person dies with the key (152-ФЗ)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import sqlalchemy as sa
from cryptography.fernet import Fernet
from sqlalchemy.orm import Session

from models import PersonKey
from models.inserts import insert_on

Person = tuple[str, int]  # entity, id
AT_ONCE = 500


class Keyring:
    """Ciphers of one commit; keys are read and made many at once."""

    def __init__(self, session: Session, people: Iterable[Person] = ()) -> None:
        self.session = session
        self.ciphers: dict[Person, Fernet] = {}
        self.prepare(people)

    def cipher(self, person: Person) -> Fernet:
        if person not in self.ciphers:
            self.prepare([person])
        return self.ciphers[person]

    def prepare(self, people: Iterable[Person]) -> None:
        """Have a key for each; one that was destroyed is made anew and opens nothing old."""
        listed = sorted(set(people))
        keys = self._stored(listed)
        lacking = [person for person in listed if not keys.get(person)]
        if lacking:
            self._make(lacking, keys.keys())
            keys |= self._stored(lacking)  # of two who make a key at once the second takes that of the first
        self.ciphers.update((person, Fernet((keys[person] or "").encode())) for person in listed)

    def _make(self, lacking: Iterable[Person], known: Collection[Person]) -> None:
        """A row for whoever has none, a key into the row of whoever's was destroyed; what is there stays."""
        made = [{"entity": entity, "entity_id": id, "key": Fernet.generate_key().decode()} for entity, id in lacking]
        absent = [row for row in made if (row["entity"], row["entity_id"]) not in known]
        if absent:
            insert = insert_on(self.session.get_bind().dialect.name)
            self.session.execute(insert(PersonKey).on_conflict_do_nothing(), absent)
        for row in made:
            if (row["entity"], row["entity_id"]) in known:
                self.session.execute(sa.update(PersonKey).where(
                    PersonKey.entity == row["entity"], PersonKey.entity_id == row["entity_id"],
                    PersonKey.key.is_(None)).values(key=row["key"]).execution_options(synchronize_session=False))

    def _stored(self, people: Iterable[Person]) -> dict[Person, str | None]:
        ids = defaultdict[str, list[int]](list)
        for entity, id in people:
            ids[entity].append(id)
        return {person: key for entity, listed in ids.items() for person, key in self._read(entity, listed)}

    def _read(self, entity: str, ids: list[int]) -> Iterable[tuple[Person, str | None]]:
        for start in range(0, len(ids), AT_ONCE):
            for id, key in self.session.execute(sa.select(PersonKey.entity_id, PersonKey.key).where(
                    PersonKey.entity == entity, PersonKey.entity_id.in_(ids[start:start + AT_ONCE]))):
                yield (entity, id), key
