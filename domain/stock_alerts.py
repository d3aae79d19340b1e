"""A customer waits for something sold out: told once, when it is there again."""

from dataclasses import dataclass
from enum import StrEnum


class AlertStatus(StrEnum):
    WAITING = "waiting"
    TOLD = "told"
    """The mail is in the outbox; the alert is over."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class StockAlert:
    alert_id: str
    product_id: str
    sku: str
    item: str
    size: str
    colour: str
    email: str
    status: AlertStatus = AlertStatus.WAITING

    @property
    def label(self) -> str:
        """As it is said: "Cedar Henley, Black, XXL"."""
        return ", ".join((self.item, self.colour, self.size))


def letter(alert: StockAlert) -> tuple[str, str]:
    """Subject and text of the one mail."""
    return (
        f"Back in stock: {alert.item}",
        f"Hello,\n\nthe {alert.label} that you asked about is in stock again. Its product number is "
        f"{alert.product_id}.\n\nWe can't hold one for you, so it may sell out again. This is the only message "
        "about it: your alert has ended.\n",
    )
