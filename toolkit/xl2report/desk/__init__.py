"""The front desk: arguments, exit codes, progress, and the wording of what is printed."""

import gc

# Modules, definitions and workbooks make many objects and hardly a cycle: looking for cycles every 700
# of them costs a tenth of every command.
gc.set_threshold(200_000, 20, 100)
