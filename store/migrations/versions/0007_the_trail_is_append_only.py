"""The trail is append-only and chained. Written by hand: triggers are not among the tables."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from store.audit import Link

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_REFUSE = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
END $$
"""
_ON_ROWS = """
CREATE TRIGGER audit_rows_stay BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()
"""
_ON_TABLE = """
CREATE TRIGGER audit_table_stays BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
"""
_CHAIN = sa.text(
    "UPDATE audit SET audit_id = :audit_id, previous_hash = :previous_hash, hash = :hash WHERE audit_id = :old"
)


def upgrade() -> None:
    _chain_what_is_there(op.get_bind())
    for statement in (_REFUSE, _ON_ROWS, _ON_TABLE):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TRIGGER audit_rows_stay ON audit")
    op.execute("DROP TRIGGER audit_table_stays ON audit")
    op.execute("DROP FUNCTION audit_is_append_only()")


def _chain_what_is_there(connection: Any) -> None:
    """Entries from before the chain get their links now, numbered without gaps."""
    rows = connection.execute(sa.text("SELECT *, details::text AS written FROM audit ORDER BY audit_id")).all()
    previous_hash = ""
    for number, row in enumerate(rows, start=1):
        details = json.loads(row.written)
        link = Link(number, row.at, row.event, row.actor, row.on_behalf_of, row.conversation_id, details)
        made = link.hash_after(previous_hash)
        values = {"audit_id": number, "previous_hash": previous_hash, "hash": made, "old": row.audit_id}
        connection.execute(_CHAIN, values)
        previous_hash = made
    head = sa.text("INSERT INTO audit_head (head, audit_id, hash) VALUES (1, :audit_id, :hash)")
    connection.execute(head, {"audit_id": len(rows), "hash": previous_hash})
