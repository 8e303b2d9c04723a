"""Pure work: verdicts, totals and sentences from values; no file, no printing."""
