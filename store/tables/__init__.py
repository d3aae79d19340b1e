"""Every table, so that one import gives the whole schema to migrations and to tests."""

from sqlmodel import SQLModel

from store.tables import audit, catalog, claims, conversations, customers, handoffs, knowledge, limits, orders

metadata = SQLModel.metadata

__all__ = [
    "audit",
    "catalog",
    "claims",
    "conversations",
    "customers",
    "handoffs",
    "knowledge",
    "limits",
    "metadata",
    "orders",
]
