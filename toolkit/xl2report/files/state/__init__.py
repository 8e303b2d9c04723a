"""What a work folder remembers: one SQLite file, and the lock that lets one run work at a time."""
