"""The authority as an iPhone takes it best: a profile, which says in words what it is for."""

from __future__ import annotations

import plistlib
import uuid

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization


def profile(certificate: x509.Certificate, *, title: str, explanation: str) -> bytes:
    """A `.mobileconfig` with one root certificate. The same certificate has the same identifiers,
    so that a second installation replaces the first."""
    digest = certificate.fingerprint(hashes.SHA256())
    root = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"fairapp.lan.{digest.hex()[:16]}.root",
        "PayloadUUID": _identifier(digest, "root"),
        "PayloadDisplayName": title,
        "PayloadCertificateFileName": "fairapp.crt",
        "PayloadContent": certificate.public_bytes(serialization.Encoding.DER),
    }
    whole = {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"fairapp.lan.{digest.hex()[:16]}",
        "PayloadUUID": _identifier(digest, "profile"),
        "PayloadDisplayName": title,
        "PayloadDescription": explanation,
        "PayloadRemovalDisallowed": False,
        "PayloadContent": [root],
    }
    return plistlib.dumps(whole)


def _identifier(digest: bytes, part: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{digest.hex()} {part}")).upper()
