"""`python -m xl2report`."""

from xl2report.desk.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
