"""Finds a text in others however it was written there: as it is, or in an encoding that programs put texts in."""

import base64
import secrets
from urllib.parse import quote

LETTERS = "bcdfghjkmnpqrstvwxz23456789"


def random_mark():
    """Fourteen letters and digits that stand nowhere else."""
    return "".join(secrets.choice(LETTERS) for _ in range(14))


def forms(mark):
    data = mark.encode()
    written = {mark, mark.upper(), quote(mark, safe=""), data.hex(), data.hex().upper()}
    written.add("".join(f"%{byte:02x}" for byte in data))
    written.add("".join(f"%{byte:02X}" for byte in data))
    written.add("".join(f"&#{byte};" for byte in data))
    for shift in range(3):
        # What depends on nothing but the mark when so many bytes, modulo three, stand before it.
        encoded = base64.b64encode(b"\0" * shift + data).decode()
        part = encoded[(shift * 8 + 5) // 6 : (shift + len(data)) * 8 // 6]
        written |= {part, part.replace("+", "-").replace("/", "_")}
    return written


def find(mark, text):
    """What stands around the mark; None where it is not."""
    for form in forms(mark):
        at = text.find(form)
        if at >= 0:
            return text[max(0, at - 60) : at + len(form) + 60]
    return None
