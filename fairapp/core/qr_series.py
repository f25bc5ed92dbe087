"""Codes of texts that differ only after their last slash, for a hundred or more of them.

Data, error correction and mask of a QR code are all sums without carry: changing one bit of the
data always turns the same modules over. Which ones they are is worked out once a bit, and from then
on a code is some fifty such patterns laid over each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import xor
from typing import Final

import qrcode
from qrcode import base, constants, util

from fairapp.core.qr import ALPHABET, ALPHANUMERIC, bits

_ALPHANUMERIC_MODE: Final = 2
_MODE_BITS = 4
_ONES = [[bit for bit in range(8) if byte >> bit & 1] for byte in range(256)]


class Series:
    """Makes what `qr.bits` makes, of `scale` pixels a module."""

    def __init__(self, *, scale: int = 1) -> None:
        self._scale = scale
        self._zeros: dict[tuple[str, int], tuple[int, int]] = {}
        self._patterns: dict[int, list[int]] = {}

    def bits(self, text: str) -> tuple[int, bytes]:
        """What `qr.bits` gives."""
        if not ALPHANUMERIC.fullmatch(text):
            return bits(text, scale=self._scale)
        # Characters go by twos, and begin at an even place.
        start = (text.rfind("/") + 1) // 2 * 2
        head, tail = text[:start], text[start:]
        side, pixels = self._of_zeros(head, len(tail))
        version = (side // self._scale - 17) // 4
        patterns = self._turned_by(version)
        place = _MODE_BITS + util.mode_sizes_for_version(version)[_ALPHANUMERIC_MODE]
        place += start // 2 * 11
        for at in range(0, len(tail), 2):
            pair = tail[at : at + 2]
            # Eleven bits for two characters, six for the last one alone, the highest first.
            place += 11 if len(pair) == 2 else 6
            value, last = _value(pair), place - 1
            while value:
                lowest = value & -value
                pixels ^= patterns[last + 1 - lowest.bit_length()]
                value ^= lowest
        return side, pixels.to_bytes(-(-side // 8) * side, "big")

    def _of_zeros(self, head: str, length: int) -> tuple[int, int]:
        """Side and pixels of the code with zeros for its tail."""
        if (head, length) not in self._zeros:
            side, packed = bits(head + "0" * length, scale=self._scale)
            self._zeros[head, length] = side, int.from_bytes(packed, "big")
        return self._zeros[head, length]

    def _turned_by(self, version: int) -> list[int]:
        """The pixels that each bit of the data turns over, its error correction included."""
        if version not in self._patterns:
            drawn = list(_pixels(version, self._scale))
            self._patterns[version] = [
                reduce(xor, (drawn[bit] for bit in turned)) for turned in _codeword_bits(version)
            ]
        return self._patterns[version]


def _value(pair: str) -> int:
    """One or two characters as the alphanumeric mode writes them."""
    value = 0
    for char in pair:
        value = value * len(ALPHABET) + ALPHABET.index(char)
    return value


def _pixels(version: int, scale: int) -> Iterator[int]:
    """Where each bit of the codewords is drawn, in the order in which they are laid out."""
    side = 4 * version + 17
    width = -(-side * scale // 8) * 8
    module = sum(((1 << scale) - 1) << (row * width) for row in range(scale))
    for x, y in _free_modules(version):
        yield module << ((side - 1 - y) * scale * width + width - (x + 1) * scale)


def _free_modules(version: int) -> Iterator[tuple[int, int]]:
    """The modules that belong to no pattern: two columns at a time from the right, up and down."""
    side = 4 * version + 17
    taken = _patterned(version)
    is_up = True
    for right in range(side - 1, 0, -2):
        # The upright row of dots is passed over.
        column = right if right > 6 else right - 1
        for y in range(side - 1, -1, -1) if is_up else range(side):
            yield from ((x, y) for x in (column, column - 1) if taken[y][x] is None)
        is_up = not is_up


def _patterned(version: int) -> list[list[bool | None]]:
    """The modules of a code without data: None where those of the data would be."""
    code = qrcode.QRCode(version=version, error_correction=constants.ERROR_CORRECT_M)
    side = code.modules_count = 4 * version + 17
    code.modules = [[None] * side for _ in range(side)]
    for row, column in ((0, 0), (side - 7, 0), (0, side - 7)):
        code.setup_position_probe_pattern(row, column)
    code.setup_position_adjust_pattern()
    code.setup_timing_pattern()
    code.setup_type_info(test=False, mask_pattern=0)
    if version >= 7:
        code.setup_type_number(test=False)
    return code.modules


def _codeword_bits(version: int) -> Iterator[list[int]]:
    """Of each bit of the data in turn, the bits that change with it among all codewords as they are
    laid out: those of all blocks in turn, the error correction behind the data.
    """
    blocks = base.rs_blocks(version, constants.ERROR_CORRECT_M)
    check = blocks[0].total_count - blocks[0].data_count
    longest = max(block.data_count for block in blocks)
    data = [(b, i) for i in range(longest) for b, one in enumerate(blocks) if i < one.data_count]
    order = {place: number for number, place in enumerate(data)}
    for number, block in enumerate(blocks):
        for place, remainder in reversed(list(enumerate(_remainders(block.data_count, check)))):
            own = order[number, block.data_count - 1 - place]
            for bit in range(7, -1, -1):
                words = [(own, 1 << bit)]
                for at, word in enumerate(remainder):
                    words.append((len(data) + at * len(blocks) + number, _times(word, 1 << bit)))
                yield [8 * at + 7 - turned for at, word in words for turned in _ONES[word]]


def _remainders(count: int, check: int) -> Iterator[list[int]]:
    """The error correction of a block that is all zeros but for a one, which stands at the end and
    then ever further before it.
    """
    divisor = [1]
    for power in range(check):
        root = base.gexp(power)
        shifted = [0, *(_times(word, root) for word in divisor)]
        divisor = [word ^ other for word, other in zip([*divisor, 0], shifted, strict=True)]
    remainder = divisor[1:]
    for _ in range(count):
        yield remainder
        first, *rest = remainder
        remainder = [
            word ^ _times(first, by) for word, by in zip([*rest, 0], divisor[1:], strict=True)
        ]


def _times(one: int, other: int) -> int:
    """A product in the field of 256 that error correction reckons in."""
    return base.gexp(base.glog(one) + base.glog(other)) if one and other else 0
