"""A key per person: what the audit keeps of a person dies with the key (152-ФЗ)."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from cryptography.fernet import Fernet
from sqlalchemy.orm import Session

from models import PersonKey

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
        stored = {person: key for entity in sorted({entity for entity, _ in listed})
                  for person, key in self._stored(entity, [id for named, id in listed if named == entity])}
        made = {person: Fernet.generate_key().decode() for person in listed if not stored.get(person)}
        absent = [{"entity": entity, "entity_id": id, "key": key} for (entity, id), key in made.items()
                  if (entity, id) not in stored]
        if absent:
            self.session.execute(sa.insert(PersonKey), absent)
        for entity, id in made.keys() & stored.keys():
            self.session.execute(sa.update(PersonKey).where(
                PersonKey.entity == entity, PersonKey.entity_id == id).values(key=made[entity, id]))
        self.ciphers.update((person, Fernet((made.get(person) or stored[person] or "").encode())) for person in listed)

    def _stored(self, entity: str, ids: list[int]) -> Iterable[tuple[Person, str | None]]:
        for start in range(0, len(ids), AT_ONCE):
            for id, key in self.session.execute(sa.select(PersonKey.entity_id, PersonKey.key).where(
                    PersonKey.entity == entity, PersonKey.entity_id.in_(ids[start:start + AT_ONCE]))):
                yield (entity, id), key
