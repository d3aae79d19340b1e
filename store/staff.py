"""Who works for the shop, and as what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asyncpg import Connection

from domain.customers import Principal, Role, staff_signed_in

_PUT = """
INSERT INTO staff (staff_id, email, name, role) VALUES ($1, $2, $3, $4)
ON CONFLICT (staff_id) DO UPDATE SET email = excluded.email, name = excluded.name, role = excluded.role
"""


@dataclass(frozen=True, slots=True)
class StaffMember:
    staff_id: str
    email: str
    name: str
    role: Role

    def principal(self) -> Principal:
        """Signed in, serving nobody yet."""
        return staff_signed_in(self.staff_id, self.role)


async def put(connection: Connection, member: StaffMember) -> None:
    await connection.execute(_PUT, member.staff_id, member.email.lower(), member.name, member.role.value)


async def by_email(connection: Connection, email: str) -> StaffMember | None:
    return _member(await connection.fetchrow("SELECT * FROM staff WHERE email = $1", email.strip().lower()))


async def everybody(connection: Connection) -> list[StaffMember]:
    """By name."""
    rows = await connection.fetch("SELECT * FROM staff ORDER BY name")
    return [member for row in rows if (member := _member(row)) is not None]


async def remove(connection: Connection, staff_id: str) -> None:
    """From now on they may do nothing; the trail goes on naming them."""
    await connection.execute("DELETE FROM staff WHERE staff_id = $1", staff_id)


async def by_id(connection: Connection, staff_id: str) -> StaffMember | None:
    return _member(await connection.fetchrow("SELECT * FROM staff WHERE staff_id = $1", staff_id))


def _member(row: Mapping[str, Any] | None) -> StaffMember | None:
    return StaffMember(row["staff_id"], row["email"], row["name"], Role(row["role"])) if row else None
