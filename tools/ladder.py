"""Who may call which tool, as a table: read off the declarations; a contract test runs the executor for every cell.

`python -m tools.ladder` writes it into docs/identity.md.
"""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from domain.customers import Role, Rung
from tools.spec import Effect, ToolSpec

CHANNELS = ("web", "api", "terminal", "sms", "whatsapp")
"""The same on each of them: a channel is how somebody speaks, not who they are."""
BEGIN, END = "<!-- ladder -->\n", "<!-- /ladder -->"
DOCUMENT = Path(__file__).parents[1] / "docs" / "identity.md"


class Answer(StrEnum):
    YES = "yes"
    """Runs; a write after a yes to exactly this."""
    PROOF = "proof"
    """Not before more is proved."""
    NEVER = "–"
    """Not for this role, whatever is proved."""


COLUMNS: tuple[tuple[str, Role, Rung], ...] = (
    ("anonymous", Role.CUSTOMER, Rung.ANONYMOUS),
    ("order proved", Role.CUSTOMER, Rung.ORDER_VERIFIED),
    ("code entered", Role.CUSTOMER, Rung.CODE_VERIFIED),
    ("signed in", Role.CUSTOMER, Rung.SIGNED_IN),
    ("mfa", Role.CUSTOMER, Rung.MFA),
    ("lead", Role.LEAD, Rung.SIGNED_IN),
    ("admin", Role.ADMIN, Rung.SIGNED_IN),
)
"""For the speaker's own order and account; a foreign one is answered like one that does not exist."""


def answer(tool: ToolSpec, role: Role, rung: Rung) -> Answer:
    if role not in tool.roles:
        return Answer.NEVER
    return Answer.YES if rung >= tool.rung else Answer.PROOF


def table(tools: Iterable[ToolSpec]) -> str:
    """Markdown, a row a tool; what it does to the shop beside its name."""
    rows = [
        ["tool", "does", *(name for name, _, _ in COLUMNS)],
        ["---"] * (2 + len(COLUMNS)),
        *(
            [f"`{tool.name}`", _does(tool), *(answer(tool, role, rung).value for _, role, rung in COLUMNS)]
            for tool in sorted(tools, key=lambda tool: tool.name)
        ),
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _does(tool: ToolSpec) -> str:
    return "write, no yes needed" if tool.effect is Effect.WRITE and not tool.confirmation else tool.effect.value


def written_into(document: str, drawn: str) -> str:
    """The document with the table between its marks."""
    before, rest = document.split(BEGIN)
    return before + BEGIN + drawn + END + rest.split(END, 1)[1]


if __name__ == "__main__":
    from tools.registry import TOOLS

    DOCUMENT.write_text(written_into(DOCUMENT.read_text(encoding="utf-8"), table(TOOLS.values())), encoding="utf-8")
