#!/usr/bin/env bash
# The data package of a small run passes the reference validator of Frictionless Data.
set -euo pipefail
source "$(dirname "$0")/common"
need python3 "python3"
results=$(small_results)
python=$(python_with frictionless)
"$python" - "$results/datapackage.json" <<'PY'
import sys
from frictionless import Package, validate
report = validate(sys.argv[1])
faults = [(task.name, error.message) for task in report.tasks for error in task.errors] + [e.message for e in report.errors]
for fault in faults:
    print(fault)
print(f"{len(report.tasks)} resources, {len(faults)} faults")
sys.exit(not report.valid)
PY
