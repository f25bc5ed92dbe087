"""Words of a notice that an organiser adapts: as law L/2016/037/AN of Guinea on cybersecurity and
the protection of personal data, and the European GDPR, want them said.

In three languages side by side and not by translation files: they are texts of a fair, which its
team changes in all languages at once.
"""

from __future__ import annotations

from typing import Any

from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.registration.privacy.models import Notice

# The blanks that French puts before : and ;
_WIDE, _THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
_PURPOSE = LocalizedText(
    fr=f"Ce que vous écrivez ici sert à organiser la foire et à en rendre compte{_WIDE}: badge, "
    "liste de présence, statistiques sans nom. Ce n’est ni publié ni vendu.",
    en="What you write here serves to organise this fair and to account for it: badge, attendance "
    "list, figures without names. It is neither published nor sold.",
    ar="ما تكتبه هنا يُستعمل لتنظيم المعرض وتقديم الحساب عنه: الشارة وقائمة الحضور "
    "وإحصاءات بلا أسماء. ولا يُنشر ولا يُباع.",
)
_BASIS = LocalizedText(
    fr="La participation elle-même (organiser ce à quoi vous vous inscrivez)"
    f"{_THIN}; les obligations comptables envers les bailleurs, pour les listes émargées{_THIN}; "
    "votre accord, que vous pouvez retirer à tout moment sur votre pass, pour les photos, "
    "l’annuaire et les nouvelles.\n\nLoi L/2016/037/AN relative à la cybersécurité et à la "
    "protection des données à caractère personnel en République de Guinée"
    f"{_THIN}; règlement (UE) 2016/679 pour les partenaires européens.",
    en="Taking part itself (organising what you register for); accounting duties towards donors, "
    "for the lists that are signed; your consent, which you can withdraw at any time on your "
    "pass, for photographs, the directory and news.\n\nLaw L/2016/037/AN on cybersecurity and "
    "the protection of personal data in the Republic of Guinea; Regulation (EU) 2016/679 for "
    "European partners.",
    ar="المشاركة نفسها (تنظيم ما تسجّل فيه)؛ والالتزامات المحاسبية تجاه الجهات المانحة "
    "بالنسبة إلى القوائم الموقّعة؛ وموافقتك التي يمكنك سحبها في أي وقت من بطاقتك، بالنسبة إلى "
    "الصور والدليل والأخبار.\n\nالقانون L/2016/037/AN المتعلق بالأمن السيبراني وحماية المعطيات "
    "ذات الطابع الشخصي في جمهورية غينيا؛ واللائحة (الاتحاد الأوروبي) 2016/679 بالنسبة إلى "
    "الشركاء الأوروبيين.",
)
_RETENTION = LocalizedText(
    fr="Vos coordonnées, vos réponses et les messages sont effacés 90 jours après le dernier "
    f"jour{_THIN}; votre nom sur les listes émargées, après 10 ans. Il ne reste alors que des "
    "chiffres.",
    en="Your contacts, your answers and messages are erased 90 days after the last day; your name "
    "on signed lists, after 10 years. Only figures are left then.",
    ar="تُمحى بيانات الاتصال بك وأجوبتك والرسائل بعد 90 يومًا من اليوم الأخير؛ ويُمحى اسمك من "
    "القوائم الموقّعة بعد 10 سنوات. ولا يبقى حينئذ سوى الأرقام.",
)


def proposed(event: Event) -> dict[str, Any]:
    """What the form holds while a fair has no notice."""
    return {
        "purpose": event.privacy_notice or _PURPOSE,
        "controller": event.organiser,
        "contact": event.contact,
        "basis": _BASIS,
        "retention": _RETENTION,
    }


def unversioned(event: Event) -> Notice:
    """A notice for a fair that has a text on its form and no more; it is not kept."""
    values = {"controller": event.organiser, "contact": event.contact}
    nothing = LocalizedText()
    return Notice(purpose=event.privacy_notice, basis=nothing, retention=nothing, **values)


def completed(values: dict[str, Any]) -> dict[str, Any]:
    """The same for a notice in which something was never written."""
    usual = {"basis": _BASIS, "retention": _RETENTION}
    return {name: value or usual.get(name, value) for name, value in values.items()}
