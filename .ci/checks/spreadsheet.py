"""Compares what a spreadsheet program read with what the files say: spreadsheet.py RESULTS OPENED."""
import csv
import datetime
import pathlib
import sys
import warnings
import zipfile

import openpyxl

warnings.simplefilter("ignore")  # openpyxl cannot read charts that LibreOffice wrote
results, opened = map(pathlib.Path, sys.argv[1:])
faults, cells = [], 0


def same(text, value):
    """A field of a CSV file and a cell; spreadsheets hold 15 digits."""
    if value is None:
        return text == ""
    if isinstance(value, datetime.datetime):
        return text == value.strftime("%Y-%m-%d")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            number = float(text)
        except ValueError:
            return False
        return abs(number - value) <= 1e-13 * max(abs(number), abs(value), 1e-300)
    return str(value) == text


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


for path in sorted(results.glob("*.csv")):
    expected = rows(path)
    sheet = openpyxl.load_workbook(opened / (path.stem + ".xlsx"), read_only=True).worksheets[0]
    n = 0
    for text_row, row in zip(expected, sheet.iter_rows(values_only=True)):
        n += 1
        row = list(row) + [None] * (len(text_row) - len(row))
        for c, text in enumerate(text_row):
            cells += 1
            # Units of pure numbers are the text "1", which opens as a number.
            if not same(text, row[c]):
                faults.append(f"{path.name} row {n} column {expected[0][c]}: {text!r} opened as {row[c]!r}")
    if n != len(expected):
        faults.append(f"{path.name}: {n} of {len(expected)} rows")

ours = openpyxl.load_workbook(results / "report.xlsx")
theirs = openpyxl.load_workbook(opened / "report.xlsx")
if ours.sheetnames != theirs.sheetnames:
    faults.append(f"sheets {theirs.sheetnames}")
for sheet in ours.worksheets:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            cells += 1
            value = theirs[sheet.title][cell.coordinate].value
            close = isinstance(cell.value, float) and isinstance(value, (int, float)) and abs(cell.value - value) <= 1e-13 * abs(cell.value)
            if cell.value != value and not close:
                faults.append(f"{sheet.title}!{cell.coordinate}: {cell.value!r} opened as {value!r}")
            if cell.data_type == "f":
                faults.append(f"{sheet.title}!{cell.coordinate} is a formula")



def charts(path):
    return sum(name.startswith("xl/charts/chart") for name in zipfile.ZipFile(path).namelist())


if charts(results / "report.xlsx") != charts(opened / "report.xlsx") or charts(results / "report.xlsx") == 0:
    faults.append("charts lost")

for fault in faults[:20]:
    print(fault)
print(f"{cells} cells compared, {len(faults)} differ")
sys.exit(bool(faults))
