"""The commands as a library: each reads, works and writes whole files; none prints."""
