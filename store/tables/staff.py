"""People of the support team."""

from sqlmodel import Field, SQLModel


class StaffRow(SQLModel, table=True):
    __tablename__ = "staff"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    staff_id: str = Field(primary_key=True)
    """As the trail names them after their role: "lead:lena.ortiz"."""
    email: str = Field(unique=True)
    """Lower case."""
    name: str
    role: str
    """lead or admin"""
