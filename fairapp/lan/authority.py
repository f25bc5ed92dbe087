"""A certificate authority of this machine's own, for phones in a network without Internet.

A phone that is to install something must not pay for it later: the authority is bound to private
addresses and local names, so that whoever steals its key can imitate nobody on the Internet, it
vouches for servers only, and it ends soon after the fair. Its key never leaves DATA_DIR/lan.

Each start has a new server certificate for the addresses of the moment; phones trust the
authority, so they need nothing anew when the address has changed.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from fairapp.lan.network import LOCAL

NAMES = ("local", "lan", "localhost")
"""Top-level names that the Internet does not have."""

# Phones whose clocks are slow must not find that the fair is yet to come.
BACKDATED = timedelta(days=60)
# The fair may be put off, and is counted and settled after its last day.
MARGIN = timedelta(days=60)
SHORTEST, LONGEST = timedelta(days=30), timedelta(days=365)
# 395 days with what it is dated back: phones refuse a server's certificate of more than 398.
SERVER_BACKDATED, SERVER_LIFE = timedelta(days=30), timedelta(days=365)
_CERTIFICATE, _KEY = "authority.crt", "authority.key"


@dataclass(frozen=True)
class Authority:
    """What phones install (`certificate`) and what signs for this machine (`key`)."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def issue(
        self, addresses: Sequence[str], names: Sequence[str], *, folder: Path, at: datetime
    ) -> tuple[Path, Path]:
        """A server certificate for these addresses, and its key: two files in `folder`."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _server_certificate(self, key, [*addresses], [*names], at=at)
        files = folder / "server.crt", folder / "server.key"
        _write(files[1], _pem(key))
        _write(files[0], certificate.public_bytes(serialization.Encoding.PEM))
        return files


def read(folder: Path) -> x509.Certificate | None:
    """The authority's certificate, None when there is none: all that web processes look at."""
    try:
        return x509.load_pem_x509_certificate((folder / _CERTIFICATE).read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def ensure(folder: Path, *, name: str, until: datetime, at: datetime) -> tuple[Authority, bool]:
    """The authority of this machine, and whether it is new: because there was none, or because
    the one there was ends before `until` (a year from now at most)."""
    found = _load(folder)
    wanted = min(until, at + LONGEST)
    if found is not None and found.certificate.not_valid_after_utc >= wanted:
        return found, False
    made = _make(name, until=max(wanted, at + SHORTEST) + MARGIN, at=at)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(folder / _KEY, _pem(made.key))
    _write(folder / _CERTIFICATE, made.certificate.public_bytes(serialization.Encoding.PEM))
    return made, True


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 as phones show it: `3F A9 …`, 32 pairs."""
    return certificate.fingerprint(hashes.SHA256()).hex(" ").upper()


def made_at(certificate: x509.Certificate) -> datetime:
    """When the authority was made, by the clock of this machine."""
    return certificate.not_valid_before_utc + BACKDATED


def _load(folder: Path) -> Authority | None:
    certificate = read(folder)
    try:
        key = serialization.load_pem_private_key((folder / _KEY).read_bytes(), password=None)
    except (FileNotFoundError, ValueError):
        return None
    if certificate is None or not isinstance(key, ec.EllipticCurvePrivateKey):
        return None
    # A start that was cut short between the two files leaves a pair that does not match.
    return Authority(certificate, key) if key.public_key() == certificate.public_key() else None


def _make(name: str, *, until: datetime, at: datetime) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    permitted = [*map(x509.DNSName, NAMES), *map(x509.IPAddress, LOCAL)]
    certificate = (
        _builder(subject, subject, key, start=at - BACKDATED, end=until)
        # It signs servers and no further authority.
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, excluded_subtrees=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Authority(certificate, key)


def _server_certificate(
    authority: Authority,
    key: ec.EllipticCurvePrivateKey,
    addresses: list[str],
    names: list[str],
    *,
    at: datetime,
) -> x509.Certificate:
    issuer = authority.certificate
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, addresses[0])])
    held = [*(x509.IPAddress(ip_address(each)) for each in addresses), *map(x509.DNSName, names)]
    start = max(at - SERVER_BACKDATED, issuer.not_valid_before_utc)
    end = min(at + SERVER_LIFE, issuer.not_valid_after_utc)
    signer = authority.key.public_key()
    return (
        _builder(subject, issuer.subject, key, start=start, end=end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(held), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer), critical=False)
        .sign(authority.key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    *,
    start: datetime,
    end: datetime,
) -> x509.CertificateBuilder:
    public_key = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write(path: Path, content: bytes) -> None:
    """For its owner's eyes, and never half of it."""
    aside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    aside.replace(path)
