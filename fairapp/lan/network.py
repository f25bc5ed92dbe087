"""Under which addresses phones in the same network find this machine."""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address, ip_network

import psutil

# What no router carries further, and so what the authority may vouch for.
LOCAL: tuple[IPv4Network | IPv6Network, ...] = tuple(
    map(
        ip_network,
        (
            *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
            *("fc00::/7", "fe80::/10", "::1/128"),
        ),
    )
)
# Networks inside this machine, where no phone is.
_INSIDE = re.compile(r"(docker|br-|veth|virbr|vboxnet|vmnet|vnet|lxc|lxdbr|cni|podman|tun|tap)")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def addresses() -> list[str]:
    """Private IPv4 addresses of this machine, the likeliest for phones first."""
    found = [
        (bool(_INSIDE.match(interface)), address.address)
        for interface, held in psutil.net_if_addrs().items()
        for address in held
        if address.family == socket.AF_INET and _reaches_phones(address.address)
    ]
    first = _towards_the_router()
    return [address for _, address in sorted(found, key=lambda row: (row[0], row[1] != first))]


def is_here(address: str) -> bool:
    """Whether this machine has that address at this moment."""
    held = (each.address for all in psutil.net_if_addrs().values() for each in all)
    return address in held or ip_address(address).is_loopback


def is_local(address: str) -> bool:
    """Whether it is an address that the authority may vouch for."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in LOCAL)


def names() -> list[str]:
    """What this machine is called in its network, by those phones that ask for names (mDNS)."""
    label = socket.gethostname().partition(".")[0].lower()
    return [f"{label}.local"] if _LABEL.fullmatch(label) and label != "localhost" else []


def _reaches_phones(address: str) -> bool:
    ip = IPv4Address(address)
    return is_local(address) and not ip.is_loopback and not ip.is_link_local


def _towards_the_router() -> str:
    """The address that this machine speaks from; empty where there is no router."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.168.255.254", 9))  # of a datagram socket: nothing is sent
        except OSError:
            return ""
        return str(probe.getsockname()[0])
