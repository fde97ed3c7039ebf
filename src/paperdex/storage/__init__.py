"""The only place that talks to SQLite: the library and the mirror.

Writes go through sqlite_utils, reads through plain sqlite3: importing sqlite_utils takes 100 ms, so nothing on the path
of a read imports it.
"""
