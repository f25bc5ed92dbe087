"""What cells of lists say, in the words of three languages: sex, yes and no, consent."""

from __future__ import annotations

from fairapp.registration.models import PhotoConsent, Sex
from fairapp.registration.search import fold


def _folded(words: str, value: object) -> dict[str, object]:
    return {fold(word): value for word in words.split()}


SEXES = {
    **_folded("f femme feminin féminin fille woman female mme mlle أنثى امرأة انثى", Sex.FEMALE),
    **_folded("m h homme masculin garçon man male mr ذكر رجل", Sex.MALE),
}
YES_NO = {
    **_folded("oui o yes y x 1 vrai true نعم", True),
    **_folded("non n no 0 faux false لا", False),
}
CONSENTS = {
    **_folded("oui o yes y نعم", PhotoConsent.YES),
    **_folded("interne internal داخلي", PhotoConsent.INTERNAL),
    **_folded("non n no لا", PhotoConsent.NO),
}
LANGUAGES = {
    **_folded("fr français francais french الفرنسية", "fr"),
    **_folded("en anglais english الإنجليزية", "en"),
    **_folded("ar arabe arabic العربية", "ar"),
    **_folded("ff pular peul poular pulaar", "ff"),
    **_folded("man malinké maninka maninkakan", "man"),
    **_folded("sus soussou sosoxui susu", "sus"),
    **_folded("kpe guerzé kpelle", "kpe"),
    **_folded("kqs kissi", "kqs"),
    **_folded("tod toma lomagui loma", "tod"),
}
