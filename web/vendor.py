"""Copy the libraries of the pages out of their published packages: no Node, no build.

    npm pack preact@11.2.0 htm@3.1.1 marked@18.2.1 eventsource-parser@3.1.1     # or any download of the same archives
    python web/vendor.py *.tgz

What is taken is written down in `web/widget/vendor/manifest.json`: version, licence, and the SHA-256 of the file in
the package and of the copy. They differ by the rewritten bare import and by the pointer to a source map we do not ship.
"""

import hashlib
import json
import re
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent / "widget" / "vendor"
MANIFEST = TARGET / "manifest.json"


@dataclass(frozen=True, slots=True)
class Wanted:
    package: str
    member: str
    """Path inside the archive, below its one folder."""
    copy: str


WANTED = (
    Wanted("preact", "dist/preact.mjs", "preact.js"),
    Wanted("preact", "hooks/dist/hooks.mjs", "hooks.js"),
    Wanted("htm", "dist/htm.module.js", "htm.js"),
    Wanted("marked", "lib/marked.esm.js", "marked.js"),
    Wanted("eventsource-parser", "dist/index.js", "eventsource-parser.js"),
)
_SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=\S+\s*$")
_BARE_PREACT = re.compile(rb"""from\s*(["'])preact\1""")


def copied(content: bytes) -> bytes:
    """The module as we serve it: its one bare import made relative, no source map."""
    return _BARE_PREACT.sub(b'from"./preact.js"', _SOURCE_MAP.sub(b"\n", content))


def vendor(archives: list[Path]) -> list[dict[str, Any]]:
    """Write the copies and return what was taken from where."""
    packages = {}
    for archive in archives:
        files = _files(archive)
        about = json.loads(files["package.json"])
        packages[about["name"]] = (about, files)
    TARGET.mkdir(parents=True, exist_ok=True)
    taken = []
    for wanted in WANTED:
        about, files = packages[wanted.package]
        original = files[wanted.member]
        copy = copied(original)
        (TARGET / wanted.copy).write_bytes(copy)
        (TARGET / f"{wanted.package}.LICENSE").write_bytes(files["LICENSE"])
        taken.append(
            {
                "file": wanted.copy,
                "package": wanted.package,
                "version": about["version"],
                "licence": about["license"],
                "member": wanted.member,
                "sha256_published": hashlib.sha256(original).hexdigest(),
                "sha256": hashlib.sha256(copy).hexdigest(),
            }
        )
    return taken


def _files(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as tar:
        found = {}
        for member in tar.getmembers():
            reader = tar.extractfile(member) if member.isfile() else None
            if reader is not None:
                found[member.name.partition("/")[2]] = reader.read()
        return found


if __name__ == "__main__":
    MANIFEST.write_text(json.dumps(vendor([Path(name) for name in sys.argv[1:]]), indent=2) + "\n", encoding="utf-8")
