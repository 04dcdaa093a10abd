"""Who studies in a journal on a day, joined to a select that names the journal."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from access.scopes import covers
from models import Journal, Membership, SubgroupMembership


def with_members(query: sa.Select[Any], day: Any) -> sa.Select[Any]:
    """``query`` with a row per student who is in the journal's group, and in its subgroup, on the day (п. 5.4)."""
    in_group = sa.and_(Membership.group_id == Journal.group_id, covers(Membership.starts, Membership.ends, day))
    in_subgroup = sa.and_(SubgroupMembership.subgroup_id == Journal.subgroup_id,
                          SubgroupMembership.student_id == Membership.student_id,
                          covers(SubgroupMembership.starts, SubgroupMembership.ends, day))
    return (query.join(Membership, in_group).outerjoin(SubgroupMembership, in_subgroup)
            .where(sa.or_(Journal.subgroup_id.is_(None), SubgroupMembership.id.is_not(None))))
