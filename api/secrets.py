"""Keys that this installation keeps: made at the first call, readable by us only, never in the database."""

import contextlib
import secrets
from pathlib import Path

from api.settings import Settings

_BYTES = 32


def installation_secret(settings: Settings) -> bytes:
    """What codes, and the addresses that limits count, are hashed with.

    The one that was set, for several hosts on one database; else one kept under the data directory.
    """
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value().encode()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return kept_secret(settings.data_dir / "installation.key")


def kept_secret(path: Path) -> bytes:
    """The secret in this file. Raises ValueError when the file is damaged."""
    if not path.exists():
        # Written whole before it gets its name: two processes that start at once read the same secret.
        draft = path.with_name(f".{path.stem}-{secrets.token_hex(8)}")
        draft.touch(0o600)
        draft.write_bytes(secrets.token_bytes(_BYTES))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    secret = path.read_bytes()
    if len(secret) != _BYTES:
        raise ValueError(f"{path} is damaged; delete it to make a new one")
    return secret
