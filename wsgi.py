"""WSGI entry point: `granian --interface wsgi wsgi:app`, `flask --app wsgi …`."""

from fairapp import create_app

app = create_app()
