"""What arrived at the mailbox: the demo's folder, a file for each delivery."""

from collections import Counter
from collections.abc import Sequence
from email.parser import BytesHeaderParser
from pathlib import Path

from tests.faults.report import Finding, none_of


def findings(folder: Path, *, wanted: Sequence[str]) -> list[Finding]:
    """`wanted`: the orders whose news were to be mailed.

    Mail cannot be asked for as texts can: what was on its way when its process died is sent again under the same
    Message-ID, by which a mail server drops the second one.
    """
    headers = [BytesHeaderParser().parsebytes(path.read_bytes()) for path in folder.glob("*.eml")]
    times = Counter(str(one["Message-ID"]) for one in headers)
    news = {str(one["Message-ID"]) for one in headers if one["Subject"] == "News"}
    numbers = {identity.removeprefix("<news-").partition("@")[0] for identity in news}
    again = sum(many - 1 for many in times.values())
    return [
        none_of("mails that never arrived", len(set(wanted) - numbers), of=f"{len(wanted):,}"),
        none_of("mails that arrived twice as two mails", len(news) - len(numbers)),
        Finding("mails delivered again under the same Message-ID", f"{again} of {len(headers):,}", True),
    ]
