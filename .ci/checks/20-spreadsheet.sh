#!/usr/bin/env bash
# LibreOffice opens every CSV file (read as UTF-8) and the workbook; every value is that of the file, Chinese intact.
set -euo pipefail
source "$(dirname "$0")/common"
install libreoffice-calc soffice
python=$(python_with openpyxl)
results=$(small_results)
out="$scratch/opened"
mkdir -p "$out"
office() { soffice "-env:UserInstallation=file://$scratch/profile" --headless "$@" >/dev/null 2>&1; }
office --infilter="Text - txt - csv (StarCalc):44,34,76,1,,1033" --convert-to xlsx --outdir "$out" "$results"/*.csv
office --convert-to "xlsx:Calc MS Excel 2007 XML" --outdir "$out" "$results/report.xlsx"
"$python" "$(dirname "$0")/spreadsheet.py" "$results" "$out"
