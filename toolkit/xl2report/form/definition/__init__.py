"""The form as it is written down: YAML in, one frozen Form out, every mistake told with its line."""
