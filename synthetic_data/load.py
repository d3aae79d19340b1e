"""A shop's folder into the database: everything checked first, then one transaction, the same result however often.

Each file replaces what was loaded of its kind before; a file that the folder does not have leaves its kind as it is.
What the service has carried further than the file (a cancelled order, a claim under way) is kept, and so is whatever
staff did to a document: edit, add, delete. The demo's dates move with the day of loading, see
`synthetic_data.rows.Shift`. Passages and vectors are made elsewhere, from the documents.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from domain.customers import Role
from store import staff, stock_alerts
from store.database import WriteSession
from store.knowledge import announce, changed_documents, delete_missing, put_documents
from store.staff import StaffMember
from synthetic_data.checks import find_problems
from synthetic_data.claim_rows import claim_row
from synthetic_data.documents import make_documents, return_rules_of
from synthetic_data.reading import Problem, ShopFiles, read_folder
from synthetic_data.records import OrderRecord
from synthetic_data.rows import Row, Shift, customer_row, order_row, product_row

CLAIMS_OF_ITS_OWN = """
EXISTS (SELECT FROM claims c WHERE c.order_id = old.order_id AND NOT c.inputs ? 'imported')
"""
NOT_CARRIED_FURTHER = "jsonb_array_length(old.history) <= jsonb_array_length(excluded.history)"
NO_OTHER_OPEN_CLAIM = """
NOT EXISTS (
    SELECT FROM claims c WHERE c.order_id = new.order_id AND c.line = new.line AND c.kind = new.kind
    AND c.claim_id <> new.claim_id AND c.status IN ('filed', 'evidence', 'review', 'approved')
)
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of one kind. `unchanged` also counts those kept because the service has carried them further."""

    total: int
    added: int = 0
    changed: int = 0
    removed: int = 0

    @property
    def unchanged(self) -> int:
        return self.total - self.added - self.changed


@dataclass(slots=True)
class LoadReport:
    """With any problem nothing was written, and `counts` is empty."""

    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, Counts] = field(default_factory=dict)
    """By kind: products, customers, orders, claims, faqs, policies, articles, conversations."""
    shifted_days: int = 0

    @property
    def is_unchanged(self) -> bool:
        return not any(counts.added or counts.changed or counts.removed for counts in self.counts.values())

    def __str__(self) -> str:
        if self.problems:
            return f"nothing: {len(self.problems)} problems"
        return ", ".join(f"{counts.total:,} {kind}" for kind, counts in self.counts.items())


async def load(session: WriteSession, folder: Path, *, today: date) -> LoadReport:
    """Check the folder, and when all is well write it inside the caller's transaction.

    `today` is the day that the folder's anchor, if it has one, is moved to.
    """
    files = await asyncio.to_thread(read_and_check, folder)
    if files.problems:
        return LoadReport(problems=files.problems)
    anchor = files.manifest.anchor
    shift = Shift((today - anchor).days if anchor else 0)
    report = LoadReport(shifted_days=shift.days)
    await (await session.raw()).execute("SELECT pg_advisory_xact_lock(hashtext('load'))")
    await _load_shop(session, files, shift, report)
    await stock_alerts.tell_waiting(session)
    await _load_documents(session, files, shift, report)
    for account in files.shop.demo_accounts if files.shop else ():
        if account.role != "customer":
            member = StaffMember(account.email.split("@")[0], account.email, account.name, Role(account.role))
            await staff.put(await session.raw(), member)
    if not report.is_unchanged:
        await announce(session)
    return report


def read_and_check(folder: Path) -> ShopFiles:
    """Blocking. References are checked only once every record could be read."""
    files = read_folder(folder)
    if not files.problems:
        files.problems.extend(find_problems(files))
    return files


async def _load_shop(session: WriteSession, files: ShopFiles, shift: Shift, report: LoadReport) -> None:
    """Orders and customers leave before any come, since e-mail addresses are unique."""
    orders = [placed.record for placed in files.orders or ()]
    profiles = [placed.record for placed in files.profiles or ()]
    products = [placed.record for placed in files.products or ()]
    removed = {"products": 0, "customers": 0, "orders": 0}
    if files.orders is not None:
        removed["orders"] = await _remove_others(session, "orders", "order_id", [order.order_id for order in orders])
    if files.profiles is not None:
        users = [profile.user_id for profile in profiles]
        removed["customers"] = await _remove_others(session, "customers", "customer_id", users)
    if files.products is not None:
        ids = [product.product_id for product in products]
        removed["products"] = await _remove_others(session, "products", "product_id", ids)
        currency = files.shop.currency if files.shop else ""
        rows = [product_row(product, shift, currency=currency) for product in products]
        report.counts["products"] = await _upsert(session, "products", rows, removed=removed["products"])
    if files.profiles is not None:
        currency = files.shop.currency if files.shop else ""
        theirs: dict[str, list[OrderRecord]] = {profile.user_id: [] for profile in profiles}
        for order in orders:
            theirs[order.user_id].append(order)
        rows = [customer_row(profile, shift, currency=currency, used=theirs[profile.user_id]) for profile in profiles]
        report.counts["customers"] = await _upsert(
            session, "customers", rows, removed=removed["customers"], overwrite="old.changed_at IS NULL"
        )
    if files.orders is not None:
        await _load_orders(session, files, shift, report, removed=removed["orders"])


async def _load_orders(
    session: WriteSession, files: ShopFiles, shift: Shift, report: LoadReport, *, removed: int
) -> None:
    emails = {placed.record.user_id: placed.record.email for placed in files.profiles or ()}
    categories = {placed.record.product_id: placed.record.category for placed in files.products or ()}
    orders = [placed.record for placed in files.orders or ()]
    rows = [order_row(order, shift, emails=emails, categories=categories) for order in orders]
    report.counts["orders"] = await _upsert(
        session, "orders", rows, removed=removed, overwrite=f"{NOT_CARRIED_FURTHER} AND NOT {CLAIMS_OF_ITS_OWN}"
    )
    rules = return_rules_of(files, shift)
    claims = [
        claim_row(claim, order, shift, rules=rules, category=categories[order.lines[claim.line - 1].product_id])
        for order in orders
        for claim in order.returns
    ]
    report.counts["claims"] = await _upsert(
        session, "claims", claims, insert=NO_OTHER_OPEN_CLAIM, overwrite=NOT_CARRIED_FURTHER
    )


async def _load_documents(session: WriteSession, files: ShopFiles, shift: Shift, report: LoadReport) -> None:
    for prefix, documents in make_documents(files, shift).items():
        ids = [document.document_id for document in documents]
        known = await (await session.raw()).fetchval(
            "SELECT count(*) FROM documents WHERE document_id = ANY($1::text[])", ids
        )
        changed = await changed_documents(session, documents)
        await put_documents(session, changed)
        removed = await delete_missing(session, prefix=prefix, keep=ids)
        added = len(ids) - (known or 0)
        report.counts[prefix.rstrip("/")] = Counts(len(ids), added, len(changed) - added, len(removed))


async def _upsert(
    session: WriteSession,
    table: str,
    rows: Sequence[Row],
    *,
    removed: int = 0,
    insert: str = "true",
    overwrite: str = "true",
) -> Counts:
    """All rows in one statement; rows that are as stored are not touched.

    `insert` (of `new`) and `overwrite` (of `old` and `excluded`) are SQL conditions written in this module.
    """
    if not rows:
        return Counts(0, removed=removed)
    key, *others = rows[0]
    columns = ", ".join(rows[0])
    old, excluded = (", ".join(f"{source}.{name}" for name in others) for source in ("old", "excluded"))
    statement = f"""
        INSERT INTO {table} AS old ({columns})
        SELECT {columns} FROM json_populate_recordset(NULL::{table}, $1::json) AS new WHERE {insert}
        ON CONFLICT ({key}) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in others)}
        WHERE ({old}) IS DISTINCT FROM ({excluded}) AND {overwrite}
        RETURNING old.xmax = 0 AS is_new
    """
    written = await (await session.raw()).fetch(statement, json.dumps(rows))
    added = sum(row["is_new"] for row in written)
    return Counts(len(rows), added, len(written) - added, removed)


async def _remove_others(session: WriteSession, table: str, key: str, kept: Sequence[str]) -> int:
    """Orders that were placed here stay, and customers with orders that stay: no file of the folder knows them."""
    spared = " AND NOT EXISTS (SELECT FROM orders o WHERE o.customer_id = customers.customer_id)"
    spared = {"customers": spared, "orders": " AND placed_key IS NULL"}.get(table, "")
    statement = f"DELETE FROM {table} WHERE {key} <> ALL($1::text[]){spared}"
    result = await (await session.raw()).execute(statement, list(kept))
    return int(result.split()[-1])
