"""How words are folded before they are compared."""

from fairapp.core.folding import fold


def test_folding_keeps_words_apart_and_drops_what_cannot_be_seen() -> None:
    assert fold("  L’Été\u200f des  N’Fa-Marah.\u202e ") == "lete des nfa marah"
    assert fold("STRASSE straße ﬁn ℌ") == "strasse strasse fin h"
    assert fold("\0\n|%") == ""
