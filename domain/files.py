"""Pictures that customers send as evidence."""

from dataclasses import dataclass
from datetime import datetime

MAX_FILE_BYTES = 5 * 1024 * 1024
MAX_FILES = 10
"""In one conversation."""
PHOTO_WORDS = "[photo]"
"""What a picture without words says."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    file_id: str
    conversation_id: str
    claim_id: str | None
    """The claim it is evidence for; None while it waits for one."""
    media_type: str
    size: int
    """Bytes, as stored."""
    sha256: str
    uploaded_at: datetime
