#!/usr/bin/env bash
# The page in a browser without network: no error, no request, both languages, charts, accessibility, print.
set -euo pipefail
source "$(dirname "$0")/common"
need node node
need npm npm
install chromium chromium chromium-browser google-chrome
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
results=$(small_results)
cp "$(dirname "$0")/page.mjs" "$scratch/"
(cd "$scratch" && npm install --silent --no-audit --no-fund --no-save puppeteer-core axe-core >/dev/null 2>&1) || skip "cannot install puppeteer-core and axe-core"
(cd "$scratch" && CHROME="$browser" node page.mjs "$results/report.html" "${PICTURES:-}")
