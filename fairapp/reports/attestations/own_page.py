"""The attestation on one's own pass: the name as it will be printed, then the paper itself."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from fairapp import limiter
from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.errors import DomainError
from fairapp.core.i18n import DEFAULT, LANGUAGES
from fairapp.registration.models import Registration
from fairapp.registration.own import keep_private, own_registration, remember
from fairapp.reports.attestations import actions, paper, queries
from fairapp.reports.attestations.forms import LanguageForm, NameForm
from fairapp.reports.attestations.models import Attestation
from fairapp.reports.attestations.rules import Standing, State
from fairapp.reports.documents.evidence import display

bp = Blueprint("own_attestation", __name__)

# A whole venue may stand behind one address; and nobody needs to spell a name so often.
OFTEN = "60 per minute"
NAMES_OFTEN = "10 per hour"


def _key_of_pass() -> str:
    return request.path


@bp.get("/p/<pass_key>/attestation")
@public
def show(pass_key: str) -> BaseResponse:
    """The name, how many days are counted, and the attestation when it is ready."""
    registration = own_registration(pass_key)
    if registration.merged_into is not None:
        kept = registration.merged_into.pass_key
        return redirect(url_for("own_attestation.show", pass_key=kept))
    return _page(registration, _name_form(registration))


@bp.post("/p/<pass_key>/attestation/name")
@public
@limiter.limit(OFTEN)
@limiter.limit(NAMES_OFTEN, key_func=_key_of_pass)
def say_name(pass_key: str) -> BaseResponse:
    """Confirm the name, or correct it."""
    registration = own_registration(pass_key)
    form = NameForm()
    if form.validate_on_submit():
        try:
            said = actions.say_name(registration, form.name.data or "", at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            if said.waits:
                text = _("Thank you. The team looks at this name, as it differs a lot.")
                flash(text, "warning")
            elif said.holds:
                flash(_("Thank you. This is how your name will be printed."), "success")
            here = url_for("own_attestation.show", pass_key=pass_key)
            return redirect(here, 303)
    return _page(registration, form)


@bp.post("/p/<pass_key>/attestation/file")
@public
@limiter.limit(OFTEN)
def file(pass_key: str) -> BaseResponse:
    """The paper. A POST: the first time, it is given its number."""
    registration = own_registration(pass_key)
    found = _issued(registration)
    if found is None:
        return redirect(url_for("own_attestation.show", pass_key=pass_key), 303)
    asked = LanguageForm().language.data
    language = asked if asked in LANGUAGES else DEFAULT
    return keep_private(pdf_of(found, language))


def pdf_of(attestation: Attestation, language: str) -> Response:
    """The file, by the name of its number."""
    event = attestation.event
    content = paper.render_one(
        event,
        paper.said_by(attestation),
        queries.design_of(event),
        language=language,
        at=attestation.issued_at,
    )
    response = Response(content, mimetype="application/pdf")
    name = f"{event.slug}-attestation-{display(attestation.number)}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.app_template_global()
def attestation_standing(registration: Registration) -> Standing | None:
    """How somebody stands to an attestation; None before the fair, and for the team."""
    event = registration.event
    today = event.local(clock.now()).date()
    # Most passes are looked at before the fair: nothing is read for them.
    if not event.days or today < event.days[0].date or not registration.category.is_counted:
        return None
    return queries.standing_of(registration, on=today)


def _issued(registration: Registration) -> Attestation | None:
    """The attestation as it is now, issued if the days are there; one that was issued and that the
    scans no longer cover stays until somebody revokes it.
    """
    at = clock.now()
    latest = queries.latest(registration)
    if latest is not None and latest.revoked_at is not None:
        return None
    standing = queries.standing_of(registration, on=registration.event.local(at).date())
    if standing.is_ready:
        return actions.issue(registration, standing.days, at=at)
    return latest


def _name_form(registration: Registration) -> NameForm:
    said = queries.said_by(registration)
    return NameForm(data={"name": said.name if said else registration.full_name})


def _page(registration: Registration, form: NameForm) -> BaseResponse:
    event, said = registration.event, queries.said_by(registration)
    latest = queries.latest(registration)
    page = render_template(
        "attestations/own.html",
        registration=registration,
        form=form,
        language_form=LanguageForm(),
        standing=queries.standing_of(registration, on=event.local(clock.now()).date()),
        states=State,
        needed=queries.days_needed(event),
        said=said,
        printed=actions.printed_name(registration, said),
        attestation=latest,
        number=display(latest.number) if latest is not None else "",
    )
    return remember(keep_private(make_response(page, form.http_status)), registration)
