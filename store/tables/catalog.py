"""Products as the demo shop keeps them. Variants ride in the row: they are read and written as one."""

from typing import Any

from sqlmodel import Field, SQLModel

from store.tables.columns import json_column


class ProductRow(SQLModel, table=True):
    __tablename__ = "products"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    product_id: str = Field(primary_key=True)
    name: str
    description: str
    category: str = Field(index=True)
    price_minor: int
    currency: str
    return_policy: str
    variants: list[dict[str, Any]] = Field(sa_column=json_column())
    """[{sku, size, colour, stock, price_minor, options}]; options only where there are others than size and colour."""
    details: dict[str, Any] = Field(sa_column=json_column())
    """materials, care, fit, gender, image, tags, rating, warranty_months, and whatever the shop adds."""
