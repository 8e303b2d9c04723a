"""The front desk: arguments, exit codes, progress, and the wording of what is printed."""
