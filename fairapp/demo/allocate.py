"""Sharing a total out exactly, and drawing the same way every time.

Every function takes the generator's own ``random.Random`` and walks its input in order: no set, no
``hash()``, no clock.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K")


def largest_remainder(total: int, weights: Sequence[float]) -> list[int]:
    """Integers proportional to *weights* that sum to *total*; what is left goes to the largest
    remainders.
    """
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(value + 1e-9) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return shares


def capped_shares(total: int, caps: Mapping[K, int]) -> dict[K, int]:
    """Integers proportional to *caps*, none above its cap, that sum to *total*.

    Raises ValueError when the caps together are too small.
    """
    if sum(caps.values()) < total:
        raise ValueError(f"cannot share {total} among {sum(caps.values())} places")
    shares = largest_remainder(total, list(caps.values()) or [1])
    return dict(zip(caps, shares, strict=True))


def pick(
    rng: random.Random, items: Sequence[T], count: int, weight: Callable[[T], float] | None = None
) -> list[T]:
    """*count* different items drawn without replacement, in their original order.

    *weight* biases the draw (Efraimidis and Spirakis 2006); an item of weight 0 is taken only when
    nothing else is left. Raises ValueError when there are fewer items than *count*.
    """
    if len(items) < count:
        raise ValueError(f"cannot pick {count} of {len(items)}")
    keys: list[tuple[float, int]] = []
    for index, item in enumerate(items):
        chance = weight(item) if weight else 1.0
        draw = rng.random()
        keys.append((-(draw ** (1 / chance)) if chance > 0 else draw, index))
    chosen = sorted(index for _, index in sorted(keys)[:count])
    return [items[index] for index in chosen]


def shuffled(rng: random.Random, items: Sequence[T]) -> list[T]:
    """A shuffled copy."""
    copy = list(items)
    rng.shuffle(copy)
    return copy


def repeated(counts: Mapping[K, int]) -> list[K]:
    """``{"a": 2, "b": 1}`` to ``["a", "a", "b"]``."""
    return [item for item, count in counts.items() for _ in range(count)]


def _as_weight(weight: Callable[[int, str], float], label: str, key: int) -> float:
    return weight(key, label)


def deal(
    rng: random.Random,
    keys: Sequence[int],
    counts: Mapping[str, int],
    weight: Callable[[int, str], float] | None = None,
) -> dict[int, str]:
    """Give each key one label so that each label is given exactly ``counts[label]`` times.

    The rarest labels choose first, so that their weights matter; the most frequent one takes the
    rest. Raises ValueError when the counts do not sum to the number of keys.
    """
    if sum(counts.values()) != len(keys):
        raise ValueError(f"{sum(counts.values())} labels for {len(keys)} keys")
    left = list(keys)
    dealt: dict[int, str] = {}
    for label, count in sorted(counts.items(), key=lambda pair: (pair[1], pair[0])):
        chosen = pick(rng, left, count, partial(_as_weight, weight, label) if weight else None)
        dealt.update(dict.fromkeys(chosen, label))
        left = [key for key in left if key not in dealt]
    return dealt
