"""What a phone installs: who it may vouch for, until when, and that it stays the same."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import verification
from cryptography.x509.oid import ExtendedKeyUsageOID

from fairapp.lan import authority, network
from fairapp.lan.authority import Authority

AT = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)
FAIR_ENDS = datetime(2026, 12, 6, tzinfo=UTC)
LAPTOP = "192.168.1.10"


@pytest.fixture
def own(tmp_path: Path) -> Authority:
    made, is_new = authority.ensure(tmp_path, name="fairapp laptop", until=FAIR_ENDS, at=AT)
    assert is_new
    return made


def issue(own: Authority, folder: Path, *addresses: str, names: Sequence[str] = ()) -> bytes:
    certificate, _ = own.issue(addresses or (LAPTOP,), names, folder=folder, at=AT)
    return certificate.read_bytes()


def is_trusted(own: Authority, pem: bytes, subject: str, at: datetime = AT) -> bool:
    """Asks cryptography's own verifier, which keeps to the rules of browsers."""
    try:
        name: x509.IPAddress | x509.DNSName = x509.IPAddress(ip_address(subject))
    except ValueError:
        name = x509.DNSName(subject)
    store = verification.Store([own.certificate])
    verifier = verification.PolicyBuilder().store(store).time(at).build_server_verifier(name)
    try:
        verifier.verify(x509.load_pem_x509_certificate(pem), [])
    except verification.VerificationError:
        return False
    return True


def test_the_authority_is_bound_to_local_addresses_and_names(own: Authority) -> None:
    extensions = own.certificate.extensions
    constraints = extensions.get_extension_for_class(x509.NameConstraints)
    assert constraints.critical
    permitted = constraints.value.permitted_subtrees or []
    assert {each.value for each in permitted if isinstance(each, x509.DNSName)} == {
        *("local", "lan", "localhost")
    }
    networks = [each.value for each in permitted if isinstance(each, x509.IPAddress)]
    assert ip_network("192.168.0.0/16") in networks
    assert all(net.is_private for net in networks)
    basic = extensions.get_extension_for_class(x509.BasicConstraints)
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)
    usage = extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.key_cert_sign, usage.digital_signature) == (True, False)
    key = own.certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)


def test_only_its_owner_reads_the_key(own: Authority, tmp_path: Path) -> None:
    issue(own, tmp_path)
    for name in ("authority.key", "server.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_it_ends_soon_after_the_fair(own: Authority) -> None:
    end = own.certificate.not_valid_after_utc
    assert FAIR_ENDS + timedelta(days=30) < end < FAIR_ENDS + timedelta(days=120)


def test_the_server_is_known_by_its_addresses_and_names(own: Authority, tmp_path: Path) -> None:
    pem = issue(own, tmp_path, LAPTOP, "10.42.0.1", names=["laptop.local"])
    certificate = x509.load_pem_x509_certificate(pem)
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = [ip_address(LAPTOP), ip_address("10.42.0.1")]
    assert held.get_values_for_type(x509.IPAddress) == addresses
    assert held.get_values_for_type(x509.DNSName) == ["laptop.local"]
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    lifetime = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert lifetime <= timedelta(days=398)
    assert is_trusted(own, pem, LAPTOP)
    assert is_trusted(own, pem, "laptop.local")
    assert not is_trusted(own, pem, "192.168.1.11")


def test_a_phone_whose_clock_is_three_weeks_slow_trusts_it(own: Authority, tmp_path: Path) -> None:
    pem = issue(own, tmp_path)
    assert is_trusted(own, pem, LAPTOP, AT - timedelta(days=21))
    assert not is_trusted(own, pem, LAPTOP, own.certificate.not_valid_after_utc + timedelta(1))


@pytest.mark.parametrize("stolen", ["www.example.org", "8.8.8.8", "local.example.org"])
def test_a_stolen_key_imitates_nobody_on_the_internet(
    own: Authority, tmp_path: Path, stolen: str
) -> None:
    names, addresses = ([], [stolen]) if stolen[0].isdigit() else ([stolen], [LAPTOP])
    pem = issue(own, tmp_path, *addresses, names=names)
    assert not is_trusted(own, pem, stolen)


def test_a_stolen_key_makes_no_other_authority(own: Authority, tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name.from_rfc4514_string("CN=other")
    middle = (
        x509.CertificateBuilder(own.certificate.subject, name, key.public_key(), 7)
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(own.key, hashes.SHA256())
    )
    pem = issue(Authority(middle, key), tmp_path)
    store = verification.Store([own.certificate])
    verifier = verification.PolicyBuilder().store(store).time(AT)
    server = verifier.build_server_verifier(x509.IPAddress(ip_address(LAPTOP)))
    with pytest.raises(verification.VerificationError):
        server.verify(x509.load_pem_x509_certificate(pem), [middle])


def test_another_address_is_signed_by_the_same_authority(own: Authority, tmp_path: Path) -> None:
    before = issue(own, tmp_path)
    later = AT + timedelta(days=1)
    again, is_new = authority.ensure(tmp_path, name="fairapp other", until=FAIR_ENDS, at=later)
    assert (is_new, again.certificate) == (False, own.certificate)
    after = issue(again, tmp_path, "10.42.0.1")
    assert is_trusted(own, after, "10.42.0.1")
    assert before != after


def test_a_fair_put_off_by_months_needs_another_authority(own: Authority, tmp_path: Path) -> None:
    weeks_later, months_later = FAIR_ENDS + timedelta(days=45), FAIR_ENDS + timedelta(days=200)
    assert not authority.ensure(tmp_path, name="x", until=weeks_later, at=AT)[1]
    other, is_new = authority.ensure(tmp_path, name="x", until=months_later, at=AT)
    assert is_new and other.certificate.not_valid_after_utc > months_later


def test_a_year_typed_wrongly_makes_no_authority_for_centuries(tmp_path: Path) -> None:
    until = datetime(2199, 1, 1, tzinfo=UTC)
    made, _ = authority.ensure(tmp_path, name="x", until=until, at=AT)
    assert made.certificate.not_valid_after_utc < AT + timedelta(days=430)
    assert not authority.ensure(tmp_path, name="x", until=until, at=AT)[1]


@pytest.mark.parametrize("broken", ["authority.key", "authority.crt"])
@pytest.mark.parametrize("content", [None, b"", b"half of a file"])
def test_a_start_that_was_cut_short_begins_anew(
    own: Authority, tmp_path: Path, broken: str, content: bytes | None
) -> None:
    if content is None:
        (tmp_path / broken).unlink()
    else:
        (tmp_path / broken).write_bytes(content)
    made, is_new = authority.ensure(tmp_path, name="x", until=FAIR_ENDS, at=AT)
    assert is_new and made.certificate != own.certificate
    assert is_trusted(made, issue(made, tmp_path), LAPTOP)


def test_a_key_of_another_certificate_is_not_used(own: Authority, tmp_path: Path) -> None:
    other = tmp_path / "other"
    authority.ensure(other, name="x", until=FAIR_ENDS, at=AT)
    (other / "authority.key").replace(tmp_path / "authority.key")
    assert authority.ensure(tmp_path, name="x", until=FAIR_ENDS, at=AT)[1]


def test_the_fingerprint_is_written_as_phones_write_it(own: Authority) -> None:
    said = authority.fingerprint(own.certificate)
    assert bytes.fromhex(said) == own.certificate.fingerprint(hashes.SHA256())
    assert len(said.split(" ")) == 32 and said == said.upper()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        *(("192.168.43.1", True), ("10.42.0.1", True), ("172.31.0.9", True), ("127.0.0.2", True)),
        *(("8.8.8.8", False), ("172.32.0.1", False), ("laptop.local", False), ("", False)),
    ],
)
def test_which_addresses_are_local(address: str, expected: bool) -> None:
    assert network.is_local(address) is expected


def test_every_address_that_is_offered_is_one_of_this_machine() -> None:
    assert all(network.is_local(each) and network.is_here(each) for each in network.addresses())
    assert not network.is_here("192.168.255.253")
