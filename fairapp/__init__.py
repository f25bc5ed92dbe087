"""fairapp: the application that share fairs run on. This file is wiring only."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from flask import Flask
from flask_compress import Compress
from flask_limiter.util import get_remote_address
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from fairapp.core import (
    access,
    assets,
    clock,
    db,
    errors,
    forgery,
    headers,
    health,
    i18n,
    identifiers,
    limits,
    nul,
    reading,
    tasks,
)

ROOT = Path(__file__).resolve().parent.parent

# Modules with tables, in the order in which features build on each other.
MODELS = (
    "fairapp.core.audit",
    "fairapp.core.messages",
    "fairapp.core.storage",
    "fairapp.core.tasks",
    "fairapp.events.models",
    "fairapp.accounts.models",  # and with it accounts.factor.models
    "fairapp.accounts.invitations.models",
    "fairapp.programme.models",
    "fairapp.programme.editing.models",
    "fairapp.programme.releases.models",
    "fairapp.registration.models",
    "fairapp.registration.announcements.models",
    "fairapp.registration.duplicates.models",
    "fairapp.registration.feedback.models",
    "fairapp.registration.imports.models",
    "fairapp.registration.people_list.models",
    "fairapp.registration.privacy.models",
    "fairapp.registration.questions.models",
    "fairapp.registration.recovery.models",
    "fairapp.registration.signups.models",
    "fairapp.matches.models",
    "fairapp.badges.models",
    "fairapp.badges.studio.models",
    "fairapp.checkin.models",
    "fairapp.reports.documents.models",
    "fairapp.reports.attestations.models",
    "fairapp.reports.payments.models",
    "fairapp.api.models",
)
# Modules that connect to the signals of the features below them.
LISTENERS: tuple[str, ...] = (
    "fairapp.accounts.listeners",
    "fairapp.programme.listeners",
    "fairapp.registration.people_list.holdings",
    "fairapp.registration.people_list.person_parts",
    "fairapp.registration.privacy.copied",
    "fairapp.registration.privacy.holdings",
    "fairapp.registration.privacy.listeners",
    "fairapp.registration.privacy.marks",
    "fairapp.programme.editing.copied",
    "fairapp.registration.questions.copied",
    "fairapp.registration.signups.listeners",
    "fairapp.registration.waiting.listeners",
    "fairapp.matches.holdings",
    "fairapp.matches.listeners",
    "fairapp.badges.holdings",
    "fairapp.badges.listeners",
    "fairapp.badges.on_lists",
    "fairapp.badges.on_persons",
    "fairapp.checkin.holdings",
    "fairapp.badges.studio.copied",
    "fairapp.checkin.listeners",
    "fairapp.checkin.on_lists",
    "fairapp.checkin.on_persons",
    "fairapp.reports.attestations.copied",
    "fairapp.reports.attestations.on_persons",
    "fairapp.reports.holdings",
    "fairapp.reports.listeners",
    "fairapp.reports.payments.copied",
    "fairapp.api.holdings",
)
# Modules that give lines to the checklist of a fair (events.checklist), in their order there.
CHECKLISTS: tuple[str, ...] = (
    "fairapp.events.checklist_own",
    "fairapp.accounts.checklist",
    "fairapp.programme.checklist",
    "fairapp.registration.checklist",
    "fairapp.badges.checklist",
    "fairapp.checkin.checklist",
    "fairapp.reports.checklist",
)
# Modules that define `bp`, a blueprint.
BLUEPRINTS: tuple[str, ...] = (
    "fairapp.events.admin",  # and with it events.views, whose blueprint it extends
    "fairapp.events.rooms_page",
    "fairapp.events.guide",
    "fairapp.events.copy_page",
    "fairapp.events.checklist_page",
    "fairapp.events.home_editor",
    "fairapp.accounts.views",
    "fairapp.accounts.own_page",
    "fairapp.accounts.admin",
    "fairapp.accounts.closing_page",
    "fairapp.accounts.invitations.views",
    "fairapp.accounts.factor.views",
    "fairapp.accounts.factor.admin",
    "fairapp.programme.agenda",  # and with it programme.views, whose blueprint it extends
    "fairapp.programme.feeds",
    "fairapp.programme.screen",
    "fairapp.programme.releases.admin",
    "fairapp.programme.releases.views",
    "fairapp.programme.speakers.admin",
    "fairapp.programme.kinds.admin",
    "fairapp.programme.editing.pages",
    "fairapp.programme.printing.admin",  # and with it printing.views, whose blueprint it extends
    "fairapp.registration.views",
    "fairapp.registration.substitute_page",
    "fairapp.registration.days_page",
    # And with it those of the list, staff_form and registration.admin, whose blueprint it extends.
    "fairapp.registration.people_list.person_page",
    "fairapp.registration.moderation.admin",
    "fairapp.registration.privacy.admin",  # and with it privacy.views, whose blueprint it extends
    "fairapp.registration.recovery.views",
    "fairapp.registration.signups.admin",  # and with it signups.views, whose blueprint it extends
    "fairapp.registration.feedback.admin",  # and with it feedback.views, as above
    "fairapp.registration.imports.downloads",  # and with it imports.mapping and imports.admin
    "fairapp.registration.waiting.admin",  # and with it waiting.views, as above
    "fairapp.registration.duplicates.admin",
    "fairapp.registration.announcements.outbox_page",  # and with it announcements.admin, as above
    "fairapp.registration.questions.admin",
    "fairapp.registration.delegations.person_page",  # and with it delegations.page and .views
    "fairapp.registration.delegations.admin",
    "fairapp.matches.score_page",  # and with it matches.admin and matches.views, as above
    "fairapp.badges.passes",
    "fairapp.badges.delegation_sheets",
    "fairapp.badges.studio.admin",
    "fairapp.badges.log_admin",
    "fairapp.badges.single",  # and with it badges.admin, whose blueprint it extends
    "fairapp.checkin.checkpoints.admin",
    "fairapp.checkin.devices.views",
    "fairapp.checkin.kiosk.views",
    "fairapp.checkin.devices.admin",
    "fairapp.checkin.names.views",
    "fairapp.checkin.paper.keying_page",  # and with it paper.admin, whose blueprint it extends
    "fairapp.checkin.review.admin",
    "fairapp.checkin.tallies.views",
    "fairapp.checkin.admin",  # and with it checkin.views, whose blueprint it extends
    "fairapp.reports.board",
    "fairapp.reports.views",
    "fairapp.reports.trail.admin",
    "fairapp.reports.documents.admin",
    "fairapp.reports.documents.views",
    "fairapp.reports.attestations.admin",
    "fairapp.reports.attestations.studio",
    "fairapp.reports.attestations.own_page",
    "fairapp.reports.attestations.check_page",
    "fairapp.reports.payments.admin",
    "fairapp.reports.payments.rates_page",
    "fairapp.reports.payments.many_page",  # and with it person_page and people_page, as above
    "fairapp.api.operations",
    "fairapp.api.document",
    "fairapp.api.admin",
    "fairapp.lan.views",
)
# Modules that register task handlers.
TASKS: tuple[str, ...] = (
    "fairapp.registration.announcements.tasks",
    "fairapp.registration.duplicates.tasks",
    "fairapp.programme.printing.tasks",
    "fairapp.registration.imports.tasks",
    "fairapp.registration.people_list.tasks",
    "fairapp.registration.privacy.tasks",
    "fairapp.registration.recovery.tasks",
    "fairapp.registration.signups.tasks",
    "fairapp.registration.waiting.tasks",
    "fairapp.core.delivery",
    "fairapp.core.backups.nightly",
    "fairapp.registration.reminders",
    "fairapp.badges.tasks",
    "fairapp.reports.documents.tasks",
    "fairapp.reports.attestations.tasks",
)
# Modules that register kinds of documents (reports.documents.kinds), in the order of their cards.
DOCUMENTS: tuple[str, ...] = (
    "fairapp.reports.attendance.kind",
    "fairapp.reports.attestations.kind",
    "fairapp.reports.entrances_kind",
    "fairapp.reports.directory.kind",
    "fairapp.reports.payments.document",
    "fairapp.reports.participation.kind",
    "fairapp.reports.scan_log",
)
# Command-line commands and groups, as module:name.
COMMANDS: tuple[str, ...] = (
    "fairapp.cli:serve",
    "fairapp.cli:worker",
    "fairapp.core.backups.cli:backup",
    "fairapp.core.backups.cli:restore",
    "fairapp.core.backups.cli:backup_key",
    "fairapp.lan.cli:lan",
    "fairapp.accounts.cli:cli",
    "fairapp.programme.printing.cli:cli",
    "fairapp.badges.cli:cli",
    "fairapp.reports.cli:cli",
    "fairapp.demo.cli:cli",
)

csrf = forgery.Protection()
limiter = limits.Limits(get_remote_address, headers_enabled=True)
# All phones of a venue may stand behind one address; what shows a token is not to be guessed.
limiter.request_filter(lambda: access.bearer() is not None)
compress = Compress()
COMPRESSED = (
    *("text/html", "text/css", "text/calendar", "text/plain", "text/csv", "image/svg+xml"),
    *("application/xml", "application/json", "application/problem+json"),
    *("text/javascript", "application/manifest+json"),
)


def create_app(overrides: Mapping[str, object] | None = None) -> Flask:
    """The application, configured from the environment and then from `overrides`."""
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    app.config.from_mapping(config.from_env())
    app.config.update(overrides or {})
    _prepare_data_dir(app)
    clock.start_at(str(app.config["FAIR_NOW"]))
    for module in (*MODELS, *LISTENERS):
        import_module(module)
    _init_core(app)
    for module in BLUEPRINTS:
        app.register_blueprint(import_module(module).bp)
    for module in (*TASKS, *DOCUMENTS, *CHECKLISTS):
        import_module(module)
    for command in COMMANDS:
        module, _, name = command.partition(":")
        app.cli.add_command(getattr(import_module(module), name))
    return app


def _init_core(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if app.config["TRUSTED_PROXIES"]:
        n = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    # after_request hooks run last-registered first, and compression must come last of all.
    app.config["COMPRESS_MIMETYPES"] = list(COMPRESSED)
    compress.init_app(app)
    headers.init_app(app)
    nul.init_app(app)
    identifiers.init_app(app)
    i18n.init_app(app)
    db.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    import_module("fairapp.accounts.sessions").init_app(app)
    import_module("fairapp.events.context").init_app(app)
    import_module("fairapp.events.kept").init_app(app)
    import_module("fairapp.registration.people_list.crowd").init_app(app)
    import_module("fairapp.reports.board_kept").init_app(app)
    import_module("fairapp.accounts.factor.gate").init_app(app)
    access.init_app(app)
    reading.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    tasks.init_app(app)
    health.init_app(app)


def _prepare_data_dir(app: Flask) -> None:
    data_dir = Path(str(app.config["DATA_DIR"]))
    config.make_private(data_dir, str(app.config["SQLALCHEMY_DATABASE_URI"]))
    if not app.config["SECRET_KEY"]:
        app.config["SECRET_KEY"] = config.secret_key(data_dir)
