"""Making a stranger's picture safe to keep: decoded, turned upright, made smaller, written anew.

What is stored is our own JPEG of the pixels: no EXIF, no position, no comment, no other format in the same bytes.
"""

import asyncio
import io

from PIL import Image, ImageOps, UnidentifiedImageError

from domain.errors import InvalidInput

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 50_000_000
MAX_SIDE = 2048
"""Longest side of what is stored, in pixels."""
MEDIA_TYPE = "image/jpeg"
_QUALITY = 85


class NotAPhoto(InvalidInput):
    code = "not_a_photo"
    sentence = "This is not a picture that I can read. Please send a JPEG, PNG or WebP file."


async def cleaned(upload: bytes) -> bytes:
    """A JPEG of the same picture. Raises NotAPhoto."""
    return await asyncio.to_thread(_cleaned, upload)


def _cleaned(upload: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(upload), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise NotAPhoto(f"{picture.width} x {picture.height} pixels")
            picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((MAX_SIDE, MAX_SIDE))
            written = io.BytesIO()
            upright.convert("RGB").save(written, "JPEG", quality=_QUALITY)
    # Pillow raises what its decoders raise: OSError for cut files, SyntaxError for broken PNG chunks.
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPhoto("cannot be decoded") from error
    return written.getvalue()
