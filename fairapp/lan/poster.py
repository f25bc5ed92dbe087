"""The steps on one sheet of A4, to put up where phones are made ready."""

from __future__ import annotations

from cryptography import x509
from flask_babel import format_date
from flask_babel import gettext as _

from fairapp.core import pdf, qr
from fairapp.core.i18n import current_language, text_direction
from fairapp.lan.authority import fingerprint


def make(certificate: x509.Certificate, *, url: str, door: str) -> bytes:
    """The PDF in the visitor's language. `door` is where the steps begin, `url` the fair."""
    language = current_language()
    return pdf.render(
        "pdf/lan_poster.html",
        {
            "url": url,
            "door": door,
            "fingerprint": fingerprint(certificate),
            "until": format_date(certificate.not_valid_after_utc, "long"),
            "language": language,
            "direction": text_direction(language),
        },
        images={"door": qr.png(f"{door}/"), "fair": qr.png(f"{url}/")},
        title=_("The fair without Internet"),
        lang=language,
    )
