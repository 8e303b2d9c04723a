"""Verdicts on a filing: every relation holds, is broken, or cannot be assessed; findings from them."""
