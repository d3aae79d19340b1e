"""What a shop sets for its chat widget: its key, where the widget may stand, how it looks, where customers sign in.

Set with SHOPSMART_WIDGET__KEY, SHOPSMART_WIDGET__ORIGINS='["https://shop.example"]' and so on.
"""

from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator


class Widget(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(default="demo", pattern=r"^[A-Za-z0-9_-]{1,64}$")
    """Public: it names the shop in the embedding line and opens nothing."""
    origins: tuple[str, ...] = ()
    """Pages of these origins may carry the widget, beside our own: https://shop.example"""
    accent: str = Field(default="#2f5d43", pattern=r"^#[0-9a-fA-F]{6}$")
    theme: Literal["auto", "light", "dark"] = "auto"
    position: Literal["end", "start"] = "end"
    sign_in_page: str | None = None
    """Where the shop's customers sign in, when the page does not answer the widget's `supportchat:sign-in` event."""
    product_page: str | None = None
    """A product's page on the shop's site, with {id}; on the demo's own storefront it is set by itself."""

    @field_validator("origins")
    @classmethod
    def _are_origins(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for origin in given:
            parts = urlsplit(origin)
            if (
                parts.scheme not in ("http", "https")
                or not parts.netloc
                or origin != f"{parts.scheme}://{parts.netloc}"
            ):
                raise ValueError(f"{origin!r} is no origin: write https://shop.example, without a path")
        return given

    def may_carry(self, origin: str) -> bool:
        return origin in self.origins
