"""WSGI entry point: `granian --interface wsgi wsgi:app`, `flask --app wsgi …`."""

import gc

from fairapp import create_app

app = create_app()
# What was imported stays; looking through all of it for garbage holds a gate up for a second.
gc.collect()
gc.freeze()
