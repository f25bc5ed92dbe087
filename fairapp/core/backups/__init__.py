"""One file that holds a fair, written while it runs, and a fair that runs from it.

It is a tar of the database's rows as they were at one moment, of the files that they name, and of
the key that signs; sealed with age, which any system can open. Rows are written as lines of JSON,
so a copy of a laptop's SQLite can be restored into a PostgreSQL, and the other way round. The local
network's authority is left out: its key stays on the machine that made it. So is the queue: jobs
and messages are rows.
"""
