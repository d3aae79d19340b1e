"""Every table, so that one import gives the whole schema to migrations and to tests."""

from sqlmodel import SQLModel

from store.tables import (
    accounts,
    audit,
    catalog,
    channels,
    claims,
    codes,
    conversations,
    customers,
    files,
    handoffs,
    jobs,
    knowledge,
    limits,
    mail,
    memories,
    model_usage,
    newsletter,
    obligations,
    orders,
    ratings,
    staff,
    stock_alerts,
    summaries,
)

metadata = SQLModel.metadata

__all__ = [
    "accounts",
    "audit",
    "catalog",
    "channels",
    "claims",
    "codes",
    "conversations",
    "customers",
    "files",
    "handoffs",
    "jobs",
    "knowledge",
    "limits",
    "mail",
    "memories",
    "metadata",
    "model_usage",
    "newsletter",
    "obligations",
    "orders",
    "ratings",
    "staff",
    "stock_alerts",
    "summaries",
]
