"""Who waits for what to be in stock again."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, text

from store.tables.columns import now, timestamp


class StockAlertRow(SQLModel, table=True):
    __tablename__ = "stock_alerts"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr
    __table_args__ = (
        Index(
            "stock_alerts_one_waiting", "customer_id", "sku", unique=True, postgresql_where=text("status = 'waiting'")
        ),
        Index("stock_alerts_waiting", "product_id", postgresql_where=text("status = 'waiting'")),
    )

    alert_id: str = Field(primary_key=True)
    customer_id: str
    email: str
    product_id: str
    sku: str
    item: str
    size: str
    colour: str
    status: str = "waiting"
    """waiting, told, cancelled: `domain.stock_alerts.AlertStatus`"""
    created_at: datetime = Field(default_factory=now, sa_column=timestamp())
    ended_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
